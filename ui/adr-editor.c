/* SPDX-License-Identifier: MIT */
/* What goes wrong with a file is told here, above the text it concerns, with the cause, the next
 * step, and a button that does it.
 */
#include "config.h"

#include "ui/adr-editor.h"

#include <glib/gi18n.h>

#include "ui/adr-message-bar.h"
#include "ui/adr-paths.h"
#include "ui/adr-scheme.h"
#include "ui/adr-source-view.h"

#define ERROR_CATEGORY "adder-error"

struct _AdrEditor {
    GtkBox parent_instance;

    AdrDocument *document;     /* owned */
    GCancellable *cancellable; /* owned; of what is being read and written */
    GtkBox *messages;
    AdrSourceView *view;
    GFile *target;     /* owned, nullable: what a failed message is about */
    GFile *missing;    /* owned, nullable: the file that saving will create */
    guint wanted_line; /* to go to after loading, 0 if none */
    guint wanted_column;
    guint scroll_id; /* source: scrolls when the view has its size; 0 if none */
};

enum {
    CURSOR_MOVED,
    DOCUMENT_CHANGED,
    SAVE_AS_WANTED,
    LOAD_REFUSED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_TYPE(AdrEditor, adr_editor, GTK_TYPE_BOX)

enum {
    RESPONSE_RETRY = 1,
    RESPONSE_CREATE,
    RESPONSE_GUESSED,
    RESPONSE_SAVE_AS,
    RESPONSE_OVERWRITE,
    RESPONSE_RELOAD,
    RESPONSE_CONVERT,
    RESPONSE_UTF8,
};

static void show_message(AdrEditor *self, const char *id, GtkMessageType type, const char *title,
                         const char *detail, ...) G_GNUC_NULL_TERMINATED;

static void
set_target(AdrEditor *self, GFile *file)
{
    g_set_object(&self->target, file);
}

static void
response_cb(AdrMessageBar *bar, int response, AdrEditor *self)
{
    g_autoptr(GFile) file = self->target != NULL ? g_object_ref(self->target) : NULL;

    switch (response) {
    case RESPONSE_RETRY: adr_editor_load(self, file, NULL); break;
    case RESPONSE_CREATE:
    case RESPONSE_UTF8: adr_editor_save(self, file); break;
    case RESPONSE_GUESSED:
        adr_editor_load(self, file, adr_document_get_guessed_charset(self->document));
        break;
    case RESPONSE_SAVE_AS: g_signal_emit(self, signals[SAVE_AS_WANTED], 0); break;
    case RESPONSE_RELOAD: adr_editor_load(self, adr_document_get_file(self->document), NULL); break;
    case RESPONSE_CONVERT: adr_document_convert_to_utf8(self->document); break;
    default: break;
    }
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
}

/* The variable arguments are pairs of a button's label and its response. */
static void
show_message(AdrEditor *self, const char *id, GtkMessageType type, const char *title,
             const char *detail, ...)
{
    AdrMessageBar *bar = adr_message_bar_show(self->messages, id, type, title, detail);
    va_list args;
    const char *label;

    va_start(args, detail);
    while ((label = va_arg(args, const char *)) != NULL)
        adr_message_bar_add_button(bar, label, va_arg(args, int));
    va_end(args);
    g_signal_connect_object(bar, "response", G_CALLBACK(response_cb), self, 0);
}

static char *
dup_display_name(GFile *file)
{
    g_autofree char *path = g_file_get_parse_name(file);
    g_autofree char *base = g_filename_display_basename(path);

    return g_steal_pointer(&base);
}

/* -- Loading */

/* There is nothing to show: where the tab was opened for the file, it is of no use. */
static void
refuse(AdrEditor *self, const char *title, const char *detail)
{
    if (adr_document_is_pristine(self->document))
        g_signal_emit(self, signals[LOAD_REFUSED], 0, title, detail);
    else
        show_message(self, "file", GTK_MESSAGE_ERROR, title, detail, _("Try _again"),
                     RESPONSE_RETRY, NULL);
}

static void
show_load_error(AdrEditor *self, GFile *file, const GError *error)
{
    g_autofree char *name = dup_display_name(file);
    g_autofree char *path = g_file_get_parse_name(file);
    g_autofree char *title = g_strdup_printf(_("“%s” could not be opened"), name);
    g_autofree char *detail = NULL;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
        g_set_object(&self->missing, file);
        g_free(title);
        title = g_strdup_printf(_("There is no file “%s”"), name);
        detail = g_strdup_printf(_("Looked for %s. It may have been moved or renamed. Saving "
                                   "creates it."),
                                 path);
        show_message(self, "file", GTK_MESSAGE_WARNING, title, detail, _("_Create"),
                     RESPONSE_CREATE, _("Try _again"), RESPONSE_RETRY, NULL);
    } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)) {
        detail = g_strdup_printf(_("You are not allowed to read %s. Ask its owner, or change its "
                                   "permissions."),
                                 path);
        refuse(self, title, detail);
    } else if (g_error_matches(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_BINARY)) {
        detail = g_strdup_printf(_("%s Adder edits programs and other text; the file was not "
                                   "changed."),
                                 error->message);
        refuse(self, title, detail);
    } else if (g_error_matches(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_NOT_UTF8)) {
        const char *charset = adr_document_get_guessed_charset(self->document);
        g_autofree char *label = g_strdup_printf(_("_Open as %s"), charset);

        detail = g_strdup_printf(_("%s It may be in %s: open it so and look whether the letters "
                                   "are right. It will be read-only, so that nothing is lost."),
                                 error->message, charset);
        show_message(self, "file", GTK_MESSAGE_WARNING, title, detail, label, RESPONSE_GUESSED,
                     NULL);
        // What were typed into the empty page would seem to be the file.
        gtk_text_view_set_editable(GTK_TEXT_VIEW(self->view), FALSE);
    } else {
        refuse(self, title, error->message);
    }
}

static void
load_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrEditor) self = data;
    g_autoptr(GError) error = NULL;

    if (!adr_document_load_finish(ADR_DOCUMENT(source), result, &error)) {
        if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            show_load_error(self, self->target, error);
    } else {
        adr_source_view_detect_unit(self->view);
        adr_message_bar_dismiss(self->messages, "file");
        adr_message_bar_dismiss(self->messages, "disk");
        if (adr_document_get_read_only(self->document)) {
            g_autofree char *title = g_strdup_printf(
                _("Opened as %s, read-only"), adr_document_get_encoding(self->document)->charset);
            show_message(self, "file", GTK_MESSAGE_INFO, title,
                         _("If the letters are right, save a copy in UTF-8, which every Python "
                           "reads, or convert this file when it is next saved."),
                         _("Save _as…"), RESPONSE_SAVE_AS, _("_Convert"), RESPONSE_CONVERT, NULL);
        }
        if (self->wanted_line != 0)
            adr_editor_go_to(self, self->wanted_line, self->wanted_column);
    }
    g_signal_emit(self, signals[DOCUMENT_CHANGED], 0);
    g_signal_emit(self, signals[CURSOR_MOVED], 0);
}

void
adr_editor_load(AdrEditor *self, GFile *file, const char *charset)
{
    g_return_if_fail(ADR_IS_EDITOR(self));
    if (file == NULL)
        return;
    set_target(self, file);
    adr_document_load_async(self->document, file, charset, self->cancellable, load_cb,
                            g_object_ref(self));
}

/* -- Saving */

static void
show_save_error(AdrEditor *self, const GError *error)
{
    const char *name = adr_document_get_name(self->document);
    g_autofree char *title = g_strdup_printf(_("“%s” could not be saved"), name);
    g_autofree char *detail = NULL;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE)) {
        detail = g_strdup(_("The disk is full. The file on the disk is as it was and your text is "
                            "still here: make room and try again, or save it elsewhere."));
    } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
               g_error_matches(error, G_IO_ERROR, G_IO_ERROR_READ_ONLY)) {
        detail = g_strdup(_("You are not allowed to write there. Your text is still here: save it "
                            "in a folder of your own."));
    } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
        detail = g_strdup(_("Its folder is gone. Your text is still here: save it elsewhere."));
    } else {
        detail = g_strdup_printf(_("%s Your text is still here."), error->message);
    }
    show_message(self, "save", GTK_MESSAGE_ERROR, title, detail, _("Save _as…"), RESPONSE_SAVE_AS,
                 _("Try _again"), RESPONSE_UTF8, NULL);
}

static void overwrite_cb(AdrMessageBar *bar, int response, AdrEditor *self);

static void
save_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrEditor) self = data;
    g_autoptr(GError) error = NULL;

    if (adr_document_save_finish(ADR_DOCUMENT(source), result, &error)) {
        adr_message_bar_dismiss(self->messages, "save");
        adr_message_bar_dismiss(self->messages, "disk");
        adr_message_bar_dismiss(self->messages, "file");
    } else if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG)) {
        g_autofree char *title = g_strdup_printf(_("Another program has changed “%s”"),
                                                 adr_document_get_name(self->document));
        AdrMessageBar *bar =
            adr_message_bar_show(self->messages, "save", GTK_MESSAGE_WARNING, title,
                                 _("Saving would undo what it did. Nothing was written yet."));
        adr_message_bar_add_button(bar, _("Save _as…"), RESPONSE_SAVE_AS);
        adr_message_bar_add_button(bar, _("_Overwrite"), RESPONSE_OVERWRITE);
        adr_message_bar_add_button(bar, _("_Read it again"), RESPONSE_RELOAD);
        g_signal_connect_object(bar, "response", G_CALLBACK(overwrite_cb), self, 0);
    } else if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
        show_save_error(self, error);
    }
    g_signal_emit(self, signals[DOCUMENT_CHANGED], 0);
}

static void
overwrite_cb(AdrMessageBar *bar, int response, AdrEditor *self)
{
    if (response == RESPONSE_OVERWRITE) {
        adr_document_save_async(self->document, NULL, TRUE, self->cancellable, save_cb,
                                g_object_ref(self));
    } else {
        response_cb(bar, response, self);
    }
}

void
adr_editor_save(AdrEditor *self, GFile *file)
{
    g_return_if_fail(ADR_IS_EDITOR(self));
    if (file == NULL && adr_document_get_file(self->document) == NULL)
        file = self->missing;
    if (file == NULL && (adr_document_get_file(self->document) == NULL ||
                         adr_document_get_read_only(self->document))) {
        g_signal_emit(self, signals[SAVE_AS_WANTED], 0);
        return;
    }
    set_target(self, file);
    adr_document_save_async(self->document, file, FALSE, self->cancellable, save_cb,
                            g_object_ref(self));
}

/* -- The view */

static gboolean
scroll_cb(gpointer data)
{
    AdrEditor *self = data;
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->document);

    self->scroll_id = 0;
    gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(self->view), gtk_text_buffer_get_insert(buffer), 0.1,
                                 TRUE, 0.0, 0.4);
    return G_SOURCE_REMOVE;
}

void
adr_editor_go_to(AdrEditor *self, guint line, guint column)
{
    GtkTextBuffer *buffer;
    GtkTextIter iter;

    g_return_if_fail(ADR_IS_EDITOR(self));
    buffer = GTK_TEXT_BUFFER(self->document);
    if (adr_document_get_loading(self->document)) {
        self->wanted_line = line;
        self->wanted_column = column;
        return;
    }
    self->wanted_line = 0;
    gtk_text_buffer_get_iter_at_line(buffer, &iter, MAX((int)MIN(line, G_MAXINT), 1) - 1);
    for (guint i = 1; i < column && !gtk_text_iter_ends_line(&iter); i++)
        gtk_text_iter_forward_char(&iter);
    gtk_text_buffer_place_cursor(buffer, &iter);
    gtk_widget_grab_focus(GTK_WIDGET(self->view));
    // Lines are measured in idle time; scrolling right now would land somewhere near.
    if (self->scroll_id == 0)
        self->scroll_id = g_idle_add_full(GDK_PRIORITY_REDRAW + 20, scroll_cb, self, NULL);
}

void
adr_editor_get_cursor(AdrEditor *self, guint *line, guint *column)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->document);
    GtkTextIter iter;

    gtk_text_buffer_get_iter_at_mark(buffer, &iter, gtk_text_buffer_get_insert(buffer));
    *line = gtk_text_iter_get_line(&iter) + 1;
    *column = gtk_text_iter_get_line_offset(&iter) + 1;
}

void
adr_editor_toggle_comment(AdrEditor *self)
{
    if (gtk_text_view_get_editable(GTK_TEXT_VIEW(self->view)))
        adr_source_view_toggle_comment(self->view);
}

void
adr_editor_duplicate_lines(AdrEditor *self)
{
    if (gtk_text_view_get_editable(GTK_TEXT_VIEW(self->view)))
        adr_source_view_duplicate_lines(self->view);
}

void
adr_editor_move_lines(AdrEditor *self, gboolean down)
{
    if (gtk_text_view_get_editable(GTK_TEXT_VIEW(self->view)))
        g_signal_emit_by_name(self->view, "move-lines", down);
}

void
adr_editor_indent(AdrEditor *self, gboolean unindent)
{
    GtkTextBuffer *buffer = GTK_TEXT_BUFFER(self->document);
    GtkTextIter start, end;
    int first, last;

    if (!gtk_text_view_get_editable(GTK_TEXT_VIEW(self->view)))
        return;
    adr_source_view_get_selected_lines(self->view, &first, &last);
    gtk_text_buffer_get_iter_at_line(buffer, &start, first);
    gtk_text_buffer_get_iter_at_line(buffer, &end, last);
    if (!gtk_text_iter_ends_line(&end))
        gtk_text_iter_forward_to_line_end(&end);
    if (unindent)
        gtk_source_view_unindent_lines(GTK_SOURCE_VIEW(self->view), &start, &end);
    else
        gtk_source_view_indent_lines(GTK_SOURCE_VIEW(self->view), &start, &end);
}

static void
mark_set_cb(GtkTextBuffer *buffer, GtkTextIter *location, GtkTextMark *mark, AdrEditor *self)
{
    if (mark == gtk_text_buffer_get_insert(buffer))
        g_signal_emit(self, signals[CURSOR_MOVED], 0);
}

static void
changed_cb(AdrEditor *self)
{
    g_signal_emit(self, signals[CURSOR_MOVED], 0);
}

static void
document_changed_cb(AdrEditor *self)
{
    gtk_text_view_set_editable(GTK_TEXT_VIEW(self->view),
                               !adr_document_get_read_only(self->document));
    g_signal_emit(self, signals[DOCUMENT_CHANGED], 0);
}

static void
changed_on_disk_cb(AdrDocument *document, gboolean is_deleted, AdrEditor *self)
{
    const char *name = adr_document_get_name(document);
    g_autofree char *title = NULL;

    if (is_deleted) {
        title = g_strdup_printf(_("“%s” is no longer on the disk"), name);
        gtk_text_buffer_set_modified(GTK_TEXT_BUFFER(document), TRUE);
        show_message(self, "disk", GTK_MESSAGE_WARNING, title,
                     _("Another program removed or renamed it. Your text is still here."),
                     _("Save _as…"), RESPONSE_SAVE_AS, NULL);
    } else if (!gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document))) {
        guint line, column;

        adr_editor_get_cursor(self, &line, &column);
        self->wanted_line = gtk_widget_has_focus(GTK_WIDGET(self->view)) ? line : 0;
        self->wanted_column = column;
        adr_editor_load(self, adr_document_get_file(document), NULL);
    } else {
        title = g_strdup_printf(_("Another program has changed “%s”"), name);
        show_message(self, "disk", GTK_MESSAGE_WARNING, title,
                     _("You have unsaved changes of your own. Reading it again replaces them; "
                       "Undo does not bring them back."),
                     _("Save _as…"), RESPONSE_SAVE_AS, _("_Read it again"), RESPONSE_RELOAD, NULL);
    }
}

static void
dress_error_marks_cb(AdrEditor *self)
{
    GtkSourceStyleScheme *scheme =
        gtk_source_buffer_get_style_scheme(GTK_SOURCE_BUFFER(self->document));
    GtkSourceStyle *style =
        scheme != NULL ? gtk_source_style_scheme_get_style(scheme, "adder:error-line") : NULL;
    g_autofree char *background = NULL;
    GdkRGBA colour;

    if (style == NULL)
        return;
    g_object_get(style, "background", &background, NULL);
    if (background != NULL && gdk_rgba_parse(&colour, background)) {
        GtkSourceMarkAttributes *attributes = gtk_source_mark_attributes_new();

        gtk_source_mark_attributes_set_background(attributes, &colour);
        gtk_source_view_set_mark_attributes(GTK_SOURCE_VIEW(self->view), ERROR_CATEGORY, attributes,
                                            0);
        g_object_unref(attributes);
    }
}

static void
adr_editor_dispose(GObject *object)
{
    AdrEditor *self = ADR_EDITOR(object);

    g_cancellable_cancel(self->cancellable);
    g_clear_handle_id(&self->scroll_id, g_source_remove);
    G_OBJECT_CLASS(adr_editor_parent_class)->dispose(object);
}

static void
adr_editor_finalize(GObject *object)
{
    AdrEditor *self = ADR_EDITOR(object);

    g_object_unref(self->cancellable);
    g_clear_object(&self->document);
    g_clear_object(&self->target);
    g_clear_object(&self->missing);
    G_OBJECT_CLASS(adr_editor_parent_class)->finalize(object);
}

static void
adr_editor_class_init(AdrEditorClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_editor_dispose;
    G_OBJECT_CLASS(klass)->finalize = adr_editor_finalize;
    signals[CURSOR_MOVED] = g_signal_new("cursor-moved", ADR_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[DOCUMENT_CHANGED] = g_signal_new("document-changed", ADR_TYPE_EDITOR, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SAVE_AS_WANTED] = g_signal_new("save-as-wanted", ADR_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[LOAD_REFUSED] =
        g_signal_new("load-refused", ADR_TYPE_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                     G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
    g_type_ensure(ADR_TYPE_SOURCE_VIEW);
    gtk_widget_class_set_template_from_resource(widget_class, "/io/github/adder/ui/adr-editor.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrEditor, messages);
    gtk_widget_class_bind_template_child(widget_class, AdrEditor, view);
}

static void
adr_editor_init(AdrEditor *self)
{
    self->cancellable = g_cancellable_new();
    gtk_widget_init_template(GTK_WIDGET(self));
}

static gboolean
map_wrap_mode_cb(GValue *value, GVariant *variant, gpointer data)
{
    g_value_set_enum(value, g_variant_get_boolean(variant) ? GTK_WRAP_WORD_CHAR : GTK_WRAP_NONE);
    return TRUE;
}

AdrEditor *
adr_editor_new(AdrDocument *document)
{
    AdrEditor *self = g_object_new(ADR_TYPE_EDITOR, NULL);
    GSettings *settings = adr_settings_get();

    self->document = g_object_ref(document);
    gtk_text_view_set_buffer(GTK_TEXT_VIEW(self->view), GTK_TEXT_BUFFER(document));
    adr_scheme_attach_view(GTK_SOURCE_VIEW(self->view));
    g_settings_bind(settings, "show-line-numbers", self->view, "show-line-numbers",
                    G_SETTINGS_BIND_GET);
    g_settings_bind_with_mapping(settings, "wrap-lines", self->view, "wrap-mode",
                                 G_SETTINGS_BIND_GET, map_wrap_mode_cb, NULL, NULL, NULL);
    dress_error_marks_cb(self);
    g_signal_connect_object(document, "notify::style-scheme", G_CALLBACK(dress_error_marks_cb),
                            self, G_CONNECT_SWAPPED);
    g_signal_connect_object(document, "mark-set", G_CALLBACK(mark_set_cb), self, 0);
    g_signal_connect_object(document, "changed", G_CALLBACK(changed_cb), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(document, "modified-changed", G_CALLBACK(document_changed_cb), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(document, "notify", G_CALLBACK(document_changed_cb), self,
                            G_CONNECT_SWAPPED);
    g_signal_connect_object(document, "changed-on-disk", G_CALLBACK(changed_on_disk_cb), self, 0);
    return self;
}

AdrDocument *
adr_editor_get_document(AdrEditor *self)
{
    return self->document;
}

GtkSourceView *
adr_editor_get_view(AdrEditor *self)
{
    return GTK_SOURCE_VIEW(self->view);
}

GtkBox *
adr_editor_get_message_area(AdrEditor *self)
{
    return self->messages;
}
