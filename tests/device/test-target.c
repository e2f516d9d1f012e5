/* SPDX-License-Identifier: MIT */
/* /device/target: the whole room against boards that misbehave (tests/fakes/fake_board.py). */
#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "device/adr-link.h"
#include "helpers.h"

static const char FLOOD[] = "while True:\n    print('0123456789' * 7)\n";

static void
test_connect(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GError) error = NULL;
    gint64 start_us = g_get_monotonic_time();

    watch_connect(watch, &error);
    g_assert_no_error(error);
    g_test_message("connected in %.1f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_IDLE);
    g_assert_cmpstr(adr_target_get_banner(watch->target), ==,
                    "MicroPython v1.99.0 on 2026-01-01; Fake board with CPython");
    g_assert_true(g_str_has_suffix(watch->output->str, ">>> "));
    g_assert_null(strstr(watch->output->str, "raw REPL"));
    g_assert_cmpstr(watch->states->str, ==, "connecting idle");

    // Again is done at once; then off and on.
    g_assert_true(watch_connect(watch, NULL));
    watch_disconnect(watch);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_DISCONNECTED);
    watch_connect(watch, &error);
    g_assert_no_error(error);
}

/* Whatever the board is found doing, it is got in to. */
static void
test_found(gconstpointer mode)
{
    g_autoptr(Board) board = fake_board_new("--mode", mode, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;

    watch_connect(watch, &error);
    g_assert_no_error(error);
    value = watch_eval(watch, "1 + 1", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "2");
}

static void
test_found_running(gconstpointer source)
{
    g_autofree char *folder = g_dir_make_tmp("adder-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "main.py", NULL);
    g_autoptr(Board) board = NULL;
    g_autoptr(Watch) watch = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;
    gint64 start_us;

    g_file_set_contents(path, source, -1, NULL);
    board = fake_board_new("--main", path, NULL);
    watch = watch_new(board->path);
    g_usleep(200 * 1000);
    start_us = g_get_monotonic_time();
    watch_connect(watch, &error);
    g_assert_no_error(error);
    g_test_message("in after %.0f ms", (g_get_monotonic_time() - start_us) / 1000.);
    value = watch_eval(watch, "1 + 1", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "2");
    g_unlink(path);
    g_rmdir(folder);
}

static void
test_no_answer(void)
{
    g_autoptr(Board) board = fake_board_new("--mode", "silent", NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_assert_false(watch_connect(watch, &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_ANSWER);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_DISCONNECTED);
}

static void
connect_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    GError **error = data;

    g_assert_false(adr_target_connect_finish(ADR_TARGET(source), result, error));
}

static void
test_connect_cancel(void)
{
    g_autoptr(Board) board = fake_board_new("--mode", "silent", NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    gint64 start_us = g_get_monotonic_time();

    adr_target_connect_async(watch->target, cancellable, connect_cb, &error);
    run_loop(100);
    g_assert_no_error(error);
    g_cancellable_cancel(cancellable);
    while (error == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, G_USEC_PER_SEC);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_DISCONNECTED);
}

static void
test_not_connected(void)
{
    g_autoptr(Watch) watch = watch_new("/dev/no-such-port");
    g_autoptr(GError) error = NULL;

    g_assert_null(watch_exec(watch, "pass", &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NOT_CONNECTED);
    g_clear_error(&error);
    g_assert_false(watch_connect(watch, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND);
    adr_target_interrupt(watch->target);
    adr_target_send_input(watch->target, "abc", -1);
}

static void
test_run(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(watch_connect(watch, NULL));
    g_string_truncate(watch->output, 0);
    g_string_truncate(watch->states, 0);
    result = watch_run(watch, "\xef\xbb\xbfprint('h\xc3\xa9llo')\r\nprint(1, end='')\r\n",
                       ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_true(result->ok);
    g_assert_cmpuint(result->frames->len, ==, 0);
    // The terminal stands at ">>> " before and after, and shows no more than what was printed.
    run_loop(20);
    g_assert_cmpstr(watch->output->str, ==, "\r\nh\xc3\xa9llo\r\n1\r\n>>> ");
    g_assert_cmpstr(watch->states->str, ==, "running idle");
    g_assert_true(watch->run == result);
}

static void
test_run_exception(void)
{
    static const char source[] = "import os\n"
                                 "def f(x):\n"
                                 "    raise ValueError('bad %d' % x)\n"
                                 "f(7)\n";
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;
    AdrFrame *frame;

    g_assert_true(watch_connect(watch, NULL));
    result = watch_run(watch, source, ADR_RUN_FRESH, &error);
    g_assert_no_error(error);
    g_assert_false(result->ok);
    g_assert_false(result->interrupted);
    g_assert_cmpstr(result->exception_type, ==, "ValueError");
    g_assert_cmpstr(result->exception_message, ==, "bad 7");
    g_assert_cmpuint(result->frames->len, ==, 2);
    frame = g_ptr_array_index(result->frames, 1);
    g_assert_cmpstr(frame->file, ==, "prog.py");
    g_assert_cmpuint(frame->line, ==, 3);
    g_assert_cmpstr(frame->function, ==, "f");
    watch_wait_output(watch, "File \"prog.py\", line 4, in <module>", 1000);
    g_assert_null(strstr(watch->output->str, "<stdin>"));

    // A fresh run knows nothing of the one before; a plain one does.
    g_clear_pointer(&result, adr_run_result_unref);
    result = watch_run(watch, "f(8)", ADR_RUN_DEFAULT, &error);
    g_assert_cmpstr(result->exception_type, ==, "ValueError");
    g_clear_pointer(&result, adr_run_result_unref);
    result = watch_run(watch, "f(9)", ADR_RUN_FRESH, &error);
    g_assert_cmpstr(result->exception_type, ==, "NameError");
}

static void
test_run_bad_source(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(watch_connect(watch, NULL));
    result = watch_run(watch, "x = 1\ny = '\x04'\n", ADR_RUN_DEFAULT, &error);
    g_assert_null(result);
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "line 2"));
    g_clear_error(&error);
    result = watch_run(watch, "if x\n  y\n", ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(result->exception_type, ==, "SyntaxError");
    g_clear_pointer(&result, adr_run_result_unref);
    result = watch_run(watch, "", ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_clear_pointer(&result, adr_run_result_unref);
    result = watch_run(watch, "import sys\nsys.exit()\n", ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_true(result->ok);
}

/* A long program, whole, on firmware of every kind. */
static void
test_run_long(gconstpointer options)
{
    g_auto(GStrv) args = g_strsplit(options, " ", -1);
    g_autoptr(Board) board = fake_board_new(args[0], args[1], args[1] ? args[2] : NULL,
                                            args[1] && args[2] ? args[3] : NULL,
                                            args[1] && args[2] && args[3] ? args[4] : NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GString) source = g_string_new("n = 0\n");
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < 300; i++)
        g_string_append_printf(source, "n += %d # some words to make it long\n", i);
    g_string_append(source, "print('sum', n)\n");
    watch_connect(watch, &error);
    g_assert_no_error(error);
    result = watch_run(watch, source->str, ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(result->error_text, ==, NULL);
    watch_wait_output(watch, "sum 44850\r\n>>> ", 1000);
    g_test_message("took %.0f ms", (result->finished_us - result->started_us) / 1000.);
}

static void
test_stop(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    gint64 start_us;

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, "import time\nwhile True:\n    time.sleep(1)\n");
    watch_wait_state(watch, ADR_TARGET_STATE_RUNNING, 1000);
    g_assert_cmpstr(adr_target_get_detail(watch->target), ==, "prog.py");
    run_loop(100);
    start_us = g_get_monotonic_time();
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    g_test_message("stopped in %.1f ms", (g_get_monotonic_time() - start_us) / 1000.);
    g_assert_true(watch->run->interrupted);
    g_assert_cmpstr(watch->run->exception_type, ==, "KeyboardInterrupt");
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 1000);
}

static void
test_stop_harder(void)
{
    g_autoptr(Board) board = fake_board_new("--deaf", "5", NULL);
    g_autoptr(Watch) watch = watch_new(board->path);

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, "import time\nwhile True:\n    time.sleep(0.01)\n");
    run_loop(100);
    adr_target_interrupt(watch->target);
    run_loop(200);
    g_assert_null(watch->run);
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    g_assert_true(watch->run->interrupted);
}

/* Longest time the main loop had no turn at ordinary priority. */
static gint64 last_turn_us, longest_us;

static gboolean
turn_cb(gpointer data)
{
    gint64 now_us = g_get_monotonic_time();

    if (last_turn_us != 0)
        longest_us = MAX(longest_us, now_us - last_turn_us);
    last_turn_us = now_us;
    return G_SOURCE_CONTINUE;
}

static void
test_flood(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    gint64 start_us, stopped_us;
    gsize len;
    guint id;

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, FLOOD);
    id = g_timeout_add(1, turn_cb, NULL);
    run_loop(1500);
    g_source_remove(id);
    len = watch->output->len;
    g_assert_cmpuint(len, >, 100000);
    g_assert_cmpuint(watch->max_output, <=, 65536);
    start_us = g_get_monotonic_time();
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    stopped_us = g_get_monotonic_time() - start_us;
    g_test_message("%.1f MB/s, longest turn %.1f ms, stopped in %.1f ms", len / 1.5e6,
                   longest_us / 1000., stopped_us / 1000.);
    g_assert_cmpint(longest_us, <, 100 * 1000);
    g_assert_cmpint(stopped_us, <, 300 * 1000);
}

/* The window is behind with drawing: the board has to wait, memory does not grow, Stop works. */
static void
test_flood_behind(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    gint64 start_us;
    gsize before;

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, FLOOD);
    run_loop(200);
    before = watch->output->len;
    g_usleep(1500 * 1000);
    start_us = g_get_monotonic_time();
    adr_target_interrupt(watch->target);
    watch_wait_run(watch, 2000);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 300 * 1000);
    g_assert_cmpuint(watch->output->len - before, <, 1 << 20);
}

static void
test_input(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);

    g_assert_true(watch_connect(watch, NULL));
    // At the prompt.
    adr_target_send_input(watch->target, "6*", -1);
    adr_target_send_input(watch->target, "7\r", -1);
    watch_wait_output(watch, ">>> 6*7\r\n42\r\n>>> ", 1000);
    // To a program, which shows "F" before it waits although that may begin File "<stdin>".
    watch_start(watch, "import sys\nprint('F', end='')\nprint('got', sys.stdin.readline())\n");
    watch_wait_output(watch, "\r\nF", 1000);
    adr_target_send_input(watch->target, "some words\r", -1);
    watch_wait_run(watch, 2000);
    watch_wait_output(watch, "got some words", 1000);
    g_assert_true(watch->run->ok);
}

/* A job of ours does not spoil what is being typed, nor show in the terminal. */
static void
test_typed_survives(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autofree char *value = NULL;
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(watch_connect(watch, NULL));
    adr_target_send_input(watch->target, "print('ab", -1);
    watch_wait_output(watch, ">>> print('ab", 1000);
    g_string_truncate(watch->output, 0);
    value = watch_eval(watch, "'quiet'", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "'quiet'");
    run_loop(50);
    g_assert_cmpstr(watch->output->str, ==, "");
    adr_target_send_input(watch->target, "c')\r", -1);
    watch_wait_output(watch, "c')\r\nabc\r\n>>> ", 1000);

    // A run shows, and then what was typed stands there again.
    adr_target_send_input(watch->target, "x = 1", -1);
    watch_wait_output(watch, "x = 1", 1000);
    g_string_truncate(watch->output, 0);
    result = watch_run(watch, "print('ran')", ADR_RUN_DEFAULT, NULL);
    watch_wait_output(watch, "\r\nran\r\n>>> x = 1", 1000);
}

/* A program started at the prompt counts as running; nothing of ours stops it but a run. */
static void
test_running_at_prompt(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(AdrRunResult) result = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(watch_connect(watch, NULL));
    adr_target_send_input(watch->target, "import time; time.sleep(60)\r", -1);
    watch_wait_state(watch, ADR_TARGET_STATE_RUNNING, 2000);
    g_assert_null(watch_exec(watch, "pass", &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_RUNNING);
    adr_target_interrupt(watch->target);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 2000);

    adr_target_send_input(watch->target, "import time; time.sleep(60)\r", -1);
    watch_wait_state(watch, ADR_TARGET_STATE_RUNNING, 2000);
    g_clear_error(&error);
    result = watch_run(watch, "print('new')", ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_true(result->ok);

    // And a run is stopped by the next.
    watch_start(watch, "import time; time.sleep(60)");
    run_loop(100);
    g_clear_error(&error);
    g_assert_null(watch_exec(watch, "pass", &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_RUNNING);
    g_clear_error(&error);
    g_clear_pointer(&result, adr_run_result_unref);
    result = watch_run(watch, "print('newer')", ADR_RUN_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_true(result->ok);
    watch_wait_output(watch, "newer", 1000);
}

/* F5 just when the program ends: the old one is stopped, never the new one. */
static void
test_run_again(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);

    g_assert_true(watch_connect(watch, NULL));
    for (int i = 0; i < 40; i++) {
        g_autoptr(AdrRunResult) result = NULL;
        g_autoptr(GError) error = NULL;

        watch_start(watch, "print(1)");
        g_usleep(i * 400);
        result = watch_run(watch, "import time\ntime.sleep(0.01)", ADR_RUN_DEFAULT, &error);
        g_assert_no_error(error);
        g_assert_true(result->ok);
    }
}

static void
test_paste(void)
{
    static const char block[] =
        "def f(x):\n    if x:\n        return x * 2\n\n    return 'none'\n\n"
        "print(f(21))\r\nprint(f(0))\n";
    g_autoptr(Board) board = fake_board_new("--old", "--buffer", "40", "--rate", "20000", NULL);
    g_autoptr(Watch) watch = watch_new(board->path);

    g_assert_true(watch_connect(watch, NULL));
    adr_target_paste(watch->target, block);
    watch_wait_output(watch, "42\r\nnone\r\n>>> ", 3000);
    watch_wait_output(watch, "===     if x:", 1000);
    adr_target_paste(watch->target, "f(3)");
    watch_wait_output(watch, ">>> f(3)", 1000);
    adr_target_send_input(watch->target, "\r", -1);
    watch_wait_output(watch, "6\r\n>>> ", 1000);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 1000);
}

static void
test_soft_reset(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;

    g_assert_true(watch_connect(watch, NULL));
    value = watch_eval(watch, "globals().update(z=1)", &error);
    g_assert_no_error(error);
    watch_soft_reset(watch, &error);
    g_assert_no_error(error);
    watch_wait_output(watch, "soft reboot", 1000);
    g_free(value);
    value = watch_eval(watch, "'z' in globals()", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(value, ==, "False");
}

/* Unplugged while a program runs, and plugged in again: another pty under the same name. */
static void
test_lost(void)
{
    g_autofree char *folder = g_dir_make_tmp("adder-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "board", NULL);
    g_autoptr(Board) board = fake_board_new("--link", path, "--gone", "0.7", NULL);
    g_autoptr(Watch) watch = watch_new(path);
    g_autoptr(GError) error = NULL;
    g_autofree char *value = NULL;
    gint64 start_us;

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, "import time\nwhile True:\n    time.sleep(1)\n");
    watch_wait_state(watch, ADR_TARGET_STATE_RUNNING, 1000);
    run_loop(100);
    start_us = g_get_monotonic_time();
    g_subprocess_send_signal(board->process, SIGUSR1);
    watch_wait_state(watch, ADR_TARGET_STATE_LOST, 1000);
    watch_wait_run(watch, 1000);
    g_assert_false(watch->run->ok);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 500 * 1000);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 3000);
    g_test_message("back %.0f ms after it was there",
                   (g_get_monotonic_time() - start_us) / 1000. - 700);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 1700 * 1000);
    value = watch_eval(watch, "1 + 1", &error);
    g_assert_no_error(error);

    // Idle, too; and there is a word about it, since no call reports it.
    g_subprocess_send_signal(board->process, SIGUSR1);
    watch_wait_state(watch, ADR_TARGET_STATE_LOST, 1000);
    run_loop(20);
    g_assert_error(watch->problem, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 3000);
    // Given up while it is away.
    g_subprocess_send_signal(board->process, SIGUSR1);
    watch_wait_state(watch, ADR_TARGET_STATE_LOST, 1000);
    watch_disconnect(watch);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_DISCONNECTED);
    run_loop(1000);
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_DISCONNECTED);
    g_unlink(path);
    g_rmdir(folder);
}

/* The board goes at every byte of a run in turn (sampled): always an error, never a hang. */
static void
test_cut(void)
{
    for (guint at = 4; at < 400; at += 37) {
        g_autofree char *n = g_strdup_printf("%u", at);
        g_autoptr(Board) board = fake_board_new("--cut", n, NULL);
        g_autoptr(Watch) watch = watch_new(board->path);
        g_autoptr(GError) error = NULL;
        g_autoptr(AdrRunResult) result = NULL;
        g_autoptr(GString) source = g_string_new(NULL);

        for (int i = 0; i < 40; i++)
            g_string_append(source, "print('hello')\n");
        if (watch_connect(watch, &error)) {
            result = watch_run(watch, source->str, ADR_RUN_DEFAULT, &error);
            g_assert_null(result);
        }
        g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
    }
}

static void
test_disconnect_while_running(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);

    g_assert_true(watch_connect(watch, NULL));
    watch_start(watch, FLOOD);
    run_loop(100);
    watch_disconnect(watch);
    watch_wait_run(watch, 1000);
    g_assert_false(watch->run->ok);
    // The program goes on; connecting again stops it.
    g_assert_true(watch_connect(watch, NULL));
    g_assert_cmpint(adr_target_get_state(watch->target), ==, ADR_TARGET_STATE_IDLE);
}

static void
run_cancelled_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrRunResult) run = adr_target_run_finish(ADR_TARGET(source), result, data);

    g_assert_null(run);
}

static void
test_run_cancel(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GBytes) source = g_bytes_new_static("import time\ntime.sleep(60)", 26);
    g_autoptr(GError) error = NULL;

    g_assert_true(watch_connect(watch, NULL));
    adr_target_run_async(watch->target, source, "a.py", ADR_RUN_DEFAULT, cancellable,
                         run_cancelled_cb, &error);
    run_loop(100);
    g_cancellable_cancel(cancellable);
    watch_wait_run(watch, 1000);
    while (error == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    watch_wait_state(watch, ADR_TARGET_STATE_IDLE, 1000);
}

/* The object goes in the middle of everything. */
static void
test_drop(void)
{
    g_autoptr(Board) board = fake_board_new(NULL, NULL);

    for (int i = 0; i < 5; i++) {
        AdrTarget *target = adr_target_new(board->path);

        adr_target_connect_async(target, NULL, NULL, NULL);
        run_loop(i * 4);
        g_object_unref(target);
        run_loop(30);
    }
}

static void
test_files(gconstpointer lacking)
{
    g_autoptr(Board) board = fake_board_new("--no", lacking, NULL);
    g_autoptr(Watch) watch = watch_new(board->path);
    g_autoptr(GPtrArray) files = NULL;
    g_autofree guint8 *data = g_malloc(5000);
    g_autoptr(GBytes) back = NULL;
    g_autoptr(GError) error = NULL;
    AdrRemoteFile *file;

    for (int i = 0; i < 5000; i++)
        data[i] = i * 7 + i / 256;
    g_assert_true(watch_connect(watch, NULL));
    watch_write(watch, "a 'b\\ \xc3\xa9.bin", data, 5000, &error);
    g_assert_no_error(error);
    watch_write(watch, "empty", "", 0, &error);
    g_assert_no_error(error);
    files = watch_list(watch, "", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(files->len, ==, 2);
    file = g_ptr_array_index(files, 0);
    g_assert_cmpstr(file->name, ==, "a 'b\\ \xc3\xa9.bin");
    g_assert_cmpint(file->size, ==, 5000);
    g_assert_false(file->is_folder);
    back = watch_read(watch, file->name, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), data, 5000);
    g_clear_pointer(&back, g_bytes_unref);
    back = watch_read(watch, "empty", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(back), ==, 0);

    // Overwritten; and deleted.
    watch_write(watch, "empty", "new", 3, &error);
    g_assert_no_error(error);
    g_clear_pointer(&back, g_bytes_unref);
    back = watch_read(watch, "empty", &error);
    g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), "new", 3);
    watch_remove(watch, "empty", &error);
    g_assert_no_error(error);
    g_clear_pointer(&back, g_bytes_unref);
    back = watch_read(watch, "empty", &error);
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_FILE);
    g_clear_error(&error);
    g_assert_false(watch_write(watch, "no/such/folder", "x", 1, &error));
    g_assert_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_FILE);
}

/* One bit turned on the way: said, and the old file is still there. */
static void
test_write_damaged(void)
{
    g_autofree char *data = g_strnfill(3000, 'a');
    guint n_damaged = 0;

    for (guint at = 1500; at < 4500; at += 600) {
        g_autofree char *n = g_strdup_printf("%u", at);
        g_autoptr(Board) board = fake_board_new("--corrupt", n, NULL);
        g_autoptr(Watch) watch = watch_new(board->path);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) back = NULL;

        g_assert_true(watch_connect(watch, NULL));
        g_assert_true(watch_write(watch, "f", "old", 3, NULL));
        if (watch_write(watch, "f", data, strlen(data), &error)) {
            back = watch_read(watch, "f", NULL);
            g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), data, 3000);
            continue;
        }
        n_damaged++;
        g_assert_nonnull(error);
        back = watch_read(watch, "f", NULL);
        g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), "old", 3);
    }
    g_assert_cmpuint(n_damaged, >, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/target/connect", test_connect);
    g_test_add_data_func("/device/target/connect/raw", "raw", test_found);
    g_test_add_data_func("/device/target/connect/paste", "paste", test_found);
    g_test_add_data_func("/device/target/connect/typing", "typing", test_found);
    g_test_add_data_func("/device/target/connect/escape", "escape", test_found);
    g_test_add_data_func("/device/target/connect/flood", FLOOD, test_found_running);
    g_test_add_data_func("/device/target/connect/sleep", "import time\ntime.sleep(1000)",
                         test_found_running);
    g_test_add_data_func("/device/target/connect/bare-except",
                         "import time\nwhile True:\n    try:\n        time.sleep(0.001)\n"
                         "    except:\n        pass\n    for i in range(1000):\n        i * i\n",
                         test_found_running);
    g_test_add_func("/device/target/connect/no-answer", test_no_answer);
    g_test_add_func("/device/target/connect/cancel", test_connect_cancel);
    g_test_add_func("/device/target/connect/not", test_not_connected);
    g_test_add_func("/device/target/run", test_run);
    g_test_add_func("/device/target/run/exception", test_run_exception);
    g_test_add_func("/device/target/run/bad-source", test_run_bad_source);
    g_test_add_func("/device/target/run/cancel", test_run_cancel);
    g_test_add_data_func("/device/target/run/long", "--window 128", test_run_long);
    g_test_add_data_func("/device/target/run/long/tiny-window", "--window 1", test_run_long);
    g_test_add_data_func("/device/target/run/long/old", "--old", test_run_long);
    g_test_add_data_func("/device/target/run/long/old-lossy", "--old --buffer 96 --rate 30000",
                         test_run_long);
    g_test_add_func("/device/target/run/again", test_run_again);
    g_test_add_func("/device/target/stop", test_stop);
    g_test_add_func("/device/target/stop/harder", test_stop_harder);
    g_test_add_func("/device/target/flood", test_flood);
    g_test_add_func("/device/target/flood/behind", test_flood_behind);
    g_test_add_func("/device/target/input", test_input);
    g_test_add_func("/device/target/input/survives", test_typed_survives);
    g_test_add_func("/device/target/running-at-prompt", test_running_at_prompt);
    g_test_add_func("/device/target/paste", test_paste);
    g_test_add_func("/device/target/soft-reset", test_soft_reset);
    g_test_add_func("/device/target/lost", test_lost);
    g_test_add_func("/device/target/lost/cut", test_cut);
    g_test_add_func("/device/target/disconnect", test_disconnect_while_running);
    g_test_add_func("/device/target/drop", test_drop);
    g_test_add_data_func("/device/target/files", "", test_files);
    g_test_add_data_func("/device/target/files/no-ilistdir", "ilistdir", test_files);
    g_test_add_data_func("/device/target/files/no-rename", "rename,ilistdir", test_files);
    g_test_add_func("/device/target/files/damaged", test_write_damaged);
    return g_test_run();
}
