/* SPDX-License-Identifier: MIT */
/* /device/sim: the room against our own simulator, reached as "sim:". */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "device/adr-link.h"
#include "helpers.h"

static Watch *
connect(void)
{
    g_autoptr(GError) error = NULL;
    Watch *watch = watch_new("sim:");

    watch_connect(watch, &error);
    g_assert_no_error(error);
    return watch;
}

static void
test_run(void)
{
    gint64 start_us = g_get_monotonic_time();
    g_autoptr(Watch) watch = connect();
    g_autoptr(GError) error = NULL;

    g_test_message("connected in %.1f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_nonnull(adr_target_get_banner(watch->target));
    for (int i = 0; i < 2; i++) {
        g_autoptr(AdrRunResult) result = NULL;

        result = watch_run(watch, "print('hello')\ndef f():\n    raise KeyError('k')\nf()\n",
                           ADR_RUN_FRESH, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(result->exception_type, ==, "KeyError");
        g_assert_cmpuint(result->frames->len, ==, 2);
        g_test_message("first output after %.1f ms",
                       (result->first_output_us - result->started_us) / 1000.);
    }
    watch_wait_output(watch, "File \"prog.py\", line 3, in f", 1000);
    g_assert_null(strstr(watch->output->str, "raw REPL"));
    run_loop(20);
    g_assert_true(g_str_has_suffix(watch->output->str, "\r\n>>> "));
}

static void
test_stop_flood(void)
{
    g_autoptr(Watch) watch = connect();
    gint64 start_us, stopped_us;

    watch_start(watch, "while True:\n    print('0123456789' * 7)\n");
    run_loop(500);
    start_us = g_get_monotonic_time();
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    stopped_us = g_get_monotonic_time() - start_us;
    g_test_message("%.0f MB/s, stopped in %.1f ms", watch->output->len / 0.5e6, stopped_us / 1000.);
    g_assert_true(watch->run->interrupted);
    g_assert_cmpint(stopped_us, <, 300 * 1000);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 1000);
}

/* A program that cannot be interrupted: the third time asked, its board is started anew. */
static void
test_stop_hardest(void)
{
    g_autoptr(Watch) watch = connect();
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;

    watch_start(watch, "import micropython\nmicropython.kbd_intr(-1)\nwhile True:\n    pass\n");
    watch_wait_state(watch, ADR_TARGET_STATE_RUNNING, 1000);
    run_loop(100);
    for (int i = 0; i < 3; i++) {
        g_assert_null(watch->run);
        adr_target_interrupt(watch->target);
        run_loop(600);
    }
    watch_wait_run(watch, 2000);
    g_assert_true(watch->run->interrupted);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 2000);
    value = watch_eval(watch, "1 + 1", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "2");
}

static void
test_prompt(void)
{
    g_autoptr(Watch) watch = connect();

    adr_target_send_input(watch->target, "1+2\r", -1);
    watch_wait_output(watch, "1+2\r\n3\r\n>>> ", 1000);
    adr_target_paste(watch->target, "for i in range(3):\n    if i:\n        print('i', i)\n");
    watch_wait_output(watch, "i 1\r\ni 2\r\n>>> ", 2000);
}

static void
test_input(void)
{
    g_autoptr(Watch) watch = connect();

    watch_start(watch, "name = input('who? ')\nprint('hello', name)\n");
    watch_wait_output(watch, "who? ", 1000);
    adr_target_send_input(watch->target, "Ada\r", -1);
    watch_wait_output(watch, "hello Ada", 1000);
    watch_wait_run(watch, 1000);
    g_assert_true(watch->run->ok);
}

static void
test_files(void)
{
    g_autoptr(Watch) watch = connect();
    g_autofree guint8 *data = g_malloc(50000);
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(GBytes) back = NULL;
    g_autoptr(GError) error = NULL;
    gint64 start_us = g_get_monotonic_time();

    for (int i = 0; i < 50000; i++)
        data[i] = i * 7 + i / 256;
    watch_write(watch, "a.bin", data, 50000, &error);
    g_assert_no_error(error);
    g_test_message("wrote 50000 bytes in %.0f ms", (g_get_monotonic_time() - start_us) / 1000.);
    back = watch_read(watch, "a.bin", &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), data, 50000);
    files = watch_list(watch, "", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(files->len, >=, 1);
    watch_remove(watch, "a.bin", &error);
    g_assert_no_error(error);
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

/* The process that our worker's thread started. */
static int
find_child(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/task", 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename("/proc/self/task", name, "children", NULL);
        g_autofree char *children = NULL;

        if (g_file_get_contents(path, &children, NULL, NULL) && atoi(children) > 0)
            return atoi(children);
    }
    return 0;
}

/* The simulator crashes: said, and a new one is there within a second. */
static void
test_crash(void)
{
    g_autoptr(Watch) watch = connect();
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;
    gint64 start_us = g_get_monotonic_time();

    g_assert_cmpint(find_child(), >, 0);
    kill(find_child(), SIGKILL);
    watch_wait_state(watch, ADR_TARGET_STATE_LOST, 1000);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 1000);
    g_test_message("back after %.0f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_error(watch->problem, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
    value = watch_eval(watch, "1 + 1", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "2");
}

static int
count_fds(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    int n = 0;

    while (g_dir_read_name(dir) != NULL)
        n++;
    return n;
}

/* Nothing is left behind: no descriptor, no process. */
static void
test_often(void)
{
    int before = 0;

    for (int i = 0; i < 60; i++) {
        g_autoptr(Watch) watch = connect();
        g_autoptr(AdrRunResult) result = watch_run(watch, "print(1)", ADR_RUN_DEFAULT, NULL);

        g_assert_true(result->ok);
        watch_disconnect(watch);
        // The first few open what GLib keeps for itself.
        if (i == 10)
            before = count_fds();
    }
    run_loop(100);
    g_assert_cmpint(count_fds(), <=, before);
}

int
main(int argc, char **argv)
{
    const char *program = g_getenv("ADDER_SIM");

    if (program == NULL || !g_file_test(program, G_FILE_TEST_IS_EXECUTABLE)) {
        g_print("1..0 # SKIP adder-sim is not built\n");
        return 0;
    }
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/sim/run", test_run);
    g_test_add_func("/device/sim/stop/flood", test_stop_flood);
    g_test_add_func("/device/sim/stop/hardest", test_stop_hardest);
    g_test_add_func("/device/sim/prompt", test_prompt);
    g_test_add_func("/device/sim/input", test_input);
    g_test_add_func("/device/sim/files", test_files);
    g_test_add_func("/device/sim/reset", test_reset);
    g_test_add_func("/device/sim/crash", test_crash);
    g_test_add_func("/device/sim/often", test_often);
    return g_test_run();
}
