/* SPDX-License-Identifier: MIT */
/* A GtkSourceBuffer that knows its file. Files are read whole by GIO and decoded by adr-encoding.c;
 * they are written through g_file_replace(), which writes a temporary file beside the old one and
 * renames it.
 */
#include "config.h"

#include "ui/adr-document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-scheme.h"

#define MAX_FILE_SIZE  (64 * 1024 * 1024)
#define LANGUAGE       "adder-python"
#define ERROR_CATEGORY "adder-error"

G_DEFINE_QUARK(adr - document - error - quark, adr_document_error)

struct _AdrDocument {
    GtkSourceBuffer parent_instance;

    GFile *file;           /* owned, nullable */
    char *name;            /* owned */
    char *etag;            /* owned, nullable: of the file as we know it */
    AdrEncoding encoding;  /* how the file is to be written */
    GFileMonitor *monitor; /* owned, nullable */
    guint language_id;     /* source: the language is to be chosen; 0 if it was */
    guint changed_id;      /* source: the file changed, not yet looked at; 0 if none */
    const char *guessed_charset;
    guint n_changes;  /* so far; tells whether a saved text is still the text */
    guint error_line; /* from 1, 0 if none is marked */
    gboolean is_read_only;
    gboolean is_loading;
    gboolean is_saving;
};

enum {
    PROP_FILE = 1,
    PROP_NAME,
    PROP_READ_ONLY,
    N_PROPS,
};

enum {
    CHANGED_ON_DISK,
    N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrDocument, adr_document, GTK_SOURCE_TYPE_BUFFER)

static gboolean
is_python_name(const char *name)
{
    return g_str_has_suffix(name, ".py") || g_str_has_suffix(name, ".pyi") ||
           g_str_has_suffix(name, ".pyw") || strchr(name, '.') == NULL;
}

/* Only Python is coloured: other files are looked at here, not written. */
static gboolean
choose_language_cb(gpointer data)
{
    AdrDocument *self = data;
    GtkSourceLanguage *language = NULL;

    self->language_id = 0;
    if (is_python_name(self->name)) {
        language = gtk_source_language_manager_get_language(
            gtk_source_language_manager_get_default(), LANGUAGE);
    }
    if (language != gtk_source_buffer_get_language(GTK_SOURCE_BUFFER(self)))
        gtk_source_buffer_set_language(GTK_SOURCE_BUFFER(self), language);
    return G_SOURCE_REMOVE;
}

/* Reading the language takes 8 ms the first time: that is for after the first frame. */
static void
choose_language(AdrDocument *self)
{
    if (self->language_id == 0)
        self->language_id =
            g_idle_add_full(GDK_PRIORITY_REDRAW + 5, choose_language_cb, self, NULL);
}

static void
set_read_only(AdrDocument *self, gboolean is_read_only)
{
    if (self->is_read_only == is_read_only)
        return;
    self->is_read_only = is_read_only;
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_READ_ONLY]);
}

static void
look_at_disk_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrDocument) self = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GFileInfo) info = g_file_query_info_finish(G_FILE(source), result, &error);

    if (self->is_saving || self->is_loading || self->file == NULL ||
        !g_file_equal(self->file, G_FILE(source)))
        return;
    if (info != NULL && g_strcmp0(g_file_info_get_etag(info), self->etag) == 0)
        return;
    if (info == NULL && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return;
    g_signal_emit(self, signals[CHANGED_ON_DISK], 0, info == NULL);
}

static gboolean
changed_timeout_cb(gpointer data)
{
    AdrDocument *self = data;

    self->changed_id = 0;
    if (self->file != NULL && !self->is_saving && !self->is_loading) {
        g_file_query_info_async(self->file, G_FILE_ATTRIBUTE_ETAG_VALUE, G_FILE_QUERY_INFO_NONE,
                                G_PRIORITY_DEFAULT, NULL, look_at_disk_cb, g_object_ref(self));
    }
    return G_SOURCE_REMOVE;
}

static void
monitor_changed_cb(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                   AdrDocument *self)
{
    // Programs write in several steps; ours too. Look when it is quiet.
    if (self->changed_id != 0)
        g_source_remove(self->changed_id);
    self->changed_id = g_timeout_add(200, changed_timeout_cb, self);
}

static void
set_file(AdrDocument *self, GFile *file)
{
    if (file == NULL || (self->file != NULL && g_file_equal(file, self->file)))
        return;
    g_set_object(&self->file, file);
    g_free(self->name);
    self->name = g_file_get_basename(file);
    if (self->name == NULL || !g_utf8_validate(self->name, -1, NULL)) {
        g_autofree char *raw = g_steal_pointer(&self->name);
        self->name = raw != NULL ? g_filename_display_name(raw) : g_strdup("?");
    }
    if (self->monitor != NULL)
        g_file_monitor_cancel(self->monitor);
    g_clear_object(&self->monitor);
    self->monitor = g_file_monitor_file(file, G_FILE_MONITOR_NONE, NULL, NULL);
    if (self->monitor != NULL)
        g_signal_connect_object(self->monitor, "changed", G_CALLBACK(monitor_changed_cb), self, 0);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_FILE]);
    g_object_notify_by_pspec(G_OBJECT(self), props[PROP_NAME]);
}

void
adr_document_set_text(AdrDocument *self, const char *text, gssize len)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self);
    GtkTextIter start;

    g_return_if_fail(ADR_IS_DOCUMENT(self));
    // Colouring begins anew behind the insertion, in idle time and from what is visible.
    gtk_source_buffer_begin_not_undoable_action(GTK_SOURCE_BUFFER(self));
    gtk_source_buffer_set_highlight_syntax(GTK_SOURCE_BUFFER(self), FALSE);
    gtk_text_buffer_set_text(buffer, text, len);
    gtk_source_buffer_set_highlight_syntax(GTK_SOURCE_BUFFER(self), TRUE);
    gtk_source_buffer_end_not_undoable_action(GTK_SOURCE_BUFFER(self));
    gtk_text_buffer_set_modified(buffer, FALSE);
    gtk_text_buffer_get_start_iter(buffer, &start);
    gtk_text_buffer_place_cursor(buffer, &start);
}

/* -- Loading */

typedef struct {
    GFile *file;         /* owned */
    const char *charset; /* interned, nullable */
    char *text;          /* owned */
    gsize len;
    char *etag; /* owned, nullable */
    AdrEncoding encoding;
    const char *guess;
} Load;

static void
load_free(Load *load)
{
    g_object_unref(load->file);
    g_free(load->text);
    g_free(load->etag);
    g_free(load);
}

static void
load_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Load *load = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GFileInfo) info = NULL;
    g_autofree char *contents = NULL;
    gsize len;

    info = g_file_query_info(load->file,
                             G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                             G_FILE_QUERY_INFO_NONE, cancellable, &error);
    if (info == NULL) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    if (g_file_info_get_file_type(info) == G_FILE_TYPE_DIRECTORY) {
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, "%s",
                                _("It is a folder, not a file."));
        return;
    }
    if (g_file_info_get_file_type(info) != G_FILE_TYPE_REGULAR) {
        // Reading a pipe or a terminal would wait for ever.
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s",
                                _("It is a device or a pipe, not a file."));
        return;
    }
    if (g_file_info_get_size(info) > MAX_FILE_SIZE) {
        g_autofree char *size = g_format_size(g_file_info_get_size(info));
        g_task_return_new_error(task, ADR_DOCUMENT_ERROR, ADR_DOCUMENT_ERROR_TOO_LARGE,
                                _("It has %s; Adder edits files of up to 64 MB."), size);
        return;
    }
    if (!g_file_load_contents(load->file, cancellable, &contents, &len, &load->etag, &error)) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    load->text =
        adr_encoding_decode(contents, len, load->charset, &load->encoding, &load->len, &error);
    if (load->text == NULL) {
        load->guess = adr_encoding_guess(contents, len);
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    g_task_return_boolean(task, TRUE);
}

static void
load_done_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    AdrDocument *self = ADR_DOCUMENT(source);
    g_autoptr(GTask) task = data;
    Load *load = g_task_get_task_data(G_TASK(result));
    g_autoptr(GError) error = NULL;

    self->is_loading = FALSE;
    if (!g_task_propagate_boolean(G_TASK(result), &error)) {
        self->guessed_charset = load->guess;
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    self->encoding = load->encoding;
    g_free(self->etag);
    self->etag = g_steal_pointer(&load->etag);
    set_file(self, load->file);
    choose_language(self);
    adr_document_set_text(self, load->text, load->len);
    set_read_only(self, load->charset != NULL);
    g_task_return_boolean(task, TRUE);
}

void
adr_document_load_async(AdrDocument *self, GFile *file, const char *charset,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    g_autoptr(GTask) work = NULL;
    Load *load;

    g_return_if_fail(ADR_IS_DOCUMENT(self));
    g_task_set_source_tag(task, adr_document_load_async);
    if (self->is_loading || self->is_saving) {
        g_task_return_new_error(task, ADR_DOCUMENT_ERROR, ADR_DOCUMENT_ERROR_BUSY, "%s",
                                _("The file is being read or written right now."));
        return;
    }
    self->is_loading = TRUE;
    load = g_new0(Load, 1);
    load->file = g_object_ref(file);
    load->charset = g_intern_string(charset);
    work = g_task_new(self, cancellable, load_done_cb, g_steal_pointer(&task));
    g_task_set_task_data(work, load, (GDestroyNotify)load_free);
    g_task_run_in_thread(work, load_thread);
}

gboolean
adr_document_load_finish(AdrDocument *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* -- Saving */

typedef struct {
    GFile *file;  /* owned: as the person knows it */
    char *etag;   /* owned, nullable */
    GBytes *data; /* owned */
    char *new_etag;
    guint change_count; /* of the buffer when its text was taken */
} Save;

static void
save_free(Save *save)
{
    g_object_unref(save->file);
    g_free(save->etag);
    g_bytes_unref(save->data);
    g_free(save->new_etag);
    g_free(save);
}

/* The file that a symbolic link leads to: replacing the link itself would cut it, and GIO would
 * overwrite in place instead, which a full disk turns into loss. */
static GFile *
resolve_links(GFile *file)
{
    const char *path = g_file_peek_path(file);
    char *resolved = path != NULL ? realpath(path, NULL) : NULL;
    GFile *target = resolved != NULL ? g_file_new_for_path(resolved) : g_object_ref(file);

    free(resolved);
    return target;
}

/* As g_file_replace_contents(), but a failed write leaves the old file: that one closes the stream
 * all the same, and closing renames the half-written file over it. A cancelled closing does not. */
static gboolean
replace_contents(GFile *file, const char *data, gsize len, const char *etag, char **new_etag,
                 GCancellable *cancellable, GError **error)
{
    g_autoptr(GCancellable) refusal = g_cancellable_new();
    g_autoptr(GFileOutputStream) stream =
        g_file_replace(file, etag, FALSE, G_FILE_CREATE_NONE, cancellable, error);

    if (stream == NULL)
        return FALSE;
    if (!g_output_stream_write_all(G_OUTPUT_STREAM(stream), data, len, NULL, cancellable, error)) {
        g_cancellable_cancel(refusal);
        g_output_stream_close(G_OUTPUT_STREAM(stream), refusal, NULL);
        return FALSE;
    }
    if (!g_output_stream_close(G_OUTPUT_STREAM(stream), cancellable, error))
        return FALSE;
    *new_etag = g_file_output_stream_get_etag(stream);
    return TRUE;
}

static void
save_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Save *save = data;
    g_autoptr(GFile) target = resolve_links(save->file);
    g_autoptr(GError) error = NULL;
    gsize len;
    const char *contents = g_bytes_get_data(save->data, &len);

    if (!replace_contents(target, contents != NULL ? contents : "", len, save->etag,
                          &save->new_etag, cancellable, &error))
        g_task_return_error(task, g_steal_pointer(&error));
    else
        g_task_return_boolean(task, TRUE);
}

static void
save_done_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    AdrDocument *self = ADR_DOCUMENT(source);
    g_autoptr(GTask) task = data;
    Save *save = g_task_get_task_data(G_TASK(result));
    g_autoptr(GError) error = NULL;

    self->is_saving = FALSE;
    if (!g_task_propagate_boolean(G_TASK(result), &error)) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    g_free(self->etag);
    self->etag = g_steal_pointer(&save->new_etag);
    set_file(self, save->file);
    choose_language(self);
    set_read_only(self, FALSE);
    // What was typed while the disk was busy is not saved yet.
    if (save->change_count == self->n_changes)
        gtk_text_buffer_set_modified(GTK_TEXT_BUFFER(self), FALSE);
    g_task_return_boolean(task, TRUE);
}

void
adr_document_save_async(AdrDocument *self, GFile *file, gboolean overwrite,
                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(self, cancellable, callback, user_data);
    g_autoptr(GTask) work = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GBytes) data = NULL;
    g_autoptr(GError) error = NULL;
    Save *save;

    g_return_if_fail(ADR_IS_DOCUMENT(self));
    g_task_set_source_tag(task, adr_document_save_async);
    if (self->is_loading || self->is_saving) {
        g_task_return_new_error(task, ADR_DOCUMENT_ERROR, ADR_DOCUMENT_ERROR_BUSY, "%s",
                                _("The file is being read or written right now."));
        return;
    }
    if (file == NULL)
        file = self->file;
    if (file == NULL) {
        g_task_return_new_error(task, ADR_DOCUMENT_ERROR, ADR_DOCUMENT_ERROR_NO_FILE, "%s",
                                _("The program has no file yet."));
        return;
    }
    if (self->is_read_only && self->file != NULL && g_file_equal(file, self->file)) {
        g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "%s",
                                _("The tab is read-only, to keep the file as it is."));
        return;
    }
    // Read with a guessed encoding and saved elsewhere: the copy is UTF-8, as Python wants it.
    if (self->is_read_only)
        self->encoding.charset = "UTF-8";
    text = adr_document_dup_text(self);
    data = adr_encoding_encode(text, strlen(text), &self->encoding, &error);
    if (data == NULL) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    self->is_saving = TRUE;
    save = g_new0(Save, 1);
    save->file = g_object_ref(file);
    save->data = g_steal_pointer(&data);
    save->change_count = self->n_changes;
    if (!overwrite && self->file != NULL && g_file_equal(file, self->file))
        save->etag = g_strdup(self->etag);
    work = g_task_new(self, cancellable, save_done_cb, g_steal_pointer(&task));
    g_task_set_task_data(work, save, (GDestroyNotify)save_free);
    g_task_run_in_thread(work, save_thread);
}

gboolean
adr_document_save_finish(AdrDocument *self, GAsyncResult *result, GError **error)
{
    g_return_val_if_fail(g_task_is_valid(result, self), FALSE);
    return g_task_propagate_boolean(G_TASK(result), error);
}

/* -- Class */

static void
adr_document_changed(GtkTextBuffer *buffer)
{
    AdrDocument *self = ADR_DOCUMENT(buffer);

    self->n_changes++;
    if (self->error_line != 0)
        adr_document_mark_error(self, 0);
    GTK_TEXT_BUFFER_CLASS(adr_document_parent_class)->changed(buffer);
}

static void
adr_document_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    AdrDocument *self = ADR_DOCUMENT(object);

    switch (id) {
    case PROP_FILE: g_value_set_object(value, self->file); break;
    case PROP_NAME: g_value_set_string(value, self->name); break;
    case PROP_READ_ONLY: g_value_set_boolean(value, self->is_read_only); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
adr_document_dispose(GObject *object)
{
    AdrDocument *self = ADR_DOCUMENT(object);

    g_clear_handle_id(&self->language_id, g_source_remove);
    g_clear_handle_id(&self->changed_id, g_source_remove);
    if (self->monitor != NULL)
        g_file_monitor_cancel(self->monitor);
    g_clear_object(&self->monitor);
    G_OBJECT_CLASS(adr_document_parent_class)->dispose(object);
}

static void
adr_document_finalize(GObject *object)
{
    AdrDocument *self = ADR_DOCUMENT(object);

    g_clear_object(&self->file);
    g_free(self->name);
    g_free(self->etag);
    G_OBJECT_CLASS(adr_document_parent_class)->finalize(object);
}

static void
adr_document_class_init(AdrDocumentClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);

    object_class->get_property = adr_document_get_property;
    object_class->dispose = adr_document_dispose;
    object_class->finalize = adr_document_finalize;
    GTK_TEXT_BUFFER_CLASS(klass)->changed = adr_document_changed;

    props[PROP_FILE] = g_param_spec_object("file", NULL, NULL, G_TYPE_FILE,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    props[PROP_NAME] =
        g_param_spec_string("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    props[PROP_READ_ONLY] = g_param_spec_boolean("read-only", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
    g_object_class_install_properties(object_class, N_PROPS, props);
    // (gboolean is_deleted)
    signals[CHANGED_ON_DISK] = g_signal_new("changed-on-disk", ADR_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
adr_document_init(AdrDocument *self)
{
    self->encoding = adr_encoding_default;
}

/* -- Public functions */

AdrDocument *
adr_document_new(const char *name)
{
    AdrDocument *self = g_object_new(ADR_TYPE_DOCUMENT, NULL);

    self->name = g_strdup(name);
    gtk_source_buffer_set_max_undo_levels(GTK_SOURCE_BUFFER(self), -1);
    choose_language(self);
    adr_scheme_attach_buffer(GTK_SOURCE_BUFFER(self));
    return self;
}

GFile *
adr_document_get_file(AdrDocument *self)
{
    return self->file;
}

const char *
adr_document_get_name(AdrDocument *self)
{
    return self->name;
}

const AdrEncoding *
adr_document_get_encoding(AdrDocument *self)
{
    return &self->encoding;
}

gboolean
adr_document_get_read_only(AdrDocument *self)
{
    return self->is_read_only;
}

gboolean
adr_document_get_loading(AdrDocument *self)
{
    return self->is_loading;
}

const char *
adr_document_get_etag(AdrDocument *self)
{
    return self->etag;
}

const char *
adr_document_get_guessed_charset(AdrDocument *self)
{
    return self->guessed_charset != NULL ? self->guessed_charset : "ISO-8859-1";
}

gboolean
adr_document_is_pristine(AdrDocument *self)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self);

    return self->file == NULL && !self->is_loading && !gtk_text_buffer_get_modified(buffer) &&
           gtk_text_buffer_get_char_count(buffer) == 0;
}

char *
adr_document_dup_text(AdrDocument *self)
{
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds(GTK_TEXT_BUFFER(self), &start, &end);
    return gtk_text_buffer_get_text(GTK_TEXT_BUFFER(self), &start, &end, TRUE);
}

void
adr_document_restore(AdrDocument *self, GFile *file, const AdrEncoding *encoding, const char *etag,
                     const char *text, gsize len)
{
    g_return_if_fail(ADR_IS_DOCUMENT(self));
    self->encoding = *encoding;
    g_free(self->etag);
    self->etag = g_strdup(etag);
    set_file(self, file);
    choose_language(self);
    adr_document_set_text(self, text, len);
    gtk_text_buffer_set_modified(GTK_TEXT_BUFFER(self), TRUE);
    if (file != NULL) // the file may have changed since
        monitor_changed_cb(NULL, NULL, NULL, 0, self);
}

void
adr_document_rename(AdrDocument *self, GFile *file)
{
    g_return_if_fail(ADR_IS_DOCUMENT(self));
    set_file(self, file);
    choose_language(self);
}

void
adr_document_convert_to_utf8(AdrDocument *self)
{
    g_return_if_fail(ADR_IS_DOCUMENT(self));
    self->encoding.charset = "UTF-8";
    self->encoding.has_bom = FALSE;
    set_read_only(self, FALSE);
    gtk_text_buffer_set_modified(GTK_TEXT_BUFFER(self), TRUE);
}

void
adr_document_mark_error(AdrDocument *self, guint line)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self);
    GtkTextIter start, end;

    g_return_if_fail(ADR_IS_DOCUMENT(self));
    if (self->error_line != 0) {
        gtk_text_buffer_get_bounds(buffer, &start, &end);
        gtk_source_buffer_remove_source_marks(GTK_SOURCE_BUFFER(self), &start, &end,
                                              ERROR_CATEGORY);
    }
    self->error_line = line;
    if (line != 0) {
        gtk_text_buffer_get_iter_at_line(buffer, &start, line - 1);
        gtk_source_buffer_create_source_mark(GTK_SOURCE_BUFFER(self), NULL, ERROR_CATEGORY, &start);
    }
}
