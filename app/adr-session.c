/* SPDX-License-Identifier: MIT */
/* A session is a folder below $XDG_STATE_HOME/adder/: "session.ini" lists the tabs, and beside it
 * lies one file for each text that is nowhere else ("draft-N.py"). Processes keep out of each
 * other's sessions by a lock on the folder's "lock", which the kernel gives up when they die;
 * whoever starts next takes the drafts of the dead over.
 *
 *     [session]   folder=URI  active=INDEX
 *     [tab-N]     uri=  name=  draft=  line=  column=  charset=  bom=  newline=  etag=  closed=
 *
 * Every file is replaced by renaming a complete new one, and the list is written after the drafts
 * it names: at any moment what is on the disk is a session that can be restored.
 */
#include "config.h"

#include "app/adr-session.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "ui/adr-paths.h"

#define PAUSE_MS     400  /* in typing: then is the time to save */
#define MAX_DELAY_MS 3000 /* who types without pause is saved all the same */
#define MAX_SESSIONS 9

struct AdrSession {
    char *dir;         /* owned */
    int lock_fd;       /* -1 if the session is kept nowhere */
    AdrWindow *window; /* weak, NULL before adr_session_watch() */
    guint save_id;     /* source, 0 if nothing is to be saved */
    gint64 changed_us; /* when the first change came that is not saved; valid if save_id is not 0 */
    GHashTable *drafts; /* AdrDocument (not owned, compared as pointer) -> Draft */
    guint n_drafts;     /* names given so far */
    gboolean complained;
    gboolean is_writing; /* a thread has a batch */
    gboolean is_closed;  /* adr_session_close() was called while it had */
};

/* Files to be written, in this order; the list of tabs is the last. Disks can be slow, so this is
 * done by a thread, except at the end. */
typedef struct {
    char *dir;           /* owned */
    GPtrArray *paths;    /* of char * */
    GPtrArray *contents; /* of GBytes */
    GKeyFile *keys;      /* what the last file says: other drafts can go */
} Batch;

static GMutex batch_mutex; // one batch at a time reaches the disk

static void
batch_free(gpointer data)
{
    Batch *batch = data;

    g_free(batch->dir);
    g_ptr_array_unref(batch->paths);
    g_ptr_array_unref(batch->contents);
    g_key_file_unref(batch->keys);
    g_free(batch);
}

/* What of a document lies in a file of ours. */
typedef struct {
    char *name;     /* owned: of the file in the session's folder */
    gboolean stale; /* the text has changed since it was written */
} Draft;

static void
draft_free(gpointer data)
{
    Draft *draft = data;

    g_free(draft->name);
    g_free(draft);
}

static char *
dup_session_dir(int number)
{
    g_autofree char *name =
        number == 1 ? g_strdup("session") : g_strdup_printf("session-%d", number);

    return g_build_filename(g_get_user_state_dir(), "adder", name, NULL);
}

/* Returns: a descriptor that holds the lock; -1 if another process does or there can be none. */
static int
lock_dir(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, "lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

AdrSession *
adr_session_open(void)
{
    AdrSession *self = g_new0(AdrSession, 1);

    self->lock_fd = -1;
    self->drafts = g_hash_table_new_full(NULL, NULL, NULL, draft_free);
    for (int i = 1; i <= MAX_SESSIONS && self->lock_fd < 0; i++) {
        g_free(self->dir);
        self->dir = dup_session_dir(i);
        if (g_mkdir_with_parents(self->dir, 0700) == 0)
            self->lock_fd = lock_dir(self->dir);
    }
    return self;
}

/* -- Saving */

static gboolean
needs_draft(AdrDocument *document)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(document);

    if (adr_document_get_loading(document))
        return FALSE;
    return gtk_text_buffer_get_modified(buffer) ||
           (adr_document_get_file(document) == NULL && gtk_text_buffer_get_char_count(buffer) > 0);
}

static void
document_changed_cb(AdrDocument *document, AdrSession *self)
{
    Draft *draft = g_hash_table_lookup(self->drafts, document);

    if (draft != NULL)
        draft->stale = TRUE;
}

static void
document_gone_cb(gpointer data, GObject *dead)
{
    AdrSession *self = data;

    g_hash_table_remove(self->drafts, dead);
}

static void
stop_watching(AdrSession *self)
{
    GHashTableIter iter;
    gpointer document;

    g_clear_handle_id(&self->save_id, g_source_remove);
    if (self->window != NULL)
        g_signal_handlers_disconnect_by_data(self->window, self);
    g_clear_weak_pointer(&self->window);
    g_hash_table_iter_init(&iter, self->drafts);
    while (g_hash_table_iter_next(&iter, &document, NULL)) {
        g_signal_handlers_disconnect_by_data(document, self);
        g_object_weak_unref(document, document_gone_cb, self);
        g_hash_table_iter_remove(&iter);
    }
}

void
adr_session_close(AdrSession *self)
{
    stop_watching(self);
    if (self->is_writing) { // closed for good when that is done
        self->is_closed = TRUE;
        return;
    }
    g_hash_table_unref(self->drafts);
    if (self->lock_fd >= 0)
        close(self->lock_fd);
    g_free(self->dir);
    g_free(self);
}

/* The draft of a document; made if there is none. */
static Draft *
ensure_draft(AdrSession *self, AdrDocument *document)
{
    Draft *draft = g_hash_table_lookup(self->drafts, document);

    if (draft == NULL) {
        draft = g_new0(Draft, 1);
        draft->stale = TRUE;
        do {
            g_autofree char *path = NULL;

            g_free(draft->name);
            draft->name = g_strdup_printf("draft-%u.py", ++self->n_drafts);
            path = g_build_filename(self->dir, draft->name, NULL);
            if (!g_file_test(path, G_FILE_TEST_EXISTS))
                break;
        } while (TRUE);
        g_hash_table_insert(self->drafts, document, draft);
        g_object_weak_ref(G_OBJECT(document), document_gone_cb, self);
        g_signal_connect(document, "changed", G_CALLBACK(document_changed_cb), self);
    }
    return draft;
}

static void
add_write(Batch *batch, const char *name, char *text, gsize len)
{
    g_ptr_array_add(batch->paths, g_build_filename(batch->dir, name, NULL));
    g_ptr_array_add(batch->contents, g_bytes_new_take(text, len));
}

static void
describe_tab(AdrSession *self, Batch *batch, int index, AdrEditor *editor, gboolean is_closed)
{
    GKeyFile *keys = batch->keys;
    AdrDocument *document = adr_editor_get_document(editor);
    const AdrEncoding *encoding = adr_document_get_encoding(document);
    GFile *file = adr_document_get_file(document);
    g_autofree char *group = g_strdup_printf("tab-%d", index);
    guint line, column;

    g_key_file_set_string(keys, group, "name", adr_document_get_name(document));
    if (file != NULL) {
        g_autofree char *uri = g_file_get_uri(file);
        g_key_file_set_string(keys, group, "uri", uri);
    }
    if (needs_draft(document)) {
        Draft *draft = ensure_draft(self, document);

        if (draft->stale) {
            char *text = adr_document_dup_text(document);

            add_write(batch, draft->name, text, strlen(text));
            draft->stale = FALSE;
        }
        g_key_file_set_string(keys, group, "draft", draft->name);
        g_key_file_set_boolean(keys, group, "modified",
                               gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
        g_key_file_set_string(keys, group, "charset", encoding->charset);
        g_key_file_set_boolean(keys, group, "bom", encoding->has_bom);
        g_key_file_set_integer(keys, group, "newline", encoding->newline);
        if (adr_document_get_etag(document) != NULL)
            g_key_file_set_string(keys, group, "etag", adr_document_get_etag(document));
    }
    adr_editor_get_cursor(editor, &line, &column);
    g_key_file_set_integer(keys, group, "line", line);
    g_key_file_set_integer(keys, group, "column", column);
    if (is_closed)
        g_key_file_set_boolean(keys, group, "closed", TRUE);
}

/* Removes the drafts in the session's folder that @keys does not name. */
static void
sweep_drafts(const char *dir, GKeyFile *keys)
{
    g_autoptr(GHashTable) named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
    g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
    const char *name;

    for (char **group = groups; *group != NULL; group++) {
        char *draft = g_key_file_get_string(keys, *group, "draft", NULL);
        if (draft != NULL)
            g_hash_table_add(named, draft);
    }
    while (entries != NULL && (name = g_dir_read_name(entries)) != NULL) {
        if (g_str_has_prefix(name, "draft-") && !g_hash_table_contains(named, name)) {
            g_autofree char *path = g_build_filename(dir, name, NULL);
            g_unlink(path);
        }
    }
}

/* Any thread. */
static gboolean
write_batch(Batch *batch, GError **error)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&batch_mutex);

    for (guint i = 0; i < batch->paths->len; i++) {
        gsize len;
        const char *data = g_bytes_get_data(batch->contents->pdata[i], &len);

        if (!g_file_set_contents_full(batch->paths->pdata[i], data != NULL ? data : "", len,
                                      G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
            return FALSE;
    }
    sweep_drafts(batch->dir, batch->keys);
    return TRUE;
}

static Batch *
make_batch(AdrSession *self)
{
    g_autoptr(GPtrArray) editors = adr_window_list_editors(self->window);
    g_autoptr(GPtrArray) closed = adr_window_list_closed_editors(self->window);
    GFile *folder = adr_window_get_folder(self->window);
    AdrEditor *active = adr_window_get_active_editor(self->window);
    Batch *batch = g_new0(Batch, 1);
    char *data;
    gsize len;
    int n = 0;

    batch->dir = g_strdup(self->dir);
    batch->paths = g_ptr_array_new_with_free_func(g_free);
    batch->contents = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    batch->keys = g_key_file_new();
    g_key_file_set_integer(batch->keys, "session", "active", 0);
    if (folder != NULL) {
        g_autofree char *uri = g_file_get_uri(folder);
        g_key_file_set_string(batch->keys, "session", "folder", uri);
    }
    for (guint i = 0; i < editors->len; i++) {
        if (editors->pdata[i] == active)
            g_key_file_set_integer(batch->keys, "session", "active", n);
        describe_tab(self, batch, n++, editors->pdata[i], FALSE);
    }
    for (guint i = closed->len; i > 0; i--)
        describe_tab(self, batch, n++, closed->pdata[i - 1], TRUE);
    data = g_key_file_to_data(batch->keys, &len, NULL);
    add_write(batch, "session.ini", data, len);
    return batch;
}

static void
note_result(AdrSession *self, const GError *error)
{
    GHashTableIter iter;
    gpointer draft;
    g_autofree char *detail = NULL;

    if (error == NULL)
        return;
    g_hash_table_iter_init(&iter, self->drafts);
    while (g_hash_table_iter_next(&iter, NULL, &draft))
        ((Draft *)draft)->stale = TRUE;
    if (self->complained || self->window == NULL)
        return;
    self->complained = TRUE; // once is enough: it is tried again with every change
    detail = g_strdup_printf(
        _("%s Until there is room in %s, save your programs before you close Adder."),
        error->message, self->dir);
    adr_window_show_message(self->window, GTK_MESSAGE_WARNING,
                            _("Unsaved text cannot be kept safe right now"), detail);
}

void
adr_session_save_now(AdrSession *self)
{
    g_autoptr(GError) error = NULL;
    Batch *batch;

    g_clear_handle_id(&self->save_id, g_source_remove);
    if (self->window == NULL || self->lock_fd < 0)
        return;
    batch = make_batch(self);
    write_batch(batch, &error);
    note_result(self, error);
    batch_free(batch);
}

static void
write_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;

    if (write_batch(data, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static void
written_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    AdrSession *self = data;
    g_autoptr(GError) error = NULL;

    g_task_propagate_boolean(G_TASK(result), &error);
    self->is_writing = FALSE;
    if (self->is_closed)
        adr_session_close(self);
    else
        note_result(self, error);
}

static gboolean
save_timeout_cb(gpointer data)
{
    AdrSession *self = data;
    g_autoptr(GTask) task = NULL;

    if (self->is_writing) // a slow disk: come again
        return G_SOURCE_CONTINUE;
    self->save_id = 0;
    if (self->window == NULL || self->lock_fd < 0)
        return G_SOURCE_REMOVE;
    self->is_writing = TRUE;
    task = g_task_new(NULL, NULL, written_cb, self);
    g_task_set_task_data(task, make_batch(self), batch_free);
    g_task_run_in_thread(task, write_thread);
    return G_SOURCE_REMOVE;
}

static void
session_changed_cb(AdrWindow *window, AdrSession *self)
{
    gint64 now_us = g_get_monotonic_time();

    // Copying a long text takes some milliseconds, which between two keys would be felt.
    if (self->save_id == 0)
        self->changed_us = now_us;
    else if (now_us - self->changed_us < (MAX_DELAY_MS - PAUSE_MS) * 1000)
        g_clear_handle_id(&self->save_id, g_source_remove);
    if (self->save_id == 0)
        self->save_id = g_timeout_add(PAUSE_MS, save_timeout_cb, self);
}

void
adr_session_watch(AdrSession *self, AdrWindow *window)
{
    g_set_weak_pointer(&self->window, window);
    g_signal_connect(window, "session-changed", G_CALLBACK(session_changed_cb), self);
}

/* -- Restoring */

static void
restore_tab(AdrSession *self, AdrWindow *window, GKeyFile *keys, const char *group, const char *dir)
{
    g_autofree char *uri = g_key_file_get_string(keys, group, "uri", NULL);
    g_autofree char *name = g_key_file_get_string(keys, group, "name", NULL);
    g_autofree char *draft_name = g_key_file_get_string(keys, group, "draft", NULL);
    g_autofree char *charset = g_key_file_get_string(keys, group, "charset", NULL);
    g_autofree char *etag = g_key_file_get_string(keys, group, "etag", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GFile) file = uri != NULL ? g_file_new_for_uri(uri) : NULL;
    gboolean is_closed = g_key_file_get_boolean(keys, group, "closed", NULL);
    int newline = g_key_file_get_integer(keys, group, "newline", NULL);
    int line = g_key_file_get_integer(keys, group, "line", NULL);
    int column = g_key_file_get_integer(keys, group, "column", NULL);
    gsize len = 0;
    AdrEditor *editor;
    AdrDocument *document;

    if (draft_name != NULL && strchr(draft_name, '/') == NULL) {
        g_autofree char *path = g_build_filename(dir, draft_name, NULL);

        if (!g_file_get_contents(path, &text, &len, NULL) || !g_utf8_validate(text, len, NULL))
            g_clear_pointer(&text, g_free);
    }
    if ((text == NULL && file == NULL) || name == NULL)
        return;
    if (is_closed) {
        g_autoptr(AdrDocument) closed_document = adr_document_new(name);

        document = closed_document;
        editor = adr_editor_new(document);
        adr_window_add_closed_editor(window, editor);
    } else {
        editor = adr_window_add_document(window, name);
        document = adr_editor_get_document(editor);
    }
    if (text != NULL) {
        AdrEncoding encoding = {
            .charset = charset != NULL ? g_intern_string(charset) : "UTF-8",
            .has_bom = g_key_file_get_boolean(keys, group, "bom", NULL),
            .newline = newline >= ADR_NEWLINE_LF && newline <= ADR_NEWLINE_MIXED ? newline : 0,
        };

        adr_document_restore(document, file, &encoding, etag, text, len);
        if (!g_key_file_get_boolean(keys, group, "modified", NULL))
            gtk_text_buffer_set_modified(GTK_TEXT_BUFFER(document), FALSE);
        if (dir == self->dir) { // what lies there is what we have
            Draft *draft = ensure_draft(self, document);

            g_free(draft->name);
            draft->name = g_strdup(draft_name);
            draft->stale = FALSE;
        }
    } else {
        adr_editor_load(editor, file, NULL);
    }
    if (line > 0)
        adr_editor_go_to(editor, line, MAX(column, 1));
}

static gboolean
restore_from(AdrSession *self, AdrWindow *window, const char *dir, gboolean only_drafts)
{
    g_autofree char *path = g_build_filename(dir, "session.ini", NULL);
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autofree char *folder_uri = NULL;
    gboolean any = FALSE;
    int active, active_page = -1;

    if (!g_key_file_load_from_file(keys, path, G_KEY_FILE_NONE, NULL))
        return FALSE;
    active = g_key_file_get_integer(keys, "session", "active", NULL);
    folder_uri = g_key_file_get_string(keys, "session", "folder", NULL);
    if (!only_drafts && folder_uri != NULL) {
        g_autoptr(GFile) folder = g_file_new_for_uri(folder_uri);
        adr_window_set_folder(window, folder);
    }
    for (int i = 0; i < 1000; i++) {
        g_autofree char *group = g_strdup_printf("tab-%d", i);
        g_autoptr(GPtrArray) editors = NULL;

        if (!g_key_file_has_group(keys, group))
            break;
        if (only_drafts && !g_key_file_has_key(keys, group, "draft", NULL))
            continue;
        restore_tab(self, window, keys, group, dir);
        any = any || !g_key_file_get_boolean(keys, group, "closed", NULL);
        editors = adr_window_list_editors(window);
        if (i == active)
            active_page = (int)editors->len - 1;
    }
    if (active_page >= 0 && !only_drafts) {
        g_autoptr(GPtrArray) editors = adr_window_list_editors(window);
        adr_window_set_active_editor(window, editors->pdata[active_page]);
    }
    return any;
}

gboolean
adr_session_restore(AdrSession *self, AdrWindow *window)
{
    gboolean all = g_settings_get_boolean(adr_settings_get(), "restore-session");
    gboolean any;

    if (self->lock_fd < 0)
        return FALSE;
    any = restore_from(self, window, self->dir, !all);
    for (int i = 1; i <= MAX_SESSIONS; i++) {
        g_autofree char *dir = dup_session_dir(i);
        g_autofree char *path = g_build_filename(dir, "session.ini", NULL);
        int fd;

        if (g_str_equal(dir, self->dir) || !g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        fd = lock_dir(dir);
        if (fd < 0) // its process lives
            continue;
        if (restore_from(self, window, dir, TRUE)) {
            // Ours before it is theirs no more.
            g_set_weak_pointer(&self->window, window);
            adr_session_save_now(self);
            any = TRUE;
        }
        g_unlink(path);
        close(fd);
    }
    return any;
}
