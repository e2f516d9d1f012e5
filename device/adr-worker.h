/* SPDX-License-Identifier: MIT */
/* The worker behind a target: a thread that owns the link, a queue of jobs to it, and a queue of
 * events from it. AdrTarget is its public face; jobs (adr-jobs.c, adr-files.c) are the work. */
#pragma once

#include "device/adr-link.h"
#include "device/adr-repl.h"
#include "device/adr-target.h"

G_BEGIN_DECLS

typedef struct AdrWorker AdrWorker;
typedef struct AdrJob AdrJob;

/* -- Jobs: made on the main thread, worked on the worker thread, finished on the main thread */

typedef enum {
    ADR_JOB_CONNECTS =
        1 << 0,               /* may run without a connection; cancelling cancels the link's work */
    ADR_JOB_STOPS = 1 << 1,   /* stops a program that runs, where others are refused */
    ADR_JOB_STREAMS = 1 << 2, /* what it makes the board print is for the terminal */
    ADR_JOB_DISCONNECTS = 1 << 3, /* goes ahead of all others */
    ADR_JOB_RUNS = 1 << 4, /* runs the user's program: keys and Stop are for it, once it runs */
} AdrJobFlags;

/* Returns the result with its ownership, or sets @error; a job without a result returns anything.
 */
typedef gpointer (*AdrJobWork)(AdrWorker *worker, AdrJob *job, GError **error);

struct AdrJob {
    AdrJobWork work;
    AdrJobFlags flags;
    AdrTargetState state; /* to show while it is worked on */
    char *detail;         /* and the words with it */
    GTask *task; /* owned until finished; on the worker thread only its cancellable is used */
    GDestroyNotify free_result;

    const char *typed; /* (nullable): what stood at the prompt; valid while it is worked on */

    /* Arguments, all owned; what they mean is the work's business. */
    char *path;
    char *text;
    GBytes *bytes;
    guint number;
    GFileProgressCallback progress;
    gpointer progress_data;

    gulong cancelled_id;       /* handler on the task's cancellable */
    gboolean is_cancel_passed; /* the board was interrupted for its sake */
    gint64 progress_us;        /* when progress was last told */
};

AdrJob *adr_job_new(AdrJobWork work, AdrJobFlags flags, GTask *task, GDestroyNotify free_result);
void adr_job_free(AdrJob *job);

/* -- Events: from the worker, in order, to the main context that the worker was made in */

typedef struct {
    void (*output)(GBytes *bytes, gpointer data);
    void (*state)(AdrTargetState state, const char *detail, gpointer data);
    void (*banner)(const char *banner, gpointer data);
    void (*run_finished)(AdrRunResult *result, gpointer data);
    void (*problem)(const GError *error, gpointer data);
} AdrWorkerEvents;

/* -- For the target: main thread */

AdrWorker *adr_worker_new(const char *address, const AdrWorkerEvents *events, gpointer data);
/* No event is given any more; the thread ends by itself, closing the link. */
void adr_worker_drop(AdrWorker *self);
void adr_worker_submit(AdrWorker *self, AdrJob *job);
void adr_worker_set_interactive(AdrWorker *self, gboolean interactive);
void adr_worker_interrupt(AdrWorker *self);
void adr_worker_send_input(AdrWorker *self, const char *data, gsize len);
/* While paused, output and all events behind it wait, and before long the board does. */
void adr_worker_set_output_paused(AdrWorker *self, gboolean is_paused);
/* Ends what goes on on the link at once, for a disconnection. */
void adr_worker_abort(AdrWorker *self);
/* TRUE while a run is in the queue or under way. */
gboolean adr_worker_has_run(AdrWorker *self);

/* -- For jobs: worker thread */

AdrRepl *adr_worker_get_repl(AdrWorker *self);
AdrLink *adr_worker_get_link(AdrWorker *self);
gboolean adr_worker_is_interactive(AdrWorker *self);
gboolean adr_worker_is_connected(AdrWorker *self);
/* Opens the link and gets in. On failure all is closed again. */
gboolean adr_worker_connect(AdrWorker *self, GError **error);
void adr_worker_disconnect(AdrWorker *self);
/* For the terminal; waits while the main thread is behind. */
void adr_worker_emit(AdrWorker *self, const void *data, gsize len);
/* Begins a new line in the terminal unless it is at one. */
void adr_worker_emit_fresh_line(AdrWorker *self);
void adr_worker_emit_run_finished(AdrWorker *self, AdrRunResult *result);
void adr_worker_emit_problem(AdrWorker *self, const GError *error);
void adr_worker_emit_state(AdrWorker *self, AdrTargetState state, const char *detail);
void adr_worker_emit_progress(AdrWorker *self, AdrJob *job, goffset done, goffset total);
/* Called with every attend while set: for a run that holds output back. */
void adr_worker_set_pause_hook(AdrWorker *self, void (*hook)(gpointer data), gpointer data);
/* What this connection has found out about the firmware; forgotten when it ends.
 * Returns: (transfer none) (nullable) */
const char *adr_worker_get_fact(AdrWorker *self, const char *key);
void adr_worker_set_fact(AdrWorker *self, const char *key, const char *value);
const char *adr_worker_get_address(AdrWorker *self);
/* On the open link: gets in and, if interactive, shows banner and prompt. */
gboolean adr_worker_get_in(AdrWorker *self, GError **error);
/* Passes output on until the prompt comes or the time is over, and leaves the board as it then is.
 */
gboolean adr_worker_pass_until_prompt(AdrWorker *self, gint64 timeout_us, GError **error);
/* Closes the link and connects anew, wherever the board is now. */
gboolean adr_worker_open_again(AdrWorker *self, GError **error);
/* Closes the link; from now on the board is looked for. */
void adr_worker_become_lost(AdrWorker *self);

G_END_DECLS
