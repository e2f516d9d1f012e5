/* SPDX-License-Identifier: MIT */
/* The public face of a target: makes jobs of calls, and signals and properties of events.
 *
 * All that takes time happens in the worker (adr-worker.c); here is nothing but the main thread's
 * view of it. */
#include "config.h"

#include "device/adr-target.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "device/adr-files.h"
#include "device/adr-jobs.h"
#include "device/adr-worker.h"

struct _AdrTarget {
    GObject parent_instance;

    char *address;
    AdrWorker *worker; // NULL once disposed
    gboolean is_interactive;

    /* What the last events said. */
    AdrTargetState state;
    char *detail;
    char *banner; // (nullable)
};

G_DEFINE_QUARK(adr - target - error - quark, adr_target_error)
G_DEFINE_TYPE(AdrTarget, adr_target, G_TYPE_OBJECT)

enum { PROP_0, PROP_ADDRESS, PROP_STATE, PROP_DETAIL, PROP_BANNER, PROP_INTERACTIVE, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { OUTPUT, RUN_FINISHED, PROBLEM, N_SIGNALS };
static guint signals[N_SIGNALS];

/* -- Small types of the header */

GType
adr_target_state_get_type(void)
{
    static const GEnumValue values[] = {
        {ADR_TARGET_STATE_DISCONNECTED, "ADR_TARGET_STATE_DISCONNECTED", "disconnected"},
        {ADR_TARGET_STATE_CONNECTING, "ADR_TARGET_STATE_CONNECTING", "connecting"},
        {ADR_TARGET_STATE_IDLE, "ADR_TARGET_STATE_IDLE", "idle"},
        {ADR_TARGET_STATE_RUNNING, "ADR_TARGET_STATE_RUNNING", "running"},
        {ADR_TARGET_STATE_BUSY, "ADR_TARGET_STATE_BUSY", "busy"},
        {ADR_TARGET_STATE_LOST, "ADR_TARGET_STATE_LOST", "lost"},
        {0, NULL, NULL},
    };
    static gsize type;

    if (g_once_init_enter(&type))
        g_once_init_leave(&type, g_enum_register_static("AdrTargetState", values));
    return type;
}

const char *
adr_target_state_get_word(AdrTargetState state)
{
    switch (state) {
    case ADR_TARGET_STATE_DISCONNECTED: return _("disconnected");
    case ADR_TARGET_STATE_CONNECTING: return _("connecting");
    case ADR_TARGET_STATE_IDLE: return _("idle");
    case ADR_TARGET_STATE_RUNNING: return _("running");
    case ADR_TARGET_STATE_BUSY: return _("busy");
    case ADR_TARGET_STATE_LOST: return _("lost");
    }
    g_return_val_if_reached("");
}

AdrRemoteFile *
adr_remote_file_copy(const AdrRemoteFile *self)
{
    AdrRemoteFile *copy = g_memdup2(self, sizeof *self);

    copy->name = g_strdup(self->name);
    return copy;
}

void
adr_remote_file_free(AdrRemoteFile *self)
{
    g_free(self->name);
    g_free(self);
}

G_DEFINE_BOXED_TYPE(AdrRemoteFile, adr_remote_file, adr_remote_file_copy, adr_remote_file_free)

/* -- Events */

static void
output_cb(GBytes *bytes, gpointer self)
{
    g_signal_emit(self, signals[OUTPUT], 0, bytes);
}

static void
state_cb(AdrTargetState state, const char *detail, gpointer data)
{
    AdrTarget *self = data;
    gboolean is_new_detail = !g_str_equal(detail, self->detail);
    gboolean is_new_state = state != self->state;

    if (is_new_detail) {
        g_free(self->detail);
        self->detail = g_strdup(detail);
    }
    self->state = state;
    g_object_freeze_notify(G_OBJECT(self));
    if (is_new_detail)
        g_object_notify_by_pspec(G_OBJECT(self), props[PROP_DETAIL]);
    if (is_new_state)
        g_object_notify_by_pspec(G_OBJECT(self), props[PROP_STATE]);
    g_object_thaw_notify(G_OBJECT(self));
}

static void
banner_cb(const char *banner, gpointer data)
{
    AdrTarget *self = data;

    if (g_strcmp0(banner, self->banner) == 0)
        return;
    g_free(self->banner);
    self->banner = g_strdup(banner);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_BANNER]);
}

static void
run_finished_cb(AdrRunResult *result, gpointer self)
{
    g_signal_emit(self, signals[RUN_FINISHED], 0, result);
}

static void
problem_cb(const GError *error, gpointer self)
{
    g_signal_emit(self, signals[PROBLEM], 0, error);
}

/* -- Jobs */

static AdrJob *
new_job(AdrTarget *self, AdrJobWork work, AdrJobFlags flags, GDestroyNotify free_result,
        gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(self, cancellable, callback, user_data);

    g_task_set_source_tag(task, tag);
    return adr_job_new(work, flags, task, free_result);
}

/* @detail: taken; what is said while the job is worked on. */
static void
submit(AdrTarget *self, AdrJob *job, char *detail)
{
    job->detail = detail;
    adr_worker_submit(self->worker, job);
}

static gpointer
finish_pointer(AdrTarget *self, GAsyncResult *result, gpointer tag, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), NULL);
    g_return_val_if_fail(g_async_result_is_tagged(result, tag), NULL);

    return g_task_propagate_pointer(G_TASK(result), error);
}

/* For jobs whose result is only that they were done. */
static gboolean
finish_done(AdrTarget *self, GAsyncResult *result, gpointer tag, GError **error)
{
    GError *trouble = NULL;

    finish_pointer(self, result, tag, &trouble);
    if (trouble == NULL)
        return TRUE;
    g_propagate_error(error, trouble);
    return FALSE;
}

/* -- Object */

static void
adr_target_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    AdrTarget *self = ADR_TARGET(object);

    switch (id) {
    case PROP_ADDRESS: g_value_set_string(value, self->address); break;
    case PROP_STATE: g_value_set_enum(value, self->state); break;
    case PROP_DETAIL: g_value_set_string(value, self->detail); break;
    case PROP_BANNER: g_value_set_string(value, self->banner); break;
    case PROP_INTERACTIVE: g_value_set_boolean(value, self->is_interactive); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
adr_target_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    AdrTarget *self = ADR_TARGET(object);

    switch (id) {
    case PROP_ADDRESS: self->address = g_value_dup_string(value); break;
    case PROP_INTERACTIVE: adr_target_set_interactive(self, g_value_get_boolean(value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
adr_target_constructed(GObject *object)
{
    static const AdrWorkerEvents events = {
        .output = output_cb,
        .state = state_cb,
        .banner = banner_cb,
        .run_finished = run_finished_cb,
        .problem = problem_cb,
    };
    AdrTarget *self = ADR_TARGET(object);

    G_OBJECT_CLASS(adr_target_parent_class)->constructed(object);
    self->worker = adr_worker_new(self->address, &events, self);
}

static void
adr_target_dispose(GObject *object)
{
    AdrTarget *self = ADR_TARGET(object);

    g_clear_pointer(&self->worker, adr_worker_drop);
    G_OBJECT_CLASS(adr_target_parent_class)->dispose(object);
}

static void
adr_target_finalize(GObject *object)
{
    AdrTarget *self = ADR_TARGET(object);

    g_free(self->address);
    g_free(self->detail);
    g_free(self->banner);
    G_OBJECT_CLASS(adr_target_parent_class)->finalize(object);
}

static void
adr_target_class_init(AdrTargetClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

    object_class->get_property = adr_target_get_property;
    object_class->set_property = adr_target_set_property;
    object_class->constructed = adr_target_constructed;
    object_class->dispose = adr_target_dispose;
    object_class->finalize = adr_target_finalize;

    props[PROP_ADDRESS] =
        g_param_spec_string("address", NULL, NULL, NULL,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
    props[PROP_STATE] = g_param_spec_enum("state", NULL, NULL, ADR_TYPE_TARGET_STATE,
                                          ADR_TARGET_STATE_DISCONNECTED, read);
    props[PROP_DETAIL] = g_param_spec_string("detail", NULL, NULL, "", read);
    props[PROP_BANNER] = g_param_spec_string("banner", NULL, NULL, NULL, read);
    props[PROP_INTERACTIVE] =
        g_param_spec_boolean("interactive", NULL, NULL, TRUE,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
    g_object_class_install_properties(object_class, N_PROPS, props);

    signals[OUTPUT] = g_signal_new("output", ADR_TYPE_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_BYTES);
    signals[RUN_FINISHED] = g_signal_new("run-finished", ADR_TYPE_TARGET, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, ADR_TYPE_RUN_RESULT);
    signals[PROBLEM] = g_signal_new("problem", ADR_TYPE_TARGET, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
adr_target_init(AdrTarget *self)
{
    self->state = ADR_TARGET_STATE_DISCONNECTED;
    self->detail = g_strdup("");
    self->is_interactive = TRUE;
}

/* -- Public */

AdrTarget *
adr_target_new(const char *address)
{
    g_return_val_if_fail(address != NULL, NULL);

    return g_object_new(ADR_TYPE_TARGET, "address", address, NULL);
}

const char *
adr_target_get_address(AdrTarget *self)
{
    g_return_val_if_fail(ADR_IS_TARGET(self), NULL);
    return self->address;
}

AdrTargetState
adr_target_get_state(AdrTarget *self)
{
    g_return_val_if_fail(ADR_IS_TARGET(self), ADR_TARGET_STATE_DISCONNECTED);
    return self->state;
}

const char *
adr_target_get_detail(AdrTarget *self)
{
    g_return_val_if_fail(ADR_IS_TARGET(self), "");
    return self->detail;
}

const char *
adr_target_get_banner(AdrTarget *self)
{
    g_return_val_if_fail(ADR_IS_TARGET(self), NULL);
    return self->banner;
}

void
adr_target_set_interactive(AdrTarget *self, gboolean interactive)
{
    g_return_if_fail(ADR_IS_TARGET(self));

    if (self->is_interactive == interactive)
        return;
    self->is_interactive = interactive;
    adr_worker_set_interactive(self->worker, interactive);
    if (interactive && self->state != ADR_TARGET_STATE_DISCONNECTED &&
        self->state != ADR_TARGET_STATE_LOST)
        submit(self,
               new_job(self, adr_job_get_in, ADR_JOB_STOPS | ADR_JOB_STREAMS, NULL,
                       adr_target_set_interactive, NULL, NULL, NULL),
               NULL);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_INTERACTIVE]);
}

void
adr_target_connect_async(AdrTarget *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self));

    job = new_job(self, adr_job_connect, ADR_JOB_CONNECTS, NULL, adr_target_connect_async,
                  cancellable, callback, user_data);
    job->state = ADR_TARGET_STATE_CONNECTING;
    submit(self, job, NULL);
}

gboolean
adr_target_connect_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_connect_async, error);
}

void
adr_target_disconnect_async(AdrTarget *self, GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self));

    job = new_job(self, adr_job_disconnect, ADR_JOB_CONNECTS | ADR_JOB_DISCONNECTS, NULL,
                  adr_target_disconnect_async, NULL, callback, user_data);
    job->state = ADR_TARGET_STATE_DISCONNECTED;
    adr_worker_abort(self->worker);
    submit(self, job, NULL);
}

gboolean
adr_target_disconnect_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_disconnect_async, error);
}

void
adr_target_run_async(AdrTarget *self, GBytes *source, const char *file_name, AdrRunFlags flags,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self));
    g_return_if_fail(source != NULL && file_name != NULL);

    job = new_job(self, adr_job_run, ADR_JOB_STOPS | ADR_JOB_STREAMS | ADR_JOB_RUNS,
                  (GDestroyNotify)adr_run_result_unref, adr_target_run_async, cancellable, callback,
                  user_data);
    job->state = ADR_TARGET_STATE_RUNNING;
    job->bytes = g_bytes_ref(source);
    job->path = g_strdup(file_name);
    job->number = flags;
    submit(self, job, g_path_get_basename(file_name));
}

AdrRunResult *
adr_target_run_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_run_async, error);
}

void
adr_target_interrupt(AdrTarget *self)
{
    g_return_if_fail(ADR_IS_TARGET(self));

    adr_worker_interrupt(self->worker);
}

void
adr_target_exec_async(AdrTarget *self, const char *code, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && code != NULL);

    job = new_job(self, adr_job_exec, 0, (GDestroyNotify)adr_run_result_unref,
                  adr_target_exec_async, cancellable, callback, user_data);
    job->text = g_strdup(code);
    submit(self, job, NULL);
}

AdrRunResult *
adr_target_exec_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_exec_async, error);
}

void
adr_target_eval_async(AdrTarget *self, const char *expression, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && expression != NULL);

    job = new_job(self, adr_job_eval, 0, g_free, adr_target_eval_async, cancellable, callback,
                  user_data);
    job->text = g_strdup(expression);
    submit(self, job, NULL);
}

char *
adr_target_eval_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_eval_async, error);
}

void
adr_target_soft_reset_async(AdrTarget *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self));

    job = new_job(self, adr_job_soft_reset, ADR_JOB_STOPS | ADR_JOB_STREAMS, NULL,
                  adr_target_soft_reset_async, cancellable, callback, user_data);
    submit(self, job, g_strdup(_("soft reset")));
}

gboolean
adr_target_soft_reset_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_soft_reset_async, error);
}

void
adr_target_reset_async(AdrTarget *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self));

    job = new_job(self, adr_job_reset, ADR_JOB_STOPS | ADR_JOB_STREAMS, NULL,
                  adr_target_reset_async, cancellable, callback, user_data);
    submit(self, job, g_strdup(_("reset")));
}

gboolean
adr_target_reset_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_reset_async, error);
}

void
adr_target_send_input(AdrTarget *self, const char *data, gssize len)
{
    g_return_if_fail(ADR_IS_TARGET(self) && data != NULL);

    adr_worker_send_input(self->worker, data, len < 0 ? strlen(data) : (gsize)len);
}

void
adr_target_set_output_paused(AdrTarget *self, gboolean is_paused)
{
    g_return_if_fail(ADR_IS_TARGET(self));

    adr_worker_set_output_paused(self->worker, is_paused);
}

void
adr_target_paste(AdrTarget *self, const char *text)
{
    g_autofree char *lines = NULL;
    g_auto(GStrv) parts = NULL;
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && text != NULL);

    parts = g_strsplit(text, "\r\n", -1);
    lines = g_strjoinv("\n", parts);
    if (self->state == ADR_TARGET_STATE_IDLE && strchr(lines, '\n') != NULL) {
        job =
            new_job(self, adr_job_paste, ADR_JOB_STREAMS, NULL, adr_target_paste, NULL, NULL, NULL);
        job->text = g_steal_pointer(&lines);
        submit(self, job, g_strdup(_("pasting")));
        return;
    }
    g_strdelimit(lines, "\n", '\r');
    adr_worker_send_input(self->worker, lines, strlen(lines));
}

/* -- Files */

static AdrJob *
new_file_job(AdrTarget *self, AdrJobWork work, GDestroyNotify free_result, const char *path,
             gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
    AdrJob *job = new_job(self, work, 0, free_result, tag, cancellable, callback, user_data);

    job->path = g_strdup(path);
    return job;
}

void
adr_target_list_async(AdrTarget *self, const char *path, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL);

    submit(self,
           new_file_job(self, adr_files_list, (GDestroyNotify)g_ptr_array_unref, path,
                        adr_target_list_async, cancellable, callback, user_data),
           g_strdup(_("listing files")));
}

GPtrArray *
adr_target_list_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_list_async, error);
}

void
adr_target_stat_async(AdrTarget *self, const char *path, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL);

    submit(self,
           new_file_job(self, adr_files_stat, (GDestroyNotify)adr_remote_file_free, path,
                        adr_target_stat_async, cancellable, callback, user_data),
           g_strdup(_("listing files")));
}

AdrRemoteFile *
adr_target_stat_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_stat_async, error);
}

void
adr_target_read_async(AdrTarget *self, const char *path, GFileProgressCallback progress,
                      gpointer progress_data, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL);

    job = new_file_job(self, adr_files_read, (GDestroyNotify)g_bytes_unref, path,
                       adr_target_read_async, cancellable, callback, user_data);
    job->progress = progress;
    job->progress_data = progress_data;
    submit(self, job, g_strdup_printf(_("reading %s"), path));
}

GBytes *
adr_target_read_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_pointer(self, result, adr_target_read_async, error);
}

void
adr_target_write_async(AdrTarget *self, const char *path, GBytes *data,
                       GFileProgressCallback progress, gpointer progress_data,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL && data != NULL);

    job = new_file_job(self, adr_files_write, NULL, path, adr_target_write_async, cancellable,
                       callback, user_data);
    job->bytes = g_bytes_ref(data);
    job->progress = progress;
    job->progress_data = progress_data;
    submit(self, job, g_strdup_printf(_("writing %s"), path));
}

gboolean
adr_target_write_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_write_async, error);
}

void
adr_target_remove_async(AdrTarget *self, const char *path, gboolean recursive,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL);

    job = new_file_job(self, adr_files_remove, NULL, path, adr_target_remove_async, cancellable,
                       callback, user_data);
    job->number = recursive;
    submit(self, job, g_strdup_printf(_("deleting %s"), path));
}

gboolean
adr_target_remove_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_remove_async, error);
}

void
adr_target_make_folder_async(AdrTarget *self, const char *path, gboolean parents,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && path != NULL);

    job = new_file_job(self, adr_files_make_folder, NULL, path, adr_target_make_folder_async,
                       cancellable, callback, user_data);
    job->number = parents;
    submit(self, job, g_strdup_printf(_("making %s"), path));
}

gboolean
adr_target_make_folder_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_make_folder_async, error);
}

void
adr_target_rename_async(AdrTarget *self, const char *old_path, const char *new_path,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    AdrJob *job;

    g_return_if_fail(ADR_IS_TARGET(self) && old_path != NULL && new_path != NULL);

    job = new_file_job(self, adr_files_rename, NULL, old_path, adr_target_rename_async, cancellable,
                       callback, user_data);
    job->text = g_strdup(new_path);
    submit(self, job, g_strdup_printf(_("renaming %s"), old_path));
}

gboolean
adr_target_rename_finish(AdrTarget *self, GAsyncResult *result, GError **error)
{
    return finish_done(self, result, adr_target_rename_async, error);
}
