/* SPDX-License-Identifier: MIT */
#include "helpers.h"

#include <signal.h>
#include <string.h>

#define FIRMWARE "/usr/share/firmware-microbit-micropython/firmware.hex"

/* -- Boards */

static char *
read_line(GSubprocess *process)
{
    g_autoptr(GDataInputStream) stream =
        g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));

    g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(stream), FALSE);
    return g_data_input_stream_read_line(stream, NULL, NULL, NULL);
}

Board *
fake_board_new(const char *first_arg, ...)
{
    g_autofree char *script = g_test_build_filename(G_TEST_DIST, "../fakes/fake_board.py", NULL);
    g_autoptr(GPtrArray) args = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    Board *board = g_new0(Board, 1);
    va_list more;

    g_ptr_array_add(args, (gpointer) "/usr/bin/python3");
    g_ptr_array_add(args, script);
    va_start(more, first_arg);
    for (const char *arg = first_arg; arg != NULL; arg = va_arg(more, const char *))
        g_ptr_array_add(args, (gpointer)arg);
    va_end(more);
    g_ptr_array_add(args, NULL);
    board->process =
        g_subprocess_newv((const char *const *)args->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
    g_assert_no_error(error);
    board->path = read_line(board->process);
    g_assert_nonnull(board->path);
    return board;
}

Board *
microbit_new(void)
{
    g_autofree char *qemu = g_find_program_in_path("qemu-system-arm");
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *serial = NULL;
    Board *board;
    guint16 port;

    if (qemu == NULL || !g_file_test(FIRMWARE, G_FILE_TEST_EXISTS))
        return NULL;

    // TCP and not a pty: QEMU looks only once a second whether somebody has opened its pty.
    port = g_socket_listener_add_any_inet_port(listener, NULL, &error);
    g_assert_no_error(error);
    g_socket_listener_close(listener);
    serial = g_strdup_printf("tcp:127.0.0.1:%u,server=on,wait=off,nodelay=on", port);
    board = g_new0(Board, 1);
    board->path = g_strdup_printf("tcp://127.0.0.1:%u", port);
    board->process = g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, qemu, "-M", "microbit",
                                      "-device", "loader,file=" FIRMWARE, "-serial", serial,
                                      "-display", "none", "-monitor", "none", NULL);
    g_assert_no_error(error);
    for (int i = 0; i < 100; i++) {
        g_autoptr(GSocketClient) client = g_socket_client_new();
        g_autoptr(GSocketConnection) connection =
            g_socket_client_connect_to_host(client, "127.0.0.1", port, NULL, NULL);

        if (connection != NULL)
            break;
        g_usleep(50 * 1000);
    }
    return board;
}

void
board_free(Board *board)
{
    g_subprocess_send_signal(board->process, SIGTERM);
    g_subprocess_wait(board->process, NULL, NULL);
    g_object_unref(board->process);
    g_free(board->path);
    g_free(board);
}

/* -- Watch */

static void
output_cb(AdrTarget *target, GBytes *bytes, Watch *watch)
{
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);

    g_string_append_len(watch->output, data, len);
    watch->n_outputs++;
    watch->max_output = MAX(watch->max_output, len);
}

static void
state_cb(AdrTarget *target, GParamSpec *pspec, Watch *watch)
{
    g_autoptr(GEnumClass) class = g_type_class_ref(ADR_TYPE_TARGET_STATE);

    g_string_append_printf(watch->states, "%s%s", watch->states->len > 0 ? " " : "",
                           g_enum_get_value(class, adr_target_get_state(target))->value_nick);
}

static void
problem_cb(AdrTarget *target, GError *error, Watch *watch)
{
    g_clear_error(&watch->problem);
    watch->problem = g_error_copy(error);
}

static void
run_finished_cb(AdrTarget *target, AdrRunResult *result, Watch *watch)
{
    g_clear_pointer(&watch->run, adr_run_result_unref);
    watch->run = adr_run_result_ref(result);
}

Watch *
watch_new(const char *address)
{
    Watch *watch = g_new0(Watch, 1);

    watch->target = adr_target_new(address);
    watch->output = g_string_new(NULL);
    watch->states = g_string_new(NULL);
    g_signal_connect(watch->target, "output", G_CALLBACK(output_cb), watch);
    g_signal_connect(watch->target, "notify::state", G_CALLBACK(state_cb), watch);
    g_signal_connect(watch->target, "problem", G_CALLBACK(problem_cb), watch);
    g_signal_connect(watch->target, "run-finished", G_CALLBACK(run_finished_cb), watch);
    return watch;
}

void
watch_free(Watch *watch)
{
    watch_disconnect(watch);
    g_assert_finalize_object(watch->target);
    g_string_free(watch->output, TRUE);
    g_string_free(watch->states, TRUE);
    g_clear_error(&watch->problem);
    g_clear_pointer(&watch->run, adr_run_result_unref);
    g_free(watch);
}

static void
result_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static void
await(GAsyncResult **result)
{
    while (*result == NULL)
        g_main_context_iteration(NULL, TRUE);
}

#define AWAIT(call, ...)                                  \
    g_autoptr(GAsyncResult) result = NULL;                \
    call(watch->target, __VA_ARGS__, result_cb, &result); \
    await(&result)

gboolean
watch_connect(Watch *watch, GError **error)
{
    AWAIT(adr_target_connect_async, NULL);
    return adr_target_connect_finish(watch->target, result, error);
}

void
watch_disconnect(Watch *watch)
{
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_disconnect_async(watch->target, result_cb, &result);
    await(&result);
    g_assert_true(adr_target_disconnect_finish(watch->target, result, NULL));
}

AdrRunResult *
watch_run(Watch *watch, const char *source, AdrRunFlags flags, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(source, strlen(source));
    AWAIT(adr_target_run_async, bytes, "prog.py", flags, NULL);
    return adr_target_run_finish(watch->target, result, error);
}

AdrRunResult *
watch_exec(Watch *watch, const char *source, GError **error)
{
    AWAIT(adr_target_exec_async, source, NULL);
    return adr_target_exec_finish(watch->target, result, error);
}

char *
watch_eval(Watch *watch, const char *expression, GError **error)
{
    AWAIT(adr_target_eval_async, expression, NULL);
    return adr_target_eval_finish(watch->target, result, error);
}

gboolean
watch_soft_reset(Watch *watch, GError **error)
{
    AWAIT(adr_target_soft_reset_async, NULL);
    return adr_target_soft_reset_finish(watch->target, result, error);
}

gboolean
watch_reset(Watch *watch, GError **error)
{
    AWAIT(adr_target_reset_async, NULL);
    return adr_target_reset_finish(watch->target, result, error);
}

GBytes *
watch_read(Watch *watch, const char *path, GError **error)
{
    AWAIT(adr_target_read_async, path, NULL, NULL, NULL);
    return adr_target_read_finish(watch->target, result, error);
}

gboolean
watch_write(Watch *watch, const char *path, const void *data, gsize len, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, len);
    AWAIT(adr_target_write_async, path, bytes, NULL, NULL, NULL);
    return adr_target_write_finish(watch->target, result, error);
}

GPtrArray *
watch_list(Watch *watch, const char *path, GError **error)
{
    AWAIT(adr_target_list_async, path, NULL);
    return adr_target_list_finish(watch->target, result, error);
}

gboolean
watch_remove(Watch *watch, const char *path, GError **error)
{
    AWAIT(adr_target_remove_async, path, FALSE, NULL);
    return adr_target_remove_finish(watch->target, result, error);
}

void
watch_start(Watch *watch, const char *source)
{
    g_autoptr(GBytes) bytes = g_bytes_new(source, strlen(source));

    g_clear_pointer(&watch->run, adr_run_result_unref);
    adr_target_run_async(watch->target, bytes, "prog.py", ADR_RUN_DEFAULT, NULL, NULL, NULL);
}

static gboolean
wake_cb(gpointer data)
{
    return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @is_so; the test fails with @what after @timeout_ms. */
static void
wait_until(gboolean (*is_so)(Watch *watch, gconstpointer arg), Watch *watch, gconstpointer arg,
           guint timeout_ms, const char *what)
{
    gint64 end_us = g_get_monotonic_time() + timeout_ms * 1000ll;
    guint id = g_timeout_add(10, wake_cb, NULL);

    while (!is_so(watch, arg)) {
        if (g_get_monotonic_time() >= end_us)
            g_error("%s did not come within %u ms; states: %s; output: %s", what, timeout_ms,
                    watch->states->str,
                    watch->output->str + MAX((gssize)watch->output->len - 500, 0));
        g_main_context_iteration(NULL, TRUE);
    }
    g_source_remove(id);
}

static gboolean
is_in_state(Watch *watch, gconstpointer state)
{
    return adr_target_get_state(watch->target) == GPOINTER_TO_UINT(state);
}

void
watch_wait_state(Watch *watch, AdrTargetState state, guint timeout_ms)
{
    wait_until(is_in_state, watch, GUINT_TO_POINTER(state), timeout_ms,
               adr_target_state_get_word(state));
}

static gboolean
has_output(Watch *watch, gconstpointer text)
{
    return strstr(watch->output->str, text) != NULL;
}

void
watch_wait_output(Watch *watch, const char *text, guint timeout_ms)
{
    wait_until(has_output, watch, text, timeout_ms, text);
}

static gboolean
has_run(Watch *watch, gconstpointer unused)
{
    return watch->run != NULL;
}

void
watch_wait_run(Watch *watch, guint timeout_ms)
{
    wait_until(has_run, watch, NULL, timeout_ms, "the run's end");
}

void
run_loop(guint duration_ms)
{
    gint64 end_us = g_get_monotonic_time() + duration_ms * 1000ll;
    guint id = g_timeout_add(5, wake_cb, NULL);

    while (g_get_monotonic_time() < end_us)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(id);
}
