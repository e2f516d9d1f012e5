/* SPDX-License-Identifier: MIT */
/* What a target does on its worker thread, in order of appearance: connect, run, exec, reset,
 * paste. */
#include "config.h"

#include "device/adr-jobs.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "device/adr-traceback.h"

// A command of ours, not a person's program: it ends soon or something is wrong.
#define EXEC_TIMEOUT_US  (60 * G_USEC_PER_SEC)
#define RENAMER_PAUSE_US (100 * 1000)
// For a board to come back after its reset.
#define RESTART_TIMEOUT_US (10 * G_USEC_PER_SEC)

gpointer
adr_job_connect(AdrWorker *worker, AdrJob *job, GError **error)
{
    adr_worker_connect(worker, error);
    return NULL;
}

gpointer
adr_job_get_in(AdrWorker *worker, AdrJob *job, GError **error)
{
    adr_worker_get_in(worker, error);
    return NULL;
}

gpointer
adr_job_disconnect(AdrWorker *worker, AdrJob *job, GError **error)
{
    adr_worker_disconnect(worker);
    return NULL;
}

/* -- Run */

typedef struct {
    AdrWorker *worker;
    AdrRunResult *result;
    AdrRenamer *renamer;
    GByteArray *renamed; // ready to be passed on
    gint64 fed_us;       // when something was fed last
} Run;

static void
run_pass_on(Run *run)
{
    if (run->renamed->len == 0)
        return;
    adr_worker_emit(run->worker, run->renamed->data, run->renamed->len);
    g_byte_array_set_size(run->renamed, 0);
}

static void
run_output_cb(const guint8 *data, gsize len, gpointer user_data)
{
    Run *run = user_data;

    run->fed_us = g_get_monotonic_time();
    if (run->result->first_output_us == 0)
        run->result->first_output_us = run->fed_us;
    adr_renamer_feed(run->renamer, data, len, run->renamed);
    run_pass_on(run);
}

static void
run_flush(Run *run)
{
    adr_renamer_flush(run->renamer, run->renamed);
    run_pass_on(run);
}

/* A program that prints "F" and then waits for an answer is to be seen printing it. */
static void
run_pause_cb(gpointer user_data)
{
    Run *run = user_data;

    if (adr_renamer_is_holding(run->renamer) &&
        g_get_monotonic_time() - run->fed_us >= RENAMER_PAUSE_US)
        run_flush(run);
}

/* The source as the board is to get it: without a byte order mark, lines ending in "\n".
 * Errors: FAILED for characters that would end or stop the transfer. */
static char *
prepare_source(GBytes *source, const char *file_name, gsize *len, GError **error)
{
    gsize size;
    const char *in = g_bytes_get_data(source, &size);
    g_autofree char *out = g_malloc(size + 1);
    gsize n = 0;
    guint line = 1;

    if (size >= 3 && memcmp(in, "\xef\xbb\xbf", 3) == 0) {
        in += 3;
        size -= 3;
    }
    for (gsize i = 0; i < size; i++) {
        if (in[i] == '\r') {
            if (i + 1 < size && in[i + 1] == '\n')
                continue;
            out[n++] = '\n';
            line++;
            continue;
        }
        if (in[i] >= 0x01 && in[i] <= 0x05) {
            g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_FAILED,
                        _("%s has a control character (0x%02x) in line %u, which cannot be sent to "
                          "a board. Write it as \\x%02x."),
                        file_name, in[i], line, in[i]);
            return NULL;
        }
        if (in[i] == '\n')
            line++;
        out[n++] = in[i];
    }
    *len = n;
    return g_steal_pointer(&out);
}

static gboolean
run_source(Run *run, AdrJob *job, const char *source, gsize len, GError **error)
{
    AdrRepl *repl = adr_worker_get_repl(run->worker);
    g_autoptr(GByteArray) raw_error = g_byte_array_new();
    g_autoptr(GByteArray) error_text = g_byte_array_new();
    AdrRunResult *result = run->result;

    if ((job->number & ADR_RUN_FRESH) && !adr_repl_soft_reset_raw(repl, error))
        return FALSE;
    result->started_us = g_get_monotonic_time();
    if (!adr_repl_exec(repl, source, len, run_output_cb, run, raw_error, G_MAXINT64, error))
        return FALSE;
    result->finished_us = g_get_monotonic_time();
    run_flush(run);

    // The traceback is read apart from what was printed. A terminal shows it after; a door has it
    // from the result, for its standard error.
    adr_renamer_feed(run->renamer, raw_error->data, raw_error->len, error_text);
    adr_renamer_flush(run->renamer, error_text);
    if (error_text->len > 0) {
        if (adr_worker_is_interactive(run->worker)) {
            adr_worker_emit_fresh_line(run->worker);
            adr_worker_emit(run->worker, error_text->data, error_text->len);
        }
        adr_run_result_parse_error(result, (const char *)error_text->data, error_text->len);
    } else if (adr_repl_was_reset(repl)) {
        result->interrupted = TRUE;
        result->error_text = g_strdup(_("The board was reset while the program ran."));
    } else {
        result->ok = TRUE;
    }
    // That is how a program says that it is done.
    if (g_strcmp0(result->exception_type, "SystemExit") == 0)
        result->ok = TRUE;
    return TRUE;
}

gpointer
adr_job_run(AdrWorker *worker, AdrJob *job, GError **error)
{
    g_autoptr(AdrRunResult) result = adr_run_result_new();
    g_autoptr(AdrRenamer) renamer = adr_renamer_new(job->path);
    g_autoptr(GByteArray) renamed = g_byte_array_new();
    Run run = {.worker = worker, .result = result, .renamer = renamer, .renamed = renamed};
    g_autofree char *source = NULL;
    g_autoptr(GError) trouble = NULL;
    gsize len;

    g_free(result->file_name);
    result->file_name = g_strdup(job->path);
    result->started_us = g_get_monotonic_time();

    source = prepare_source(job->bytes, job->path, &len, &trouble);
    if (source != NULL) {
        if (adr_worker_is_interactive(worker))
            adr_worker_emit_fresh_line(worker);
        adr_worker_set_pause_hook(worker, run_pause_cb, &run);
        run_source(&run, job, source, len, &trouble);
        adr_worker_set_pause_hook(worker, NULL, NULL);
        run_flush(&run);
    }
    if (result->finished_us == 0)
        result->finished_us = g_get_monotonic_time();
    if (trouble != NULL)
        result->error_text = g_strdup(trouble->message);
    adr_worker_emit_run_finished(worker, result);
    if (trouble != NULL) {
        g_propagate_error(error, g_steal_pointer(&trouble));
        return NULL;
    }
    return g_steal_pointer(&result);
}

/* -- Exec */

static void
capture_cb(const guint8 *data, gsize len, gpointer array)
{
    g_byte_array_append(array, data, len);
}

static AdrRunResult *
exec(AdrWorker *worker, const char *source, gint64 timeout_us, GError **error)
{
    g_autoptr(AdrRunResult) result = adr_run_result_new();
    g_autoptr(GByteArray) output = g_byte_array_new();
    g_autoptr(GByteArray) error_text = g_byte_array_new();

    result->started_us = g_get_monotonic_time();
    if (!adr_repl_exec(adr_worker_get_repl(worker), source, strlen(source), capture_cb, output,
                       error_text, timeout_us, error))
        return NULL;
    result->finished_us = g_get_monotonic_time();
    result->ok = error_text->len == 0 && !adr_repl_was_reset(adr_worker_get_repl(worker));
    if (error_text->len > 0)
        adr_run_result_parse_error(result, (const char *)error_text->data, error_text->len);
    g_bytes_unref(result->output);
    result->output = g_byte_array_free_to_bytes(g_steal_pointer(&output));
    return g_steal_pointer(&result);
}

gpointer
adr_job_exec(AdrWorker *worker, AdrJob *job, GError **error)
{
    return exec(worker, job->text, G_MAXINT64, error);
}

GBytes *
adr_job_exec_captured(AdrWorker *worker, AdrJob *job, const char *source, GError **error)
{
    g_autoptr(AdrRunResult) result = exec(worker, source, EXEC_TIMEOUT_US, error);

    if (result == NULL)
        return NULL;
    if (job->is_cancel_passed || result->interrupted) {
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED, _("Cancelled."));
        return NULL;
    }
    if (!result->ok) {
        g_set_error(
            error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_EXCEPTION,
            result->exception_message != NULL && result->exception_message[0] != '\0' ? "%s: %s"
                                                                                      : "%s",
            result->exception_type != NULL ? result->exception_type : _("The board was reset"),
            result->exception_message);
        return NULL;
    }
    return g_bytes_ref(result->output);
}

gpointer
adr_job_eval(AdrWorker *worker, AdrJob *job, GError **error)
{
    g_autofree char *source = g_strdup_printf("print(repr(%s))", job->text);
    g_autoptr(GBytes) output = adr_job_exec_captured(worker, job, source, error);
    g_autofree char *text = NULL;
    const char *data;
    gsize len;

    if (output == NULL)
        return NULL;
    data = g_bytes_get_data(output, &len);
    text = g_strndup(len > 0 ? data : "", len);
    if (g_str_has_suffix(text, "\r\n"))
        text[strlen(text) - 2] = '\0';
    return g_steal_pointer(&text);
}

/* -- Resets */

gpointer
adr_job_soft_reset(AdrWorker *worker, AdrJob *job, GError **error)
{
    AdrRepl *repl = adr_worker_get_repl(worker);

    if (adr_repl_get_mode(repl) == ADR_REPL_MODE_UNKNOWN && !adr_repl_enter_raw(repl, error))
        return NULL;
    if (adr_repl_get_mode(repl) == ADR_REPL_MODE_RAW && !adr_repl_leave_raw(repl, NULL, error))
        return NULL;
    adr_worker_emit_fresh_line(worker);
    if (!adr_link_write_all(adr_worker_get_link(worker), "\x04", 1,
                            g_get_monotonic_time() + G_USEC_PER_SEC, NULL, error))
        return NULL;
    adr_worker_pass_until_prompt(worker, 3 * G_USEC_PER_SEC / 2, error);
    return NULL;
}

/* Asks the board to reset itself; it cannot answer. */
static gboolean
reset_by_itself(AdrWorker *worker, GError **error)
{
    static const char source[] =
        "try:\n import machine\nexcept ImportError:\n import microbit as machine\n"
        "machine.reset()";
    g_autoptr(GByteArray) error_text = g_byte_array_new();
    g_autoptr(GError) trouble = NULL;

    if (!adr_repl_exec(adr_worker_get_repl(worker), source, strlen(source), NULL, NULL, error_text,
                       G_USEC_PER_SEC / 2, &trouble) &&
        !g_error_matches(trouble, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT) &&
        !g_error_matches(trouble, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST)) {
        g_propagate_error(error, g_steal_pointer(&trouble));
        return FALSE;
    }
    if (error_text->len > 0) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NOT_SUPPORTED,
                    _("%s cannot reset itself. Press its reset button."),
                    adr_worker_get_address(worker));
        return FALSE;
    }
    return TRUE;
}

gpointer
adr_job_reset(AdrWorker *worker, AdrJob *job, GError **error)
{
    gint64 end_us = g_get_monotonic_time() + RESTART_TIMEOUT_US;
    g_autoptr(GError) trouble = NULL;

    if (!adr_repl_pull_reset(adr_worker_get_repl(worker), &trouble)) {
        if (!g_error_matches(trouble, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED)) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return NULL;
        }
        g_clear_error(&trouble);
        if (!reset_by_itself(worker, error))
            return NULL;
    }
    if (adr_worker_get_in(worker, &trouble))
        return NULL;

    // A board with USB of its own goes away and comes back.
    while (g_error_matches(trouble, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST) ||
           g_error_matches(trouble, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND)) {
        if (g_get_monotonic_time() >= end_us) {
            adr_worker_become_lost(worker);
            break;
        }
        g_clear_error(&trouble);
        g_usleep(100 * 1000);
        if (adr_worker_open_again(worker, &trouble))
            return NULL;
    }
    g_propagate_error(error, g_steal_pointer(&trouble));
    return NULL;
}

/* -- Paste */

static void
paste_echo_cb(const guint8 *data, gsize len, gpointer worker)
{
    adr_worker_emit(worker, data, len);
}

gpointer
adr_job_paste(AdrWorker *worker, AdrJob *job, GError **error)
{
    g_autofree char *text = g_strconcat(job->typed != NULL ? job->typed : "", job->text, NULL);

    if (adr_repl_paste(adr_worker_get_repl(worker), text, paste_echo_cb, worker, error))
        adr_worker_pass_until_prompt(worker, 0, error);
    return NULL;
}
