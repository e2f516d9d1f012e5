/* SPDX-License-Identifier: MIT */
/* A target: one Python interpreter somewhere else (a board, a simulator), as the window and the
 * doors see it.
 *
 * A target has a worker thread of its own, which alone uses the link. The calls below put a job in
 * its queue and return at once; jobs run one after another; results and signals come on the main
 * context that was the thread's default when the target was made, in the order in which things
 * happened on the board (a run's output always comes before its end). All functions: from that
 * thread only. Nothing here ever waits for a board.
 *
 * Signals:
 *
 * output (GBytes *bytes): for the terminal: UTF-8 as a rule, "\r\n" lines, escape sequences. At
 * most 64 KB at a time, at a priority below redrawing, and with back-pressure: a program that
 * prints without pause cannot swamp the main loop.
 *
 * run-finished (AdrRunResult *result): a run of adr_target_run_async() ended, however it did.
 *
 * problem (GError *error): something went wrong that no call of yours reports (the link was lost,
 * say); ADR_LINK_ERROR or ADR_TARGET_ERROR; the message says what to do next.
 *
 * notify::state, notify::detail, notify::banner.
 *
 * A call that was cancelled gives G_IO_ERROR_CANCELLED, as GTask has it. While a program runs,
 * exec, eval and the file calls give ADR_TARGET_ERROR_RUNNING: nothing stops a program but a new
 * run, a reset, or adr_target_interrupt().
 *
 * Properties: "address" (construct-only), "state", "detail", "banner" (read-only, see the getters),
 * "interactive" (see the setter). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ADR_TARGET_ERROR (adr_target_error_quark())
GQuark adr_target_error_quark(void);

typedef enum {
    ADR_TARGET_ERROR_FAILED,
    ADR_TARGET_ERROR_NOT_CONNECTED, /* connect first */
    ADR_TARGET_ERROR_NO_ANSWER,     /* nothing that answers like MicroPython at the other end */
    ADR_TARGET_ERROR_PROTOCOL,      /* it answered, and then said something that makes no sense */
    ADR_TARGET_ERROR_EXCEPTION,     /* Python on the board raised; the message is its last line */
    ADR_TARGET_ERROR_NO_FILE,       /* no such file or folder on the board */
    ADR_TARGET_ERROR_EXISTS,        /* it is there already */
    ADR_TARGET_ERROR_IS_FOLDER,     /* a folder where a file is needed, or the other way round */
    ADR_TARGET_ERROR_NO_SPACE,      /* the board's file system is full */
    ADR_TARGET_ERROR_READ_ONLY,     /* the board does not let us write (CircuitPython's drive) */
    ADR_TARGET_ERROR_DAMAGED, /* the bytes that arrived are not the ones sent; the old file was kept
                               */
    ADR_TARGET_ERROR_NOT_SUPPORTED, /* this firmware cannot do that */
    ADR_TARGET_ERROR_RUNNING,       /* a program runs; it would have to be stopped for this */
} AdrTargetError;

typedef enum {
    ADR_TARGET_STATE_DISCONNECTED,
    ADR_TARGET_STATE_CONNECTING,
    ADR_TARGET_STATE_IDLE,    /* at its prompt */
    ADR_TARGET_STATE_RUNNING, /* a program runs: ours, or one typed or started on the board */
    ADR_TARGET_STATE_BUSY,    /* a job of ours (files, exec, reset) is under way */
    ADR_TARGET_STATE_LOST,    /* gone; looked for every 200 ms and connected again by itself */
} AdrTargetState;
#define ADR_TYPE_TARGET_STATE (adr_target_state_get_type())
GType adr_target_state_get_type(void);

/* Returns: (transfer none): the state in one translated word: "idle", "running"... Any thread. */
const char *adr_target_state_get_word(AdrTargetState state);

/* One line of a traceback. */
typedef struct {
    char *file;     /* as Python names it; the run's file name where Python said "<stdin>" */
    guint line;     /* from 1 */
    char *function; /* (nullable): "<module>" at the top level */
} AdrFrame;

/* How a run or an exec ended. Immutable, reference counted. */
typedef struct {
    gboolean ok;             /* ended by itself without an exception */
    gboolean interrupted;    /* ended by KeyboardInterrupt or by a reset that we asked for */
    GBytes *output;          /* what it printed; empty for runs (that came by ::output) */
    char *file_name;         /* as given to the run, or "<stdin>" */
    char *error_text;        /* (nullable): the whole traceback, "\n" lines */
    char *exception_type;    /* (nullable): "ValueError" */
    char *exception_message; /* (nullable): "invalid syntax" */
    GPtrArray *frames;       /* of AdrFrame, outermost first; empty if ok */
    gint64 started_us;       /* g_get_monotonic_time(): when the source was being sent */
    gint64 first_output_us;  /* when its first byte came, 0 if none did */
    gint64 finished_us;
} AdrRunResult;
#define ADR_TYPE_RUN_RESULT (adr_run_result_get_type())
GType adr_run_result_get_type(void);
AdrRunResult *adr_run_result_ref(AdrRunResult *self);
void adr_run_result_unref(AdrRunResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AdrRunResult, adr_run_result_unref)

/* A file or folder on the board. */
typedef struct {
    char *name; /* without its folder */
    gboolean is_folder;
    gint64 size;     /* bytes; -1 if the firmware does not tell */
    gint64 mtime_us; /* since 1970, 0 if the firmware does not tell */
} AdrRemoteFile;
#define ADR_TYPE_REMOTE_FILE (adr_remote_file_get_type())
GType adr_remote_file_get_type(void);
AdrRemoteFile *adr_remote_file_copy(const AdrRemoteFile *self);
void adr_remote_file_free(AdrRemoteFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AdrRemoteFile, adr_remote_file_free)

typedef enum {
    ADR_RUN_DEFAULT = 0,
    ADR_RUN_FRESH = 1 << 0, /* soft reset first (without boot.py and main.py), so that nothing of
                               before is left */
} AdrRunFlags;

#define ADR_TYPE_TARGET (adr_target_get_type())
G_DECLARE_FINAL_TYPE(AdrTarget, adr_target, ADR, TARGET, GObject)

/* A disconnected target; @address as for adr_link_open(). Returns: (transfer full). The worker ends
 * with the object. */
AdrTarget *adr_target_new(const char *address);

const char *adr_target_get_address(AdrTarget *self);
AdrTargetState adr_target_get_state(AdrTarget *self);
/* What it is doing, in translated words for people, "" if there is no more to say than the state's
 * word: "blink.py" while running, "writing main.py" while busy, "interrupting the program" while
 * connecting. */
const char *adr_target_get_detail(AdrTarget *self);
/* The board's first line: "MicroPython v1.22.0 on 2023-12-27; PYBv1.1 with STM32F405RG"; NULL
 * before it is known. */
const char *adr_target_get_banner(AdrTarget *self);

/* TRUE (the default): between jobs the board stands at its friendly prompt, which is shown by
 * ::output and takes adr_target_send_input(). FALSE, for doors: it stays in raw mode between jobs,
 * which is quicker, and ::output has only what programs print (a traceback is only in the run's
 * result). Turning it on while connected shows the prompt, and stops what runs. */
void adr_target_set_interactive(AdrTarget *self, gboolean interactive);

/* Opens the link and gets the board to its prompt, interrupting what runs there. From then until
 * adr_target_disconnect_async() a lost board is looked for and connected again. Connecting when
 * connected is done at once. Errors: ADR_LINK_ERROR as adr_link_open(), ADR_TARGET_ERROR_NO_ANSWER;
 * the target is then DISCONNECTED again. */
void adr_target_connect_async(AdrTarget *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
gboolean adr_target_connect_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Ends whatever job runs (the board's program is left running), closes the link. Cannot fail, not
 * cancellable. */
void adr_target_disconnect_async(AdrTarget *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean adr_target_disconnect_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Runs a program. A program that still runs is stopped first. Printing comes by ::output, the end
 * by ::run-finished and the callback. Cancelling interrupts the program.
 *
 * @source: UTF-8 with any line ends; @file_name: what tracebacks call it, not read from disk
 *
 * An exception in the program is not an error of this call: look at the result.
 * Returns (finish): (transfer full). Errors: NOT_CONNECTED, PROTOCOL, ADR_LINK_ERROR_LOST. */
void adr_target_run_async(AdrTarget *self, GBytes *source, const char *file_name, AdrRunFlags flags,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data);
AdrRunResult *adr_target_run_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Stop. Takes effect at once, ahead of all jobs. Asked again while the program has not stopped it
 * gets harder: Ctrl-C; a flood of them; reset by modem lines, or of the simulator's process. Never
 * fails. */
void adr_target_interrupt(AdrTarget *self);

/* Runs @code and keeps what it prints, which does not show in the terminal. Returns and errors as
 * for running. */
void adr_target_exec_async(AdrTarget *self, const char *code, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
AdrRunResult *adr_target_exec_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* The repr() of an expression. Returns (finish): (transfer full). Errors also: EXCEPTION. */
void adr_target_eval_async(AdrTarget *self, const char *expression, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
char *adr_target_eval_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Fresh interpreter; boot.py and main.py run, as Ctrl-D at the prompt does; a main.py that goes on
 * leaves the target RUNNING. Errors: NOT_CONNECTED, NO_ANSWER, ADR_LINK_ERROR_LOST. */
void adr_target_soft_reset_async(AdrTarget *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean adr_target_soft_reset_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* As the board's reset button (machine.reset(), modem lines, or a new simulator process), then
 * connects again. */
void adr_target_reset_async(AdrTarget *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean adr_target_reset_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Keys typed in the terminal, as VTE's "commit" gives them. They reach the prompt or the running
 * program; while a job of ours is under way they are kept for afterwards. Ctrl-C (0x03) among them
 * counts as typed, not as adr_target_interrupt(). Never fails; without a connection they are
 * dropped. */
void adr_target_send_input(AdrTarget *self, const char *data, gssize len);

/* For whoever shows ::output and cannot keep up: while paused no more of it comes, nor what the
 * target has to say after it; a program that prints then waits. May be called from ::output. */
void adr_target_set_output_paused(AdrTarget *self, gboolean is_paused);

/* A pasted block: at the prompt, several lines go through paste mode, each piece sent when the one
 * before was echoed, so that no board loses characters and no auto-indent spoils it; to a running
 * program it goes paced. */
void adr_target_paste(AdrTarget *self, const char *text);

/* -- Files. Paths are the board's own; "" and relative ones start at its current folder.
 * Errors beside the named ones: NOT_CONNECTED, NOT_SUPPORTED, EXCEPTION, PROTOCOL,
 * ADR_LINK_ERROR_LOST. */

/* Returns (finish): (transfer container) (element-type AdrRemoteFile): sorted by name, folders
 * first. Errors: NO_FILE, IS_FOLDER if it is a file. */
void adr_target_list_async(AdrTarget *self, const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *adr_target_list_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Returns (finish): (transfer full). Errors: NO_FILE. */
void adr_target_stat_async(AdrTarget *self, const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
AdrRemoteFile *adr_target_stat_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* @progress: (nullable): called on the main context with bytes done and of how many (-1: not
 * known). Returns (finish): (transfer full). Errors: NO_FILE, IS_FOLDER, DAMAGED. */
void adr_target_read_async(AdrTarget *self, const char *path, GFileProgressCallback progress,
                           gpointer progress_data, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
GBytes *adr_target_read_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Writes a whole file under a temporary name, checks its hash on the board, and renames it:
 * whatever happens, the board has the old file or the new one (firmware that cannot rename: checked
 * after writing, and the error says so). Errors: NO_SPACE, READ_ONLY, IS_FOLDER, DAMAGED, NO_FILE
 * (no such folder). */
void adr_target_write_async(AdrTarget *self, const char *path, GBytes *data,
                            GFileProgressCallback progress, gpointer progress_data,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean adr_target_write_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Deletes a file, an empty folder, or with @recursive a folder and all in it. Errors: NO_FILE,
 * IS_FOLDER (not empty). */
void adr_target_remove_async(AdrTarget *self, const char *path, gboolean recursive,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean adr_target_remove_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Makes a folder; with @parents also those above it, and it may exist. Errors: EXISTS, NO_FILE. */
void adr_target_make_folder_async(AdrTarget *self, const char *path, gboolean parents,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean adr_target_make_folder_finish(AdrTarget *self, GAsyncResult *result, GError **error);

/* Renames or moves; an existing file of the new name is replaced. Errors: NO_FILE, IS_FOLDER. */
void adr_target_rename_async(AdrTarget *self, const char *old_path, const char *new_path,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean adr_target_rename_finish(AdrTarget *self, GAsyncResult *result, GError **error);

G_END_DECLS
