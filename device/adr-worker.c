/* SPDX-License-Identifier: MIT */
/* One thread that owns the link, between two queues.
 *
 * The thread does one of three things: works a job; or, connected and with nothing to do, passes on
 * what the board says and what the person types; or, the board being lost, looks for it. Whatever
 * it does, it attends to what cannot wait for the queue (Stop, a cancelled job, keys for a program
 * that reads them): every wait for the link is interrupted by adr_link_wake().
 *
 * Events are dispatched one by one from a source below redrawing in priority. Output waits in the
 * queue in pieces of at most 64 KB; when 256 KB wait, the worker waits too, and with it, by the
 * link's own flow control, the board.
 *
 * What the terminal's last line shows is followed (@line), since that is how one knows whether the
 * board stands at its prompt and what has been typed there: a job needs the line empty, and puts
 * back what was on it. */
#include "config.h"

#include "device/adr-worker.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "device/adr-ports.h"

#define OUTPUT_PIECE    65536
#define OUTPUT_LIMIT    (4 * OUTPUT_PIECE)
#define LINE_LIMIT      1024
#define EVENT_PRIORITY  (G_PRIORITY_HIGH_IDLE + 30) // GTK redraws at G_PRIORITY_HIGH_IDLE + 20
#define RETRY_US        (200 * 1000)
#define RETRY_SLOWLY_US G_USEC_PER_SEC
// A command at the prompt that takes longer than this makes the target "running".
#define RUNNING_AFTER_US (100 * 1000)
#define INPUT_PIECE      32
#define INPUT_PAUSE_US   (10 * 1000)
#define PROMPT_PAUSE_US  (200 * 1000)

typedef enum {
    EVENT_OUTPUT,
    EVENT_STATE,
    EVENT_BANNER,
    EVENT_RUN_FINISHED,
    EVENT_PROBLEM,
    EVENT_PROGRESS,
    EVENT_JOB_DONE,
} EventKind;

typedef struct {
    EventKind kind;
    GByteArray *output;
    AdrTargetState state;
    char *text;
    AdrRunResult *result;
    GError *error;
    AdrJob *job; // borrowed for PROGRESS, owned for JOB_DONE
    gpointer value;
    goffset done, total;
} Event;

struct AdrWorker {
    gatomicrefcount refs;
    char *address;
    GMainContext *context;

    /* Main thread only. */
    AdrWorkerEvents events;
    gpointer events_data; // NULL once dropped

    /* Shared, under @lock. */
    GMutex lock;
    GCond cond; // a job, an end, or room for output
    GQueue jobs;
    GQueue queue; // of Event
    gsize queued_bytes;
    gboolean is_source_attached;
    gboolean is_output_paused; // by whoever shows it
    gboolean is_quitting;
    gboolean is_aborted;    // what goes on on the link is to end: a disconnection waits
    GByteArray *input;      // typed, to be sent
    guint n_presses;        // of Stop, not handled yet
    AdrLink *shared_link;   // the worker's link, for adr_link_wake()
    GCancellable *session;  // cancels whatever waits for the link
    gboolean is_connecting; // a job with ADR_JOB_CONNECTS is being worked on

    /* Atomic. */
    gint n_runs;
    gint is_interactive;

    /* Worker thread only. */
    AdrLink *link;
    AdrRepl *repl;
    GHashTable *facts;
    char *serial;     // (nullable): USB serial number of the board we had
    gboolean is_lost; // had one, and look for it
    gint64 retry_us;
    int last_problem; // code of the last problem told while lost
    AdrJob *job;      // being worked on
    GString *line;    // the terminal's last line
    AdrTargetState state;
    char *detail;
    gint64 quiet_since_us; // when the prompt was last left behind
    gint64 next_input_us;
    gboolean awaits_prompt; // before the next input, at the longest until next_input_us
    guint n_interrupts;     // of what runs now
    gint64 last_interrupt_us;
    gboolean leave_alone; // the job left the board as it is to be: no prompt is to be restored
    void (*pause_hook)(gpointer);
    gpointer pause_data;
};

/* -- Jobs */

AdrJob *
adr_job_new(AdrJobWork work, AdrJobFlags flags, GTask *task, GDestroyNotify free_result)
{
    AdrJob *job = g_new0(AdrJob, 1);

    job->work = work;
    job->flags = flags;
    job->state = ADR_TARGET_STATE_BUSY;
    job->task = task;
    job->free_result = free_result;
    return job;
}

void
adr_job_free(AdrJob *job)
{
    g_object_unref(job->task);
    g_free(job->detail);
    g_free(job->path);
    g_free(job->text);
    g_clear_pointer(&job->bytes, g_bytes_unref);
    g_free(job);
}

/* -- Life */

static void
event_free(Event *event)
{
    if (event->output != NULL)
        g_byte_array_unref(event->output);
    if (event->result != NULL)
        adr_run_result_unref(event->result);
    if (event->kind == EVENT_JOB_DONE) {
        if (event->value != NULL && event->job->free_result != NULL)
            event->job->free_result(event->value);
        adr_job_free(event->job);
    }
    g_clear_error(&event->error);
    g_free(event->text);
    g_free(event);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Event, event_free)

static AdrWorker *
worker_ref(AdrWorker *self)
{
    g_atomic_ref_count_inc(&self->refs);
    return self;
}

static void
worker_unref(AdrWorker *self)
{
    if (!g_atomic_ref_count_dec(&self->refs))
        return;
    g_queue_clear_full(&self->queue, (GDestroyNotify)event_free);
    g_queue_clear_full(&self->jobs, (GDestroyNotify)adr_job_free);
    g_byte_array_unref(self->input);
    g_hash_table_unref(self->facts);
    g_string_free(self->line, TRUE);
    g_object_unref(self->session);
    g_main_context_unref(self->context);
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->cond);
    g_free(self->detail);
    g_free(self->serial);
    g_free(self->address);
    g_free(self);
}

/* -- Events: to the main context */

static void
finish_job(Event *event)
{
    GTask *task = event->job->task;

    if (event->job->cancelled_id != 0)
        g_cancellable_disconnect(g_task_get_cancellable(task), event->job->cancelled_id);
    if (event->error != NULL)
        g_task_return_error(task, g_steal_pointer(&event->error));
    else
        g_task_return_pointer(task, g_steal_pointer(&event->value), event->job->free_result);
}

static void
deliver(AdrWorker *self, Event *event)
{
    gpointer data = self->events_data;

    if (event->kind == EVENT_JOB_DONE) {
        finish_job(event);
        return;
    }
    if (data == NULL)
        return;
    switch (event->kind) {
    case EVENT_OUTPUT: {
        g_autoptr(GBytes) bytes = g_byte_array_free_to_bytes(g_steal_pointer(&event->output));

        self->events.output(bytes, data);
        break;
    }
    case EVENT_STATE: self->events.state(event->state, event->text, data); break;
    case EVENT_BANNER: self->events.banner(event->text, data); break;
    case EVENT_RUN_FINISHED: self->events.run_finished(event->result, data); break;
    case EVENT_PROBLEM: self->events.problem(event->error, data); break;
    case EVENT_PROGRESS:
        event->job->progress(event->done, event->total, event->job->progress_data);
        break;
    case EVENT_JOB_DONE: break;
    }
}

static gboolean
dispatch_cb(gpointer data)
{
    AdrWorker *self = data;
    gboolean is_output = FALSE;

    // One piece of output a turn; what is said between two pieces takes no turn of its own.
    while (!is_output) {
        g_autoptr(Event) event = NULL;

        g_mutex_lock(&self->lock);
        event = g_queue_peek_head(&self->queue);
        if (event != NULL && event->kind == EVENT_OUTPUT && self->is_output_paused)
            event = NULL; // it and what comes behind it waits for adr_worker_set_output_paused()
        else
            event = g_queue_pop_head(&self->queue);
        if (event == NULL)
            self->is_source_attached = FALSE;
        else if (event->kind == EVENT_OUTPUT)
            self->queued_bytes -= event->output->len;
        g_cond_broadcast(&self->cond);
        g_mutex_unlock(&self->lock);
        if (event == NULL)
            return G_SOURCE_REMOVE;
        is_output = event->kind == EVENT_OUTPUT;
        deliver(self, event);
    }
    return G_SOURCE_CONTINUE;
}

/* With @lock held. */
static void
attach_source_locked(AdrWorker *self)
{
    if (!self->is_source_attached) {
        g_autoptr(GSource) source = g_idle_source_new();

        self->is_source_attached = TRUE;
        g_source_set_priority(source, EVENT_PRIORITY);
        g_source_set_callback(source, dispatch_cb, worker_ref(self), (GDestroyNotify)worker_unref);
        g_source_set_static_name(source, "AdrWorker events");
        g_source_attach(source, self->context);
    }
}

/* With @lock held. */
static void
post_locked(AdrWorker *self, Event *event)
{
    g_queue_push_tail(&self->queue, event);
    attach_source_locked(self);
}

void
adr_worker_set_output_paused(AdrWorker *self, gboolean is_paused)
{
    g_mutex_lock(&self->lock);
    self->is_output_paused = is_paused;
    if (!is_paused && !g_queue_is_empty(&self->queue))
        attach_source_locked(self);
    g_mutex_unlock(&self->lock);
}

static void
post(AdrWorker *self, Event event)
{
    g_mutex_lock(&self->lock);
    post_locked(self, g_memdup2(&event, sizeof event));
    g_mutex_unlock(&self->lock);
}

void
adr_worker_emit_state(AdrWorker *self, AdrTargetState state, const char *detail)
{
    if (detail == NULL)
        detail = "";
    if (state == self->state && g_strcmp0(detail, self->detail) == 0)
        return;
    self->state = state;
    g_free(self->detail);
    self->detail = g_strdup(detail);
    post(self, (Event){.kind = EVENT_STATE, .state = state, .text = g_strdup(detail)});
}

void
adr_worker_emit_problem(AdrWorker *self, const GError *error)
{
    post(self, (Event){.kind = EVENT_PROBLEM, .error = g_error_copy(error)});
}

void
adr_worker_emit_run_finished(AdrWorker *self, AdrRunResult *result)
{
    post(self, (Event){.kind = EVENT_RUN_FINISHED, .result = adr_run_result_ref(result)});
}

void
adr_worker_emit_progress(AdrWorker *self, AdrJob *job, goffset done, goffset total)
{
    gint64 now_us = g_get_monotonic_time();

    if (job->progress == NULL || (now_us - job->progress_us < 50000 && done != total))
        return;
    job->progress_us = now_us;
    post(self, (Event){.kind = EVENT_PROGRESS, .job = job, .done = done, .total = total});
}

/* -- What cannot wait */

static void
flood_interrupts(AdrWorker *self)
{
    for (int i = 0; i < 40; i++) {
        if (!adr_repl_interrupt(self->repl, NULL))
            return;
        g_usleep(2000);
    }
}

static void
handle_interrupt(AdrWorker *self)
{
    gint64 now_us = g_get_monotonic_time();
    g_autoptr(GError) error = NULL;

    // Three quick presses of an impatient finger are one wish, not an order to reset.
    if (self->n_interrupts < 2 || now_us - self->last_interrupt_us > G_USEC_PER_SEC / 2)
        self->n_interrupts++;
    self->last_interrupt_us = now_us;
    if (self->n_interrupts == 1) {
        adr_repl_interrupt(self->repl, NULL);
        return;
    }
    if (self->n_interrupts > 2 && adr_repl_pull_reset(self->repl, &error))
        return;
    flood_interrupts(self);
    if (error != NULL) {
        g_autoptr(GError) problem =
            g_error_new(ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_ANSWER,
                        _("The program on %s does not stop. Press the board's reset button or plug "
                          "it in again."),
                        self->address);

        adr_worker_emit_problem(self, problem);
    }
}

static void
send_some_input(AdrWorker *self)
{
    gint64 now_us = g_get_monotonic_time();
    guint8 piece[INPUT_PIECE];
    gboolean is_more;
    guint8 *enter;
    gsize n;

    if (now_us < self->next_input_us)
        return;
    g_mutex_lock(&self->lock);
    n = MIN(self->input->len, sizeof piece);
    if (n > 0)
        memcpy(piece, self->input->data, n);
    enter = memchr(piece, '\r', n);
    if (enter != NULL)
        n = enter + 1 - piece;
    g_byte_array_remove_range(self->input, 0, n);
    is_more = self->input->len > 0;
    g_mutex_unlock(&self->lock);
    if (n == 0)
        return;

    // A program that never reads must not stop us for long: what it has no room for is dropped.
    adr_link_write_all(self->link, piece, n, now_us + 100 * 1000, self->session, NULL);
    // A board that runs a line does not hear the next one: wait for its prompt, if it shows one.
    self->awaits_prompt = is_more && enter != NULL;
    self->next_input_us = now_us;
    if (is_more)
        self->next_input_us += self->awaits_prompt ? PROMPT_PAUSE_US : INPUT_PAUSE_US;
}

/* May be called while output is being passed on; writes, but neither reads nor emits output. */
static void
attend_urgently(AdrWorker *self)
{
    AdrJob *job = self->job;
    gboolean is_early;
    guint n_presses;

    g_mutex_lock(&self->lock);
    // Before a program is sent the board would take the interrupt for nothing: it waits.
    is_early = job != NULL && (job->flags & ADR_JOB_RUNS) && self->repl != NULL &&
               !adr_repl_can_interrupt(self->repl);
    n_presses = is_early ? 0 : self->n_presses;
    self->n_presses -= n_presses;
    g_mutex_unlock(&self->lock);

    for (; n_presses > 0; n_presses--)
        handle_interrupt(self);
    if (job != NULL && !job->is_cancel_passed &&
        g_cancellable_is_cancelled(g_task_get_cancellable(job->task))) {
        job->is_cancel_passed = TRUE;
        adr_repl_interrupt(self->repl, NULL);
    }
    // Keys are for the prompt or for a program, not for a conversation of ours.
    if (job == NULL ? adr_repl_get_mode(self->repl) != ADR_REPL_MODE_RAW
                    : (job->flags & ADR_JOB_RUNS) && adr_repl_is_running(self->repl))
        send_some_input(self);
}

static void
attend_cb(gpointer data)
{
    AdrWorker *self = data;

    attend_urgently(self);
    if (self->pause_hook != NULL)
        self->pause_hook(self->pause_data);
}

static void
stage_cb(const char *words, gpointer data)
{
    AdrWorker *self = data;

    if (self->state == ADR_TARGET_STATE_CONNECTING)
        adr_worker_emit_state(self, ADR_TARGET_STATE_CONNECTING, words);
}

/* -- Output */

static void
follow_line(AdrWorker *self, const guint8 *data, gsize len)
{
    for (gsize i = len; i > 0; i--) {
        if (data[i - 1] == '\n') {
            g_string_truncate(self->line, 0);
            data += i;
            len -= i;
            break;
        }
    }
    for (gsize i = 0; i < len; i++) {
        // A backspace as the prompt echoes it: "\b" and then "erase to the end" or " \b".
        if (data[i] == '\b' && self->line->len > 0)
            g_string_truncate(self->line, self->line->len - 1);
        else if (data[i] == '\r')
            g_string_truncate(self->line, 0);
        else if (self->line->len < LINE_LIMIT)
            g_string_append_c(self->line, data[i]);
    }
}

static gboolean
is_at_prompt(AdrWorker *self)
{
    return g_str_has_prefix(self->line->str, ">>> ");
}

/* In the middle of a block that is being typed: the board waits for us as well. */
static gboolean
is_in_block(AdrWorker *self)
{
    return g_str_has_prefix(self->line->str, "... ") || g_str_has_prefix(self->line->str, "=== ");
}

void
adr_worker_emit(AdrWorker *self, const void *data, gsize len)
{
    const guint8 *at = data;

    follow_line(self, data, len);
    g_mutex_lock(&self->lock);
    while (self->queued_bytes >= OUTPUT_LIMIT && !self->is_aborted && !self->is_quitting) {
        g_cond_wait_until(&self->cond, &self->lock, g_get_monotonic_time() + 20 * 1000);
        g_mutex_unlock(&self->lock);
        attend_urgently(self);
        g_mutex_lock(&self->lock);
    }
    self->queued_bytes += len;
    while (len > 0) {
        Event *last = g_queue_peek_tail(&self->queue);
        gsize n;

        if (last == NULL || last->kind != EVENT_OUTPUT || last->output->len >= OUTPUT_PIECE) {
            last = g_new0(Event, 1);
            last->kind = EVENT_OUTPUT;
            last->output = g_byte_array_new();
            post_locked(self, last);
        }
        n = MIN(len, OUTPUT_PIECE - last->output->len);
        g_byte_array_append(last->output, at, n);
        at += n;
        len -= n;
    }
    g_mutex_unlock(&self->lock);
}

void
adr_worker_emit_fresh_line(AdrWorker *self)
{
    if (self->line->len > 0)
        adr_worker_emit(self, "\r\n", 2);
}

static void
emit_prompt(AdrWorker *self)
{
    adr_worker_emit_fresh_line(self);
    adr_worker_emit(self, ">>> ", 4);
}

/* -- Connection */

static void
set_link(AdrWorker *self, AdrLink *link)
{
    AdrLink *old;

    g_mutex_lock(&self->lock);
    old = self->link;
    self->link = self->shared_link = link;
    g_mutex_unlock(&self->lock);
    if (old != NULL) {
        adr_link_close(old);
        g_object_unref(old);
    }
}

static void
close_session(AdrWorker *self)
{
    g_clear_pointer(&self->repl, adr_repl_free);
    g_hash_table_remove_all(self->facts);
    set_link(self, NULL);
    g_mutex_lock(&self->lock);
    g_byte_array_set_size(self->input, 0);
    self->n_presses = 0;
    g_mutex_unlock(&self->lock);
    self->n_interrupts = 0;
}

/* The board's name is the first line of what it says on leaving raw mode. */
static void
tell_banner(AdrWorker *self, const GByteArray *greeting)
{
    g_autofree char *text = g_strndup((const char *)greeting->data, greeting->len);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    char *start = valid + strspn(valid, "\r\n");

    start[strcspn(start, "\r\n")] = '\0';
    if (start[0] != '\0' && !g_str_has_prefix(start, ">>>"))
        post(self, (Event){.kind = EVENT_BANNER, .text = g_strdup(start)});
}

static gboolean
get_in(AdrWorker *self, GError **error)
{
    g_autoptr(GByteArray) greeting = g_byte_array_new();
    gsize skip = 0;

    if (!adr_repl_enter_raw(self->repl, error))
        return FALSE;
    if (!g_atomic_int_get(&self->is_interactive))
        return TRUE;
    if (!adr_repl_learn(self->repl, error) || !adr_repl_leave_raw(self->repl, greeting, error))
        return FALSE;
    tell_banner(self, greeting);
    while (skip < greeting->len && strchr("\r\n", greeting->data[skip]))
        skip++;
    adr_worker_emit_fresh_line(self);
    adr_worker_emit(self, greeting->data + skip, greeting->len - skip);
    adr_repl_release(self->repl);
    return TRUE;
}

static gboolean
open_session(AdrWorker *self, const char *address, GError **error)
{
    static const AdrReplHost host = {.attend = attend_cb, .stage = stage_cb};
    AdrLink *link = adr_link_open(address, self->session, error);

    if (link == NULL)
        return FALSE;
    set_link(self, link);
    self->repl = adr_repl_new(link, self->session, &host, self);
    adr_worker_emit_state(self, ADR_TARGET_STATE_CONNECTING, "");
    if (!get_in(self, error)) {
        close_session(self);
        return FALSE;
    }
    g_free(self->serial);
    self->serial = adr_link_dup_serial(link);
    self->is_lost = FALSE;
    self->last_problem = -1;
    return TRUE;
}

gboolean
adr_worker_connect(AdrWorker *self, GError **error)
{
    if (self->link != NULL)
        return TRUE;
    self->is_lost = FALSE;
    adr_worker_emit_state(self, ADR_TARGET_STATE_CONNECTING, _("opening the connection"));
    return open_session(self, self->address, error);
}

void
adr_worker_disconnect(AdrWorker *self)
{
    // The next to come finds the prompt that people expect, unless a program is running.
    if (self->repl != NULL && adr_repl_get_mode(self->repl) == ADR_REPL_MODE_RAW)
        adr_link_write_all(self->link, "\x02", 1, g_get_monotonic_time() + 100 * 1000, NULL, NULL);
    close_session(self);
    self->is_lost = FALSE;
    g_clear_pointer(&self->serial, g_free);
}

static void
become_lost(AdrWorker *self)
{
    close_session(self);
    self->is_lost = TRUE;
    self->last_problem = ADR_LINK_ERROR_LOST;
    self->retry_us = g_get_monotonic_time() + RETRY_US;
    adr_worker_emit_state(self, ADR_TARGET_STATE_LOST, "");
}

static void
look_for_lost(AdrWorker *self)
{
    g_autofree char *path = self->serial != NULL ? adr_ports_find_serial(self->serial) : NULL;
    const char *address = path != NULL ? path : self->address;
    g_autofree char *serial = g_strdup(self->serial);
    g_autoptr(GError) error = NULL;

    if (open_session(self, address, &error))
        return;
    g_free(self->serial);
    self->serial = g_steal_pointer(&serial);
    adr_worker_emit_state(self, ADR_TARGET_STATE_LOST, "");
    if (g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED))
        return;
    if (g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND) ||
        g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST)) {
        self->retry_us = g_get_monotonic_time() + RETRY_US;
        return;
    }
    // Right after plugging in udev has not yet given the port its group: worth a word only later.
    self->retry_us = g_get_monotonic_time() + RETRY_SLOWLY_US;
    if (self->last_problem != error->code) {
        if (self->last_problem != ADR_LINK_ERROR_LOST ||
            !g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NO_PERMISSION))
            adr_worker_emit_problem(self, error);
        self->last_problem = error->code;
    }
}

/* -- Between jobs */

static void
follow_state(AdrWorker *self)
{
    gint64 now_us = g_get_monotonic_time();

    if (!g_atomic_int_get(&self->is_interactive) || is_at_prompt(self) || is_in_block(self)) {
        self->quiet_since_us = 0;
        self->n_interrupts = 0;
        adr_worker_emit_state(self, ADR_TARGET_STATE_IDLE, "");
        return;
    }
    if (self->quiet_since_us == 0)
        self->quiet_since_us = now_us;
    if (now_us - self->quiet_since_us >= RUNNING_AFTER_US)
        adr_worker_emit_state(self, ADR_TARGET_STATE_RUNNING, "");
}

/* Passes on what the board says, until @deadline_us or something happened. */
static gboolean
pass_output(AdrWorker *self, gint64 deadline_us, GError **error)
{
    guint8 buf[16384];
    gssize n = adr_link_read(self->link, buf, sizeof buf, deadline_us, self->session, error);

    if (n > 0)
        adr_worker_emit(self, buf, n);
    if (n > 0 && self->awaits_prompt && (is_at_prompt(self) || is_in_block(self)))
        self->next_input_us = 0;
    return n >= 0;
}

static void
idle(AdrWorker *self)
{
    gint64 deadline_us = G_MAXINT64;
    g_autoptr(GError) error = NULL;

    follow_state(self);
    if (self->quiet_since_us != 0 && self->state != ADR_TARGET_STATE_RUNNING)
        deadline_us = self->quiet_since_us + RUNNING_AFTER_US;
    g_mutex_lock(&self->lock);
    if (self->input->len > 0)
        deadline_us = MIN(deadline_us, self->next_input_us);
    g_mutex_unlock(&self->lock);

    if (!pass_output(self, deadline_us, &error)) {
        if (!g_error_matches(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED)) {
            become_lost(self);
            adr_worker_emit_problem(self, error);
        }
        return;
    }
    attend_urgently(self);
}

/* -- A job */

/* Sees to it that the board stands at an empty prompt, without stopping anything.
 * Returns: (transfer full) (nullable): what had been typed, to be put back. */
static char *
clear_prompt(AdrWorker *self, GError **error)
{
    gint64 end_us = g_get_monotonic_time() + RUNNING_AFTER_US;
    g_autofree char *typed = NULL;

    while (!is_at_prompt(self)) {
        if (g_get_monotonic_time() >= end_us) {
            g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_RUNNING,
                        _("A program is running on %s. Stop it first."), self->address);
            return NULL;
        }
        if (!pass_output(self, end_us, error))
            return NULL;
        attend_urgently(self);
    }
    typed = g_strdup(self->line->str + strlen(">>> "));
    if (typed[0] != '\0' && !adr_repl_clear_line(self->repl, error))
        return NULL;
    adr_repl_set_mode(self->repl, ADR_REPL_MODE_FRIENDLY);
    return g_steal_pointer(&typed);
}

static gboolean
is_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((guchar)*text < ' ' || *text == 0x7f)
            return FALSE;
    }
    return TRUE;
}

/* Back to the friendly prompt, with what was typed there. @typed: (nullable) */
static gboolean
restore_prompt(AdrWorker *self, const AdrJob *job, const char *typed, GError **error)
{
    gboolean is_shown = FALSE; // the terminal shows the prompt with what was typed
    g_autofree guint8 *echo = NULL;

    if (adr_repl_get_mode(self->repl) == ADR_REPL_MODE_FRIENDLY && is_at_prompt(self))
        return TRUE; // came out of a reset, or of a paste
    if (adr_repl_get_mode(self->repl) == ADR_REPL_MODE_UNKNOWN &&
        !adr_repl_enter_raw(self->repl, error))
        return FALSE;
    if (adr_repl_get_mode(self->repl) == ADR_REPL_MODE_RAW &&
        !adr_repl_leave_raw(self->repl, NULL, error))
        return FALSE;

    if (typed != NULL && !is_plain(typed))
        typed = NULL;
    if (typed != NULL && !(job->flags & ADR_JOB_STREAMS) && is_at_prompt(self))
        is_shown = g_str_equal(self->line->str + strlen(">>> "), typed);
    if (!is_shown)
        emit_prompt(self);
    if (typed == NULL || typed[0] == '\0')
        return TRUE;
    if (!adr_link_write_all(self->link, typed, strlen(typed),
                            g_get_monotonic_time() + G_USEC_PER_SEC, self->session, error))
        return FALSE;
    if (!is_shown)
        return TRUE; // the echo shows it
    echo = g_malloc(strlen(typed));
    return adr_link_read_exactly(self->link, echo, strlen(typed),
                                 g_get_monotonic_time() + G_USEC_PER_SEC, self->session, error);
}

static gpointer
do_job(AdrWorker *self, AdrJob *job, GError **error)
{
    gboolean is_interactive = g_atomic_int_get(&self->is_interactive);
    gboolean needs_prompt = is_interactive && !(job->flags & ADR_JOB_CONNECTS);
    g_autofree char *typed = NULL;
    g_autoptr(GError) trouble = NULL;
    gpointer value;

    if (g_cancellable_is_cancelled(g_task_get_cancellable(job->task))) {
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED, _("Cancelled."));
        return NULL;
    }
    if (self->link == NULL && !(job->flags & ADR_JOB_CONNECTS)) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NOT_CONNECTED,
                    _("%s is not connected. Connect it first."), self->address);
        return NULL;
    }
    if (needs_prompt) {
        typed = clear_prompt(self, &trouble);
        if (g_error_matches(trouble, ADR_TARGET_ERROR, ADR_TARGET_ERROR_RUNNING) &&
            (job->flags & ADR_JOB_STOPS)) {
            g_clear_error(&trouble);
            adr_repl_set_mode(self->repl, ADR_REPL_MODE_UNKNOWN);
        }
        if (trouble != NULL) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return NULL;
        }
    }

    self->n_interrupts = 0;
    self->leave_alone = FALSE;
    if (job->state != ADR_TARGET_STATE_DISCONNECTED)
        adr_worker_emit_state(self, job->state, job->detail);
    job->typed = typed;
    value = job->work(self, job, error);
    self->pause_hook = NULL;

    if (self->link != NULL && needs_prompt && !self->leave_alone &&
        !restore_prompt(self, job, typed, &trouble)) {
        if (g_error_matches(trouble, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_ANSWER))
            adr_worker_emit_problem(self, trouble);
        // The link's own failure is found again by idle(), which knows what to do.
    }
    if (self->repl != NULL)
        adr_repl_release(self->repl);
    return value;
}

static void
run_job(AdrWorker *self, AdrJob *job)
{
    Event event = {.kind = EVENT_JOB_DONE, .job = job};

    self->job = job;
    event.value = do_job(self, job, &event.error);
    self->job = NULL;
    g_mutex_lock(&self->lock);
    self->is_connecting = FALSE;
    g_mutex_unlock(&self->lock);
    // Cancelled in the moment in which it was done: what was connected is of no more use.
    if (self->link != NULL && g_cancellable_is_cancelled(self->session))
        close_session(self);
    if (job->flags & ADR_JOB_STOPS)
        g_atomic_int_add(&self->n_runs, -1);

    if (self->link != NULL && g_error_matches(event.error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST))
        become_lost(self);
    else if (self->link != NULL)
        follow_state(self);
    else
        adr_worker_emit_state(
            self, self->is_lost ? ADR_TARGET_STATE_LOST : ADR_TARGET_STATE_DISCONNECTED, "");
    post(self, event);
}

/* -- The thread */

/* Returns: (transfer full) (nullable): the next job; NULL when there is other work, or the end. */
static AdrJob *
next_job(AdrWorker *self, gboolean *is_quitting)
{
    AdrJob *job = NULL;

    g_mutex_lock(&self->lock);
    for (;;) {
        *is_quitting = self->is_quitting;
        if (self->is_quitting)
            break;
        job = g_queue_pop_head(&self->jobs);
        if (job != NULL || self->link != NULL)
            break;
        if (!self->is_lost)
            g_cond_wait(&self->cond, &self->lock);
        else if (!g_cond_wait_until(&self->cond, &self->lock, self->retry_us))
            break;
    }
    if (job != NULL && (job->flags & ADR_JOB_DISCONNECTS))
        self->is_aborted = FALSE;
    // What was to be stopped has ended by now, or is ended by the job.
    if (job != NULL && (job->flags & ADR_JOB_STOPS))
        self->n_presses = 0;
    // A new one only between connections: the conversation keeps the one it began with.
    if (self->link == NULL && g_cancellable_is_cancelled(self->session) && !self->is_aborted) {
        g_object_unref(self->session);
        self->session = g_cancellable_new();
    }
    self->is_connecting = job != NULL && (job->flags & ADR_JOB_CONNECTS);
    g_mutex_unlock(&self->lock);
    return job;
}

static gpointer
thread_cb(gpointer data)
{
    AdrWorker *self = data;
    gboolean is_quitting;

    for (;;) {
        AdrJob *job = next_job(self, &is_quitting);

        if (is_quitting)
            break;
        if (job != NULL)
            run_job(self, job);
        else if (self->link != NULL)
            idle(self);
        else
            look_for_lost(self);
    }
    close_session(self);
    worker_unref(self);
    return NULL;
}

/* -- For the target */

AdrWorker *
adr_worker_new(const char *address, const AdrWorkerEvents *events, gpointer data)
{
    AdrWorker *self = g_new0(AdrWorker, 1);

    g_atomic_ref_count_init(&self->refs);
    self->address = g_strdup(address);
    self->context = g_main_context_ref_thread_default();
    self->events = *events;
    self->events_data = data;
    g_mutex_init(&self->lock);
    g_cond_init(&self->cond);
    g_queue_init(&self->jobs);
    g_queue_init(&self->queue);
    self->input = g_byte_array_new();
    self->session = g_cancellable_new();
    self->is_interactive = TRUE;
    self->facts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    self->line = g_string_new(NULL);
    self->state = ADR_TARGET_STATE_DISCONNECTED;
    self->detail = g_strdup("");
    g_thread_unref(g_thread_new("adr-worker", thread_cb, worker_ref(self)));
    return self;
}

static void
wake_locked(AdrWorker *self)
{
    g_cond_broadcast(&self->cond);
    if (self->shared_link != NULL)
        adr_link_wake(self->shared_link);
}

void
adr_worker_drop(AdrWorker *self)
{
    self->events_data = NULL;
    adr_worker_set_output_paused(self, FALSE); // jobs behind it must still be told
    g_mutex_lock(&self->lock);
    self->is_quitting = TRUE;
    g_cancellable_cancel(self->session);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
    worker_unref(self);
}

static void
cancelled_cb(GCancellable *cancellable, gpointer data)
{
    AdrWorker *self = data;

    // Nothing but a wake: attend_urgently() looks at the job's cancellable. Getting in waits for
    // the session's, which is cancelled for it.
    g_mutex_lock(&self->lock);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

static void
connect_cancelled_cb(GCancellable *cancellable, gpointer data)
{
    AdrWorker *self = data;

    g_mutex_lock(&self->lock);
    if (self->is_connecting)
        g_cancellable_cancel(self->session);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

void
adr_worker_submit(AdrWorker *self, AdrJob *job)
{
    GCancellable *cancellable = g_task_get_cancellable(job->task);

    if (job->flags & ADR_JOB_STOPS) {
        if (g_atomic_int_add(&self->n_runs, 1) > 0)
            adr_worker_interrupt(self);
    } else if (!(job->flags & ADR_JOB_CONNECTS) && adr_worker_has_run(self)) {
        g_task_return_new_error(job->task, ADR_TARGET_ERROR, ADR_TARGET_ERROR_RUNNING,
                                _("A program is running on %s. Stop it first."), self->address);
        adr_job_free(job);
        return;
    }
    if (cancellable != NULL)
        job->cancelled_id = g_cancellable_connect(
            cancellable,
            G_CALLBACK(job->flags & ADR_JOB_CONNECTS ? connect_cancelled_cb : cancelled_cb),
            worker_ref(self), (GDestroyNotify)worker_unref);
    g_mutex_lock(&self->lock);
    if (job->flags & ADR_JOB_DISCONNECTS)
        g_queue_push_head(&self->jobs, job);
    else
        g_queue_push_tail(&self->jobs, job);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

void
adr_worker_set_interactive(AdrWorker *self, gboolean interactive)
{
    g_atomic_int_set(&self->is_interactive, interactive);
}

void
adr_worker_interrupt(AdrWorker *self)
{
    g_mutex_lock(&self->lock);
    if (self->shared_link != NULL)
        self->n_presses++;
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

void
adr_worker_send_input(AdrWorker *self, const char *data, gsize len)
{
    g_mutex_lock(&self->lock);
    if (self->shared_link != NULL)
        g_byte_array_append(self->input, (const guint8 *)data, len);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

void
adr_worker_abort(AdrWorker *self)
{
    g_mutex_lock(&self->lock);
    self->is_aborted = TRUE;
    g_cancellable_cancel(self->session);
    wake_locked(self);
    g_mutex_unlock(&self->lock);
}

gboolean
adr_worker_has_run(AdrWorker *self)
{
    return g_atomic_int_get(&self->n_runs) > 0;
}

/* -- For jobs */

AdrRepl *
adr_worker_get_repl(AdrWorker *self)
{
    return self->repl;
}

AdrLink *
adr_worker_get_link(AdrWorker *self)
{
    return self->link;
}

gboolean
adr_worker_is_interactive(AdrWorker *self)
{
    return g_atomic_int_get(&self->is_interactive);
}

gboolean
adr_worker_is_connected(AdrWorker *self)
{
    return self->link != NULL;
}

void
adr_worker_set_pause_hook(AdrWorker *self, void (*hook)(gpointer data), gpointer data)
{
    self->pause_hook = hook;
    self->pause_data = data;
}

const char *
adr_worker_get_fact(AdrWorker *self, const char *key)
{
    return g_hash_table_lookup(self->facts, key);
}

void
adr_worker_set_fact(AdrWorker *self, const char *key, const char *value)
{
    g_hash_table_insert(self->facts, g_strdup(key), g_strdup(value));
}

const char *
adr_worker_get_address(AdrWorker *self)
{
    return self->address;
}

gboolean
adr_worker_get_in(AdrWorker *self, GError **error)
{
    return get_in(self, error);
}

gboolean
adr_worker_pass_until_prompt(AdrWorker *self, gint64 timeout_us, GError **error)
{
    gint64 end_us = g_get_monotonic_time() + timeout_us;

    adr_repl_release(self->repl);
    do {
        if (!pass_output(self, end_us, error))
            return FALSE;
        attend_urgently(self);
    } while (!is_at_prompt(self) && g_get_monotonic_time() < end_us);
    adr_repl_set_mode(self->repl,
                      is_at_prompt(self) ? ADR_REPL_MODE_FRIENDLY : ADR_REPL_MODE_UNKNOWN);
    self->leave_alone = TRUE;
    return TRUE;
}

gboolean
adr_worker_open_again(AdrWorker *self, GError **error)
{
    g_autofree char *serial = g_strdup(self->serial);
    g_autofree char *path = serial != NULL ? adr_ports_find_serial(serial) : NULL;
    gboolean is_open;

    close_session(self);
    is_open = open_session(self, path != NULL ? path : self->address, error);
    if (self->serial == NULL)
        self->serial = g_steal_pointer(&serial);
    return is_open;
}

void
adr_worker_become_lost(AdrWorker *self)
{
    become_lost(self);
}
