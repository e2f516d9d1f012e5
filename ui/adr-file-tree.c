/* SPDX-License-Identifier: MIT */
/* Only folders that were opened are read, each by its own cancellable enumeration, and watched
 * while they are open. A change reads the folder again and merges: rows that stay keep their
 * selection and what is open below them.
 */
#include "config.h"

#include "ui/adr-file-tree.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-icon.h"

enum {
    COLUMN_NAME,
    COLUMN_ICON,
    COLUMN_FILE,    /* GFile; NULL in the placeholder below a folder that was not read yet */
    COLUMN_TOOLTIP, /* markup */
    COLUMN_IS_FOLDER,
    COLUMN_SORT_KEY,
    N_COLUMNS,
};

/* A folder that is open in the tree, or was. */
typedef struct {
    AdrFileTree *tree; /* borrowed: the tree owns the folder */
    GFile *file;       /* owned */
    GFileMonitor *monitor;
    GCancellable *cancellable; /* of the enumeration under way, NULL if none */
    GPtrArray *found;          /* of GFileInfo, while enumerating */
    guint read_again_id;       /* source, 0 if none */
} Folder;

struct _AdrFileTree {
    GtkBox parent_instance;

    GFile *root;         /* owned, nullable */
    GHashTable *folders; /* GFile -> Folder, owned */
    GtkTreeStore *store; /* owned */
    GtkTreeView *view;
    GtkCellRenderer *name_cell;
    GtkCellRenderer *icon_cell;
    GtkLabel *title;
    GtkWidget *parent_button;
    GtkWidget *scrolled;
    GtkWidget *empty;
    GtkLabel *empty_label;
    GtkWidget *menu;     /* NULL before its first use */
    GFile *wanted;       /* owned, nullable: to select when its row comes */
    gboolean wants_edit; /* and to rename at once: it was just created */
};

enum {
    FILE_ACTIVATED,
    FILE_RENAMED,
    FOLDER_CHANGED,
    PROBLEM,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrFileTree, adr_file_tree, GTK_TYPE_BOX)

static void read_folder(Folder *folder);

static void
folder_free(gpointer data)
{
    Folder *folder = data;

    if (folder->cancellable != NULL)
        g_cancellable_cancel(folder->cancellable);
    g_clear_object(&folder->cancellable);
    if (folder->monitor != NULL) {
        g_signal_handlers_disconnect_by_data(folder->monitor, folder);
        g_file_monitor_cancel(folder->monitor);
    }
    g_clear_object(&folder->monitor);
    g_clear_pointer(&folder->found, g_ptr_array_unref);
    g_clear_handle_id(&folder->read_again_id, g_source_remove);
    g_object_unref(folder->file);
    g_free(folder);
}

/* Finds the row of @file below @parent (NULL: anywhere); FALSE if it has none. */
static gboolean
find_row(AdrFileTree *self, GFile *file, GtkTreeIter *parent, GtkTreeIter *out)
{
    GtkTreeModel *model = GTK_TREE_MODEL(self->store);
    GtkTreeIter iter;

    for (gboolean ok = gtk_tree_model_iter_children(model, &iter, parent); ok;
         ok = gtk_tree_model_iter_next(model, &iter)) {
        g_autoptr(GFile) here = NULL;

        gtk_tree_model_get(model, &iter, COLUMN_FILE, &here, -1);
        if (here == NULL)
            continue;
        if (g_file_equal(here, file)) {
            *out = iter;
            return TRUE;
        }
        if (g_file_has_prefix(file, here))
            return find_row(self, file, &iter, out);
    }
    return FALSE;
}

static gboolean
is_uninteresting(GFileInfo *info)
{
    const char *name = g_file_info_get_name(info);

    return g_file_info_get_is_hidden(info) || name[0] == '.' || g_str_equal(name, "__pycache__");
}

static void
set_row(AdrFileTree *self, GtkTreeIter *iter, GFile *file, GFileInfo *info)
{
    const char *name = g_file_info_get_display_name(info);
    gboolean is_folder = g_file_info_get_file_type(info) == G_FILE_TYPE_DIRECTORY;
    g_autofree char *size = g_format_size(g_file_info_get_size(info));
    g_autofree char *tooltip =
        is_folder ? g_markup_escape_text(name, -1) : g_markup_printf_escaped("%s, %s", name, size);
    g_autofree char *key = g_utf8_collate_key_for_filename(name, -1);
    g_autofree char *sort_key = g_strconcat(is_folder ? "0" : "1", key, NULL);
    const char *icon = is_folder ? "folder" : g_str_has_suffix(name, ".py") ? "python" : "file";

    gtk_tree_store_set(self->store, iter, COLUMN_NAME, name, COLUMN_ICON, icon, COLUMN_FILE, file,
                       COLUMN_TOOLTIP, tooltip, COLUMN_IS_FOLDER, is_folder, COLUMN_SORT_KEY,
                       sort_key, -1);
}

static void
forget_folder(AdrFileTree *self, GFile *file)
{
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, self->folders);
    while (g_hash_table_iter_next(&iter, &key, NULL)) {
        if (g_file_equal(key, file) || g_file_has_prefix(key, file))
            g_hash_table_iter_remove(&iter);
    }
}

static void
select_wanted(AdrFileTree *self)
{
    GtkTreeIter iter;
    g_autoptr(GtkTreePath) path = NULL;

    if (self->wanted == NULL || !find_row(self, self->wanted, NULL, &iter))
        return;
    path = gtk_tree_model_get_path(GTK_TREE_MODEL(self->store), &iter);
    gtk_tree_view_expand_to_path(self->view, path);
    if (self->wants_edit) {
        gtk_widget_grab_focus(GTK_WIDGET(self->view));
        g_object_set(self->name_cell, "editable", TRUE, NULL);
        gtk_tree_view_set_cursor(self->view, path, gtk_tree_view_get_column(self->view, 0), TRUE);
    } else {
        gtk_tree_selection_select_path(gtk_tree_view_get_selection(self->view), path);
        gtk_tree_view_scroll_to_cell(self->view, path, NULL, FALSE, 0, 0);
    }
    self->wants_edit = FALSE;
    g_clear_object(&self->wanted);
}

static void
show_empty(AdrFileTree *self, const char *text)
{
    gtk_label_set_text(self->empty_label, text != NULL ? text : "");
    gtk_widget_set_visible(self->empty, text != NULL);
    gtk_widget_set_visible(self->scrolled, text == NULL);
}

/* Makes the rows below @folder be what was found. */
static void
merge_found(Folder *folder)
{
    AdrFileTree *self = folder->tree;
    GtkTreeModel *model = GTK_TREE_MODEL(self->store);
    g_autoptr(GHashTable) fresh =
        g_hash_table_new_full(g_file_hash, (GEqualFunc)g_file_equal, g_object_unref, NULL);
    gboolean is_root = g_file_equal(folder->file, self->root);
    g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(GtkTreeIter));
    GtkTreeIter folder_iter, iter;
    GHashTableIter each;
    gpointer file, info;
    gboolean ok;

    if (!is_root && !find_row(self, folder->file, NULL, &folder_iter))
        return;
    for (guint i = 0; i < folder->found->len; i++) {
        g_hash_table_insert(
            fresh, g_file_get_child(folder->file, g_file_info_get_name(folder->found->pdata[i])),
            folder->found->pdata[i]);
    }
    ok = gtk_tree_model_iter_children(model, &iter, is_root ? NULL : &folder_iter);
    while (ok) {
        g_autoptr(GFile) here = NULL;
        gboolean was_folder;

        gtk_tree_model_get(model, &iter, COLUMN_FILE, &here, COLUMN_IS_FOLDER, &was_folder, -1);
        info = here != NULL ? g_hash_table_lookup(fresh, here) : NULL;
        if (info != NULL &&
            was_folder == (g_file_info_get_file_type(info) == G_FILE_TYPE_DIRECTORY)) {
            g_hash_table_remove(fresh, here);
        } else {
            if (here != NULL)
                forget_folder(self, here);
            g_array_append_val(gone, iter);
        }
        ok = gtk_tree_model_iter_next(model, &iter);
    }
    g_hash_table_iter_init(&each, fresh);
    while (g_hash_table_iter_next(&each, &file, &info)) {
        gtk_tree_store_append(self->store, &iter, is_root ? NULL : &folder_iter);
        set_row(self, &iter, file, info);
        if (g_file_info_get_file_type(info) == G_FILE_TYPE_DIRECTORY) {
            GtkTreeIter placeholder;

            gtk_tree_store_insert_with_values(self->store, &placeholder, &iter, -1, COLUMN_NAME,
                                              _("Reading…"), COLUMN_SORT_KEY, "", -1);
        }
    }
    if (!is_root && gtk_tree_model_iter_n_children(model, &folder_iter) == (int)gone->len) {
        gtk_tree_store_insert_with_values(self->store, &iter, &folder_iter, -1, COLUMN_NAME,
                                          _("(empty)"), COLUMN_SORT_KEY, "", -1);
    }
    // Last: a row whose only child goes, even if others are about to come, is closed by the view.
    for (guint i = 0; i < gone->len; i++)
        gtk_tree_store_remove(self->store, &g_array_index(gone, GtkTreeIter, i));
    if (is_root) {
        show_empty(self, gtk_tree_model_iter_n_children(model, NULL) > 0
                             ? NULL
                             : _("This folder is empty. What you save here appears here."));
    }
    select_wanted(self);
}

static void
next_files_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    GList *infos = g_file_enumerator_next_files_finish(G_FILE_ENUMERATOR(source), result, &error);
    Folder *folder = data;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) // then the folder is gone
        return;
    if (infos == NULL) {
        g_clear_object(&folder->cancellable);
        merge_found(folder);
        g_clear_pointer(&folder->found, g_ptr_array_unref);
        return;
    }
    for (GList *l = infos; l != NULL; l = l->next) {
        if (!is_uninteresting(l->data))
            g_ptr_array_add(folder->found, g_object_ref(l->data));
    }
    g_list_free_full(infos, g_object_unref);
    g_file_enumerator_next_files_async(G_FILE_ENUMERATOR(source), 200, G_PRIORITY_DEFAULT_IDLE,
                                       folder->cancellable, next_files_cb, folder);
}

static void
enumerate_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GFileEnumerator) files =
        g_file_enumerate_children_finish(G_FILE(source), result, &error);
    Folder *folder = data;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) // then the folder is gone
        return;
    if (files == NULL) {
        AdrFileTree *self = folder->tree;

        g_clear_object(&folder->cancellable);
        if (g_file_equal(folder->file, self->root)) {
            g_autofree char *text =
                g_strdup_printf(_("This folder cannot be read: %s"), error->message);
            show_empty(self, text);
        } else {
            g_ptr_array_set_size(folder->found, 0);
            merge_found(folder);
        }
        return;
    }
    g_file_enumerator_next_files_async(files, 200, G_PRIORITY_DEFAULT_IDLE, folder->cancellable,
                                       next_files_cb, folder);
}

static gboolean
read_again_cb(gpointer data)
{
    Folder *folder = data;

    folder->read_again_id = 0;
    read_folder(folder);
    return G_SOURCE_REMOVE;
}

static void
folder_changed_cb(GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                  Folder *folder)
{
    if (event == G_FILE_MONITOR_EVENT_CHANGED || event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED ||
        event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT)
        return;
    if (folder->read_again_id == 0)
        folder->read_again_id = g_timeout_add(100, read_again_cb, folder);
}

static void
read_folder(Folder *folder)
{
    if (folder->cancellable != NULL) { // reading already: once more when that is done
        if (folder->read_again_id == 0)
            folder->read_again_id = g_timeout_add(200, read_again_cb, folder);
        return;
    }
    folder->cancellable = g_cancellable_new();
    g_clear_pointer(&folder->found, g_ptr_array_unref);
    folder->found = g_ptr_array_new_with_free_func(g_object_unref);
    g_file_enumerate_children_async(
        folder->file,
        G_FILE_ATTRIBUTE_STANDARD_NAME
        "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE
        "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN,
        G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT_IDLE, folder->cancellable, enumerate_cb, folder);
}

static void
open_folder(AdrFileTree *self, GFile *file)
{
    Folder *folder = g_hash_table_lookup(self->folders, file);

    if (folder == NULL) {
        folder = g_new0(Folder, 1);
        folder->tree = self;
        folder->file = g_object_ref(file);
        folder->monitor = g_file_monitor_directory(file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
        if (folder->monitor != NULL)
            g_signal_connect(folder->monitor, "changed", G_CALLBACK(folder_changed_cb), folder);
        g_hash_table_insert(self->folders, folder->file, folder);
    }
    read_folder(folder);
}

static void
row_expanded_cb(GtkTreeView *view, GtkTreeIter *iter, GtkTreePath *path, AdrFileTree *self)
{
    g_autoptr(GFile) file = NULL;

    gtk_tree_model_get(GTK_TREE_MODEL(self->store), iter, COLUMN_FILE, &file, -1);
    if (file != NULL)
        open_folder(self, file);
}

static void
row_collapsed_cb(GtkTreeView *view, GtkTreeIter *iter, GtkTreePath *path, AdrFileTree *self)
{
    g_autoptr(GFile) file = NULL;

    gtk_tree_model_get(GTK_TREE_MODEL(self->store), iter, COLUMN_FILE, &file, -1);
    if (file != NULL)
        forget_folder(self, file);
}

static void
row_activated_cb(GtkTreeView *view, GtkTreePath *path, GtkTreeViewColumn *column, AdrFileTree *self)
{
    g_autoptr(GFile) file = NULL;
    gboolean is_folder;
    GtkTreeIter iter;

    if (!gtk_tree_model_get_iter(GTK_TREE_MODEL(self->store), &iter, path))
        return;
    gtk_tree_model_get(GTK_TREE_MODEL(self->store), &iter, COLUMN_FILE, &file, COLUMN_IS_FOLDER,
                       &is_folder, -1);
    if (file == NULL)
        return;
    if (!is_folder)
        g_signal_emit(self, signals[FILE_ACTIVATED], 0, file);
    else if (gtk_tree_view_row_expanded(view, path))
        gtk_tree_view_collapse_row(view, path);
    else
        gtk_tree_view_expand_row(view, path, FALSE);
}

/* -- What can be done with a row */

static GFile *
dup_selected(AdrFileTree *self, gboolean *is_folder)
{
    GtkTreeIter iter;
    GFile *file = NULL;

    if (!gtk_tree_selection_get_selected(gtk_tree_view_get_selection(self->view), NULL, &iter))
        return NULL;
    gtk_tree_model_get(GTK_TREE_MODEL(self->store), &iter, COLUMN_FILE, &file, COLUMN_IS_FOLDER,
                       is_folder, -1);
    return file;
}

static void
report(AdrFileTree *self, const char *title, const GError *error)
{
    g_signal_emit(self, signals[PROBLEM], 0, title, error->message);
}

static void
rename_selected(AdrFileTree *self)
{
    GtkTreeIter iter;
    g_autoptr(GtkTreePath) path = NULL;

    if (!gtk_tree_selection_get_selected(gtk_tree_view_get_selection(self->view), NULL, &iter))
        return;
    path = gtk_tree_model_get_path(GTK_TREE_MODEL(self->store), &iter);
    g_object_set(self->name_cell, "editable", TRUE, NULL);
    gtk_tree_view_set_cursor(self->view, path, gtk_tree_view_get_column(self->view, 0), TRUE);
}

static void
editing_canceled_cb(GtkCellRenderer *cell, AdrFileTree *self)
{
    g_object_set(cell, "editable", FALSE, NULL);
}

static void
edited_cb(GtkCellRendererText *cell, const char *path_text, const char *new_name, AdrFileTree *self)
{
    g_autoptr(GFile) file = NULL;
    g_autoptr(GFile) renamed = NULL;
    g_autoptr(GFile) parent = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *old_name = NULL;
    GtkTreeIter iter;

    g_object_set(cell, "editable", FALSE, NULL);
    if (!gtk_tree_model_get_iter_from_string(GTK_TREE_MODEL(self->store), &iter, path_text))
        return;
    gtk_tree_model_get(GTK_TREE_MODEL(self->store), &iter, COLUMN_FILE, &file, COLUMN_NAME,
                       &old_name, -1);
    if (file == NULL || *new_name == '\0' || g_strcmp0(old_name, new_name) == 0)
        return;
    parent = g_file_get_parent(file);
    renamed = g_file_get_child_for_display_name(parent, new_name, &error);
    // Never onto another file: g_file_move() without OVERWRITE refuses.
    if (renamed == NULL ||
        !g_file_move(file, renamed, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL, &error)) {
        g_autofree char *title = g_strdup_printf(_("“%s” could not be renamed"), old_name);
        report(self, title, error);
        return;
    }
    g_set_object(&self->wanted, renamed);
    g_signal_emit(self, signals[FILE_RENAMED], 0, file, renamed);
}

static void
trash_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrFileTree) self = data;
    g_autoptr(GError) error = NULL;

    if (!g_file_trash_finish(G_FILE(source), result, &error)) {
        g_autofree char *name = g_file_get_basename(G_FILE(source));
        g_autofree char *shown = g_filename_display_name(name);
        g_autofree char *title =
            g_strdup_printf(_("“%s” could not be moved to the rubbish bin"), shown);
        report(self, title, error);
    }
}

static void
trash_selected(AdrFileTree *self)
{
    gboolean is_folder;
    g_autoptr(GFile) file = dup_selected(self, &is_folder);

    if (file != NULL)
        g_file_trash_async(file, G_PRIORITY_DEFAULT, NULL, trash_cb, g_object_ref(self));
}

/* Makes "name", "name-2"... in the selected folder and lets the person name it. */
static void
create(AdrFileTree *self, const char *stem, const char *suffix, gboolean folder)
{
    gboolean is_folder = FALSE;
    g_autoptr(GFile) selected = dup_selected(self, &is_folder);
    g_autoptr(GFile) parent = NULL;
    g_autoptr(GError) error = NULL;

    if (self->root == NULL)
        return;
    if (selected == NULL)
        parent = g_object_ref(self->root);
    else
        parent = is_folder ? g_object_ref(selected) : g_file_get_parent(selected);
    for (int i = 1; i < 1000; i++) {
        g_autofree char *name =
            i == 1 ? g_strconcat(stem, suffix, NULL) : g_strdup_printf("%s-%d%s", stem, i, suffix);
        g_autoptr(GFile) child = g_file_get_child(parent, name);

        g_clear_error(&error);
        if (folder) {
            if (!g_file_make_directory(child, NULL, &error) &&
                g_error_matches(error, G_IO_ERROR, G_IO_ERROR_EXISTS))
                continue;
        } else {
            g_autoptr(GFileOutputStream) stream =
                g_file_create(child, G_FILE_CREATE_NONE, NULL, &error);
            if (stream == NULL && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_EXISTS))
                continue;
        }
        if (error == NULL) {
            g_set_object(&self->wanted, child);
            self->wants_edit = TRUE;
            open_folder(self, parent);
        }
        break;
    }
    if (error != NULL)
        report(self, _("Nothing could be created there"), error);
}

static void
action_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrFileTree *self = data;
    const char *name = g_action_get_name(G_ACTION(action));

    if (g_str_equal(name, "new-file"))
        create(self, _("new"), ".py", FALSE);
    else if (g_str_equal(name, "new-folder"))
        create(self, _("new folder"), "", TRUE);
    else if (g_str_equal(name, "rename"))
        rename_selected(self);
    else if (g_str_equal(name, "trash"))
        trash_selected(self);
}

static const GActionEntry actions[] = {
    {"new-file", action_cb},
    {"new-folder", action_cb},
    {"rename", action_cb},
    {"trash", action_cb},
};

static void
show_menu(AdrFileTree *self, GdkEvent *event)
{
    if (self->menu == NULL) {
        g_autoptr(GMenu) menu = g_menu_new();
        g_autoptr(GMenu) new_section = g_menu_new();
        g_autoptr(GMenu) row_section = g_menu_new();

        g_menu_append(new_section, _("New file"), "files.new-file");
        g_menu_append(new_section, _("New folder"), "files.new-folder");
        g_menu_append(row_section, _("Rename…"), "files.rename");
        g_menu_append(row_section, _("Move to the rubbish bin"), "files.trash");
        g_menu_append_section(menu, NULL, G_MENU_MODEL(new_section));
        g_menu_append_section(menu, NULL, G_MENU_MODEL(row_section));
        self->menu = gtk_menu_new_from_model(G_MENU_MODEL(menu));
        gtk_menu_attach_to_widget(GTK_MENU(self->menu), GTK_WIDGET(self), NULL);
    }
    if (event != NULL)
        gtk_menu_popup_at_pointer(GTK_MENU(self->menu), event);
    else
        gtk_menu_popup_at_widget(GTK_MENU(self->menu), GTK_WIDGET(self->view), GDK_GRAVITY_CENTER,
                                 GDK_GRAVITY_CENTER, NULL);
}

static gboolean
is_folder_row(AdrFileTree *self, GtkTreePath *path)
{
    GtkTreeIter iter;
    gboolean is_folder = FALSE;

    if (gtk_tree_model_get_iter(GTK_TREE_MODEL(self->store), &iter, path))
        gtk_tree_model_get(GTK_TREE_MODEL(self->store), &iter, COLUMN_IS_FOLDER, &is_folder, -1);
    return is_folder;
}

static gboolean
button_press_cb(GtkTreeView *view, GdkEventButton *event, AdrFileTree *self)
{
    g_autoptr(GtkTreePath) path = NULL;

    if (!gdk_event_triggers_context_menu((GdkEvent *)event)) {
        // A click anywhere on a folder opens it; the second of two must not close it again.
        if (event->button != GDK_BUTTON_PRIMARY ||
            !gtk_tree_view_get_path_at_pos(view, event->x, event->y, &path, NULL, NULL, NULL) ||
            !is_folder_row(self, path))
            return FALSE;
        if (event->type != GDK_BUTTON_PRESS)
            return TRUE;
        row_activated_cb(view, path, NULL, self);
        return FALSE;
    }
    if (gtk_tree_view_get_path_at_pos(view, event->x, event->y, &path, NULL, NULL, NULL))
        gtk_tree_selection_select_path(gtk_tree_view_get_selection(view), path);
    else
        gtk_tree_selection_unselect_all(gtk_tree_view_get_selection(view));
    show_menu(self, (GdkEvent *)event);
    return TRUE;
}

static gboolean
popup_menu_cb(GtkWidget *widget, AdrFileTree *self)
{
    show_menu(self, NULL);
    return TRUE;
}

static gboolean
key_press_cb(GtkWidget *widget, GdkEventKey *event, AdrFileTree *self)
{
    g_autoptr(GtkTreePath) path = NULL;

    gtk_tree_view_get_cursor(self->view, &path, NULL);
    switch (event->keyval) {
    case GDK_KEY_F2: rename_selected(self); return TRUE;
    case GDK_KEY_Delete: trash_selected(self); return TRUE;
    case GDK_KEY_Right:
        if (path != NULL)
            gtk_tree_view_expand_row(self->view, path, FALSE);
        return TRUE;
    case GDK_KEY_Left:
        if (path != NULL && !gtk_tree_view_collapse_row(self->view, path) &&
            gtk_tree_path_get_depth(path) > 1) {
            gtk_tree_path_up(path);
            gtk_tree_view_set_cursor(self->view, path, NULL, FALSE);
        }
        return TRUE;
    default: return FALSE;
    }
}

static void
parent_clicked_cb(GtkButton *button, AdrFileTree *self)
{
    g_autoptr(GFile) parent = self->root != NULL ? g_file_get_parent(self->root) : NULL;

    if (parent != NULL) {
        g_autoptr(GFile) child = g_object_ref(self->root);

        adr_file_tree_set_folder(self, parent);
        g_set_object(&self->wanted, child);
        g_signal_emit(self, signals[FOLDER_CHANGED], 0);
    }
}

static void
adr_file_tree_dispose(GObject *object)
{
    AdrFileTree *self = ADR_FILE_TREE(object);

    g_hash_table_remove_all(self->folders);
    G_OBJECT_CLASS(adr_file_tree_parent_class)->dispose(object);
}

static void
adr_file_tree_finalize(GObject *object)
{
    AdrFileTree *self = ADR_FILE_TREE(object);

    g_hash_table_unref(self->folders);
    g_clear_object(&self->root);
    g_clear_object(&self->wanted);
    g_clear_object(&self->store);
    G_OBJECT_CLASS(adr_file_tree_parent_class)->finalize(object);
}

static void
adr_file_tree_class_init(AdrFileTreeClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_file_tree_dispose;
    G_OBJECT_CLASS(klass)->finalize = adr_file_tree_finalize;
    signals[FILE_ACTIVATED] = g_signal_new("file-activated", ADR_TYPE_FILE_TREE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
    signals[FILE_RENAMED] =
        g_signal_new("file-renamed", ADR_TYPE_FILE_TREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_FILE);
    signals[FOLDER_CHANGED] = g_signal_new("folder-changed", ADR_TYPE_FILE_TREE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[PROBLEM] = g_signal_new("problem", ADR_TYPE_FILE_TREE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
    g_type_ensure(ADR_TYPE_ICON);
    g_type_ensure(ADR_TYPE_CELL_ICON);
    gtk_widget_class_set_template_from_resource(widget_class,
                                                "/io/github/adder/ui/adr-file-tree.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, view);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, name_cell);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, icon_cell);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, title);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, parent_button);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, scrolled);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, empty);
    gtk_widget_class_bind_template_child(widget_class, AdrFileTree, empty_label);
    gtk_widget_class_bind_template_callback(widget_class, parent_clicked_cb);
    gtk_widget_class_bind_template_callback(widget_class, row_activated_cb);
    gtk_widget_class_bind_template_callback(widget_class, row_expanded_cb);
    gtk_widget_class_bind_template_callback(widget_class, row_collapsed_cb);
    gtk_widget_class_bind_template_callback(widget_class, button_press_cb);
    gtk_widget_class_bind_template_callback(widget_class, popup_menu_cb);
    gtk_widget_class_bind_template_callback(widget_class, key_press_cb);
    gtk_widget_class_bind_template_callback(widget_class, edited_cb);
    gtk_widget_class_bind_template_callback(widget_class, editing_canceled_cb);
}

static int
compare_rows_cb(GtkTreeModel *model, GtkTreeIter *a, GtkTreeIter *b, gpointer data)
{
    g_autofree char *key_a = NULL;
    g_autofree char *key_b = NULL;

    gtk_tree_model_get(model, a, COLUMN_SORT_KEY, &key_a, -1);
    gtk_tree_model_get(model, b, COLUMN_SORT_KEY, &key_b, -1);
    return g_strcmp0(key_a, key_b);
}

static void
adr_file_tree_init(AdrFileTree *self)
{
    g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new();

    self->folders = g_hash_table_new_full(g_file_hash, (GEqualFunc)g_file_equal, NULL, folder_free);
    self->store = gtk_tree_store_new(N_COLUMNS, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_FILE,
                                     G_TYPE_STRING, G_TYPE_BOOLEAN, G_TYPE_STRING);
    gtk_tree_sortable_set_sort_func(GTK_TREE_SORTABLE(self->store), COLUMN_SORT_KEY,
                                    compare_rows_cb, NULL, NULL);
    gtk_tree_sortable_set_sort_column_id(GTK_TREE_SORTABLE(self->store), COLUMN_SORT_KEY,
                                         GTK_SORT_ASCENDING);
    gtk_widget_init_template(GTK_WIDGET(self));
    gtk_tree_view_set_model(self->view, GTK_TREE_MODEL(self->store));
    g_action_map_add_action_entries(G_ACTION_MAP(group), actions, G_N_ELEMENTS(actions), self);
    gtk_widget_insert_action_group(GTK_WIDGET(self), "files", G_ACTION_GROUP(group));
    adr_file_tree_set_folder(self, NULL);
}

void
adr_file_tree_set_folder(AdrFileTree *self, GFile *folder)
{
    g_return_if_fail(ADR_IS_FILE_TREE(self));
    g_hash_table_remove_all(self->folders);
    gtk_tree_store_clear(self->store);
    g_clear_object(&self->wanted);
    g_set_object(&self->root, folder);
    gtk_widget_set_sensitive(self->parent_button,
                             folder != NULL && g_file_has_parent(folder, NULL));
    if (folder == NULL) {
        gtk_label_set_text(self->title, _("Computer"));
        gtk_widget_set_tooltip_text(GTK_WIDGET(self->title), NULL);
        show_empty(self, _("The programs of a folder are listed here."));
    } else {
        g_autofree char *path = g_file_get_parse_name(folder);
        g_autofree char *name = g_filename_display_basename(path);

        gtk_label_set_text(self->title, name);
        gtk_widget_set_tooltip_text(GTK_WIDGET(self->title), path);
        show_empty(self, NULL);
        open_folder(self, folder);
    }
}

GFile *
adr_file_tree_get_folder(AdrFileTree *self)
{
    return self->root;
}

void
adr_file_tree_select(AdrFileTree *self, GFile *file)
{
    g_return_if_fail(ADR_IS_FILE_TREE(self));
    g_set_object(&self->wanted, file);
    self->wants_edit = FALSE;
    select_wanted(self);
}

void
adr_file_tree_focus(AdrFileTree *self)
{
    g_return_if_fail(ADR_IS_FILE_TREE(self));
    if (gtk_widget_get_visible(self->scrolled))
        gtk_widget_grab_focus(GTK_WIDGET(self->view));
    else
        gtk_widget_child_focus(self->empty, GTK_DIR_TAB_FORWARD);
}
