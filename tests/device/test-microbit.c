/* SPDX-License-Identifier: MIT */
/* /device/microbit: against a MicroPython that nobody here wrote, on QEMU's micro:bit. It is from
 * 2017: no raw-paste mode, no folders, no stat, no rename, no hash. */
#include <signal.h>
#include <string.h>

#include "device/adr-link.h"
#include "helpers.h"

static Board *board;

static Watch *
connect(void)
{
    g_autoptr(GError) error = NULL;
    Watch *watch = watch_new(board->path);

    watch_connect(watch, &error);
    g_assert_no_error(error);
    return watch;
}

static void
test_connect(void)
{
    g_autoptr(Watch) watch = NULL;
    gint64 start_us;

    watch = connect();
    watch_disconnect(watch);
    start_us = g_get_monotonic_time();
    g_assert_true(watch_connect(watch, NULL));
    g_test_message("connected in %.1f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_nonnull(strstr(adr_target_get_banner(watch->target), "micro:bit"));
}

static void
test_run(void)
{
    g_autoptr(Watch) watch = connect();
    g_autoptr(GString) source = g_string_new("print('first')\nn = 0\n");
    g_autoptr(GError) error = NULL;

    // Twice: the first run measures the pace.
    for (int i = 0; i < 40; i++)
        g_string_append_printf(source, "n += %d # some words\n", i);
    g_string_append(source, "print('sum', n)\ndef f():\n    raise ValueError('x')\nf()\n");
    for (int i = 0; i < 2; i++) {
        g_autoptr(AdrRunResult) result = NULL;
        AdrFrame *frame;

        g_string_truncate(watch->output, 0);
        result = watch_run(watch, source->str, ADR_RUN_FRESH, &error);
        g_assert_no_error(error);
        watch_wait_output(watch, "first\r\nsum 780\r\nTraceback", 1000);
        g_assert_cmpstr(result->exception_type, ==, "ValueError");
        g_assert_cmpuint(result->frames->len, ==, 2);
        frame = g_ptr_array_index(result->frames, 1);
        g_assert_cmpstr(frame->file, ==, "prog.py");
        g_assert_cmpuint(frame->line, ==, 45);
        g_test_message("first output after %.1f ms",
                       (result->first_output_us - result->started_us) / 1000.);
        g_assert_cmpint(result->first_output_us - result->started_us, <, 200 * 1000);
        run_loop(50);
        g_assert_true(g_str_has_suffix(watch->output->str, "\r\nValueError: x\r\n>>> "));
    }
}

static void
test_stop(void)
{
    g_autoptr(Watch) watch = connect();
    gint64 start_us;

    watch_start(watch, "while True:\n    print('0123456789' * 5)\n");
    run_loop(1000);
    g_assert_cmpuint(watch->output->len, >, 10000);
    start_us = g_get_monotonic_time();
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    g_test_message("stopped in %.1f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 300 * 1000);
    g_assert_true(watch->run->interrupted);
}

/* Left printing by one, found by the next. */
static void
test_connect_flood(void)
{
    g_autoptr(Watch) watch = connect();
    gint64 start_us;

    watch_start(watch, "while True:\n    print('0123456789' * 5)\n");
    run_loop(200);
    watch_disconnect(watch);
    start_us = g_get_monotonic_time();
    g_assert_true(watch_connect(watch, NULL));
    g_test_message("in after %.0f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, G_USEC_PER_SEC);
}

static void
test_prompt(void)
{
    g_autoptr(Watch) watch = connect();
    g_autofree char *value = NULL;

    adr_target_send_input(watch->target, "1+2\rprint('a'*3)\r", -1);
    watch_wait_output(watch, "3\r\n>>> print('a'*3)\r\naaa\r\n>>> ", 2000);
    adr_target_paste(watch->target, "for i in range(3):\n    if i:\n        print('i', i)\n");
    watch_wait_output(watch, "i 1\r\ni 2\r\n>>> ", 2000);
    value = watch_eval(watch, "i * 10", NULL);
    g_assert_cmpstr(value, ==, "20");
}

static void
test_files(void)
{
    g_autoptr(Watch) watch = connect();
    g_autofree guint8 *data = g_malloc(1500);
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(GBytes) back = NULL;
    g_autoptr(GError) error = NULL;
    AdrRemoteFile *file;

    for (int i = 0; i < 1500; i++)
        data[i] = i * 7 + i / 256;
    watch_write(watch, "a.bin", data, 1500, &error);
    g_assert_no_error(error);
    files = watch_list(watch, "", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(files->len, ==, 1);
    file = g_ptr_array_index(files, 0);
    g_assert_cmpstr(file->name, ==, "a.bin");
    g_assert_cmpint(file->size, ==, 1500);
    back = watch_read(watch, "a.bin", &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), data, 1500);
    watch_remove(watch, "a.bin", &error);
    g_assert_no_error(error);
    g_assert_false(watch_remove(watch, "a.bin", &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_FILE);
    g_clear_error(&error);
    // More than there is room for.
    data = g_realloc(data, 60000);
    memset(data, 'x', 60000);
    g_assert_false(watch_write(watch, "big", data, 60000, &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_SPACE);
}

static void
test_reset(void)
{
    g_autoptr(Watch) watch = connect();
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;

    watch_soft_reset(watch, &error);
    g_assert_no_error(error);
    watch_reset(watch, &error);
    g_assert_no_error(error);
    value = watch_eval(watch, "2 + 2", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "4");
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    board = microbit_new();
    if (board == NULL) {
        g_print("1..0 # SKIP qemu-system-arm or firmware-microbit-micropython is not installed\n");
        return 0;
    }
    g_test_add_func("/device/microbit/connect", test_connect);
    g_test_add_func("/device/microbit/run", test_run);
    g_test_add_func("/device/microbit/stop", test_stop);
    g_test_add_func("/device/microbit/connect/flood", test_connect_flood);
    g_test_add_func("/device/microbit/prompt", test_prompt);
    g_test_add_func("/device/microbit/files", test_files);
    g_test_add_func("/device/microbit/reset", test_reset);
    status = g_test_run();
    board_free(board);
    return status;
}
