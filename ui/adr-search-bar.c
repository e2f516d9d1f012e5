/* SPDX-License-Identifier: MIT */
/* GtkSourceSearchContext does the work in idle time, so that typing stays quick in a long file.
 */
#include "config.h"

#include "ui/adr-search-bar.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ui/adr-icon.h"

struct _AdrSearchBar {
    GtkBox parent_instance;

    AdrEditor *editor;                 /* borrowed: a tab, told about by set_editor() */
    GtkSourceSearchSettings *settings; /* owned, shared by all editors */
    GtkSourceSearchContext *context;   /* owned, nullable: of the editor's document */
    GtkEntry *find_entry;
    GtkEntry *replace_entry;
    GtkLabel *count;
    GtkWidget *replace_row;
    GtkWidget *replace_button;
    GtkWidget *replace_all_button;
    GtkWidget *previous_button;
    GtkWidget *next_button;
    GtkToggleButton *case_button;
    GtkToggleButton *word_button;
    GtkToggleButton *regex_button;
};

G_DEFINE_TYPE(AdrSearchBar, adr_search_bar, GTK_TYPE_BOX)

static GtkTextBuffer *
get_buffer(AdrSearchBar *self)
{
    return GTK_TEXT_BUFFER(adr_editor_get_document(self->editor));
}

static void
update_count(AdrSearchBar *self)
{
    const char *text = gtk_entry_get_text(self->find_entry);
    GtkStyleContext *style = gtk_widget_get_style_context(GTK_WIDGET(self->find_entry));
    int n =
        self->context != NULL ? gtk_source_search_context_get_occurrences_count(self->context) : 0;
    int position = 0;
    GError *problem = NULL;

    gtk_style_context_remove_class(style, "error");
    gtk_widget_set_tooltip_text(GTK_WIDGET(self->find_entry), NULL);
    if (*text == '\0' || self->context == NULL) {
        gtk_label_set_text(self->count, "");
        return;
    }
    problem = gtk_source_search_context_get_regex_error(self->context);
    if (problem != NULL) {
        gtk_style_context_add_class(style, "error");
        gtk_label_set_text(self->count, _("unfinished"));
        gtk_widget_set_tooltip_text(GTK_WIDGET(self->find_entry), problem->message);
        g_error_free(problem);
        return;
    }
    if (n < 0) { // still looking
        gtk_label_set_text(self->count, "…");
    } else if (n == 0) {
        gtk_style_context_add_class(style, "error");
        gtk_label_set_text(self->count, _("not found"));
    } else {
        GtkTextIter start, end;
        g_autofree char *label = NULL;

        if (gtk_text_buffer_get_selection_bounds(get_buffer(self), &start, &end))
            position =
                gtk_source_search_context_get_occurrence_position(self->context, &start, &end);
        label = position > 0 ? g_strdup_printf(_("%d of %d"), position, n)
                             : g_strdup_printf(_("%d found"), n);
        gtk_label_set_text(self->count, label);
    }
}

static void
select_hit(AdrSearchBar *self, const GtkTextIter *start, const GtkTextIter *end)
{
    GtkTextBuffer *buffer = get_buffer(self);

    gtk_text_buffer_select_range(buffer, start, end);
    gtk_text_view_scroll_to_mark(GTK_TEXT_VIEW(adr_editor_get_view(self->editor)),
                                 gtk_text_buffer_get_insert(buffer), 0.15, FALSE, 0, 0);
    update_count(self);
}

static void
forward_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrSearchBar) self = data;
    GtkTextIter start, end;

    if (gtk_source_search_context_forward_finish(GTK_SOURCE_SEARCH_CONTEXT(source), result, &start,
                                                 &end, NULL, NULL) &&
        GTK_SOURCE_SEARCH_CONTEXT(source) == self->context)
        select_hit(self, &start, &end);
    else
        update_count(self);
}

static void
backward_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(AdrSearchBar) self = data;
    GtkTextIter start, end;

    if (gtk_source_search_context_backward_finish(GTK_SOURCE_SEARCH_CONTEXT(source), result, &start,
                                                  &end, NULL, NULL) &&
        GTK_SOURCE_SEARCH_CONTEXT(source) == self->context)
        select_hit(self, &start, &end);
}

static void
find_from(AdrSearchBar *self, gboolean from_selection_start)
{
    GtkTextIter start, end;

    if (self->context == NULL || *gtk_entry_get_text(self->find_entry) == '\0')
        return;
    gtk_text_buffer_get_selection_bounds(get_buffer(self), &start, &end);
    gtk_source_search_context_forward_async(self->context, from_selection_start ? &start : &end,
                                            NULL, forward_cb, g_object_ref(self));
}

void
adr_search_bar_find_next(AdrSearchBar *self)
{
    find_from(self, FALSE);
}

void
adr_search_bar_find_previous(AdrSearchBar *self)
{
    GtkTextIter start, end;

    if (self->context == NULL || *gtk_entry_get_text(self->find_entry) == '\0')
        return;
    gtk_text_buffer_get_selection_bounds(get_buffer(self), &start, &end);
    gtk_source_search_context_backward_async(self->context, &start, NULL, backward_cb,
                                             g_object_ref(self));
}

static void
find_changed_cb(GtkEditable *editable, AdrSearchBar *self)
{
    const char *text = gtk_entry_get_text(self->find_entry);
    g_autofree char *unescaped = gtk_source_search_settings_get_regex_enabled(self->settings)
                                     ? g_strdup(text)
                                     : gtk_source_utils_unescape_search_text(text);

    gtk_source_search_settings_set_search_text(self->settings, *text != '\0' ? unescaped : NULL);
    update_count(self);
    if (self->editor != NULL)
        find_from(self, TRUE);
}

static void
find_activate_cb(GtkEntry *entry, AdrSearchBar *self)
{
    adr_search_bar_find_next(self);
}

static void
next_cb(GtkButton *button, AdrSearchBar *self)
{
    adr_search_bar_find_next(self);
}

static void
previous_cb(GtkButton *button, AdrSearchBar *self)
{
    adr_search_bar_find_previous(self);
}

static void
option_toggled_cb(GtkToggleButton *button, AdrSearchBar *self)
{
    gtk_source_search_settings_set_case_sensitive(self->settings,
                                                  gtk_toggle_button_get_active(self->case_button));
    gtk_source_search_settings_set_at_word_boundaries(
        self->settings, gtk_toggle_button_get_active(self->word_button));
    gtk_source_search_settings_set_regex_enabled(self->settings,
                                                 gtk_toggle_button_get_active(self->regex_button));
    find_changed_cb(NULL, self);
}

static gboolean
can_replace(AdrSearchBar *self)
{
    return self->context != NULL && *gtk_entry_get_text(self->find_entry) != '\0' &&
           !adr_document_get_read_only(adr_editor_get_document(self->editor));
}

static void
replace_cb(GtkWidget *widget, AdrSearchBar *self)
{
    GtkTextIter start, end;

    if (!can_replace(self))
        return;
    gtk_text_buffer_get_selection_bounds(get_buffer(self), &start, &end);
    if (gtk_source_search_context_get_occurrence_position(self->context, &start, &end) > 0) {
        g_autofree char *by =
            gtk_source_utils_unescape_search_text(gtk_entry_get_text(self->replace_entry));

        gtk_source_search_context_replace(self->context, &start, &end, by, -1, NULL);
        gtk_text_buffer_place_cursor(get_buffer(self), &end);
    }
    adr_search_bar_find_next(self);
}

static void
replace_all_cb(GtkWidget *widget, AdrSearchBar *self)
{
    g_autofree char *by = NULL;
    g_autofree char *label = NULL;
    guint n;

    if (!can_replace(self))
        return;
    by = gtk_source_utils_unescape_search_text(gtk_entry_get_text(self->replace_entry));
    n = gtk_source_search_context_replace_all(self->context, by, -1, NULL);
    label = g_strdup_printf(_("%u replaced"), n);
    gtk_label_set_text(self->count, label);
}

static void
close_cb(GtkButton *button, AdrSearchBar *self)
{
    adr_search_bar_close(self);
}

static gboolean
key_press_cb(GtkWidget *widget, GdkEventKey *event, AdrSearchBar *self)
{
    if (event->keyval == GDK_KEY_Escape) {
        adr_search_bar_close(self);
        return TRUE;
    }
    if (event->keyval == GDK_KEY_Return && (event->state & GDK_SHIFT_MASK) != 0 &&
        gtk_widget_has_focus(GTK_WIDGET(self->find_entry))) {
        adr_search_bar_find_previous(self);
        return TRUE;
    }
    return FALSE;
}

static void
adr_search_bar_dispose(GObject *object)
{
    AdrSearchBar *self = ADR_SEARCH_BAR(object);

    self->editor = NULL;
    g_clear_object(&self->context);
    g_clear_object(&self->settings);
    G_OBJECT_CLASS(adr_search_bar_parent_class)->dispose(object);
}

static void
adr_search_bar_class_init(AdrSearchBarClass *klass)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    G_OBJECT_CLASS(klass)->dispose = adr_search_bar_dispose;
    g_type_ensure(ADR_TYPE_ICON);
    gtk_widget_class_set_template_from_resource(widget_class,
                                                "/io/github/adder/ui/adr-search-bar.ui");
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, find_entry);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, replace_entry);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, count);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, replace_row);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, replace_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, replace_all_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, previous_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, next_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, case_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, word_button);
    gtk_widget_class_bind_template_child(widget_class, AdrSearchBar, regex_button);
    gtk_widget_class_bind_template_callback(widget_class, key_press_cb);
    gtk_widget_class_bind_template_callback(widget_class, find_changed_cb);
    gtk_widget_class_bind_template_callback(widget_class, find_activate_cb);
    gtk_widget_class_bind_template_callback(widget_class, next_cb);
    gtk_widget_class_bind_template_callback(widget_class, previous_cb);
    gtk_widget_class_bind_template_callback(widget_class, option_toggled_cb);
    gtk_widget_class_bind_template_callback(widget_class, replace_cb);
    gtk_widget_class_bind_template_callback(widget_class, replace_all_cb);
    gtk_widget_class_bind_template_callback(widget_class, close_cb);
}

static void
adr_search_bar_init(AdrSearchBar *self)
{
    self->settings = gtk_source_search_settings_new();
    gtk_source_search_settings_set_wrap_around(self->settings, TRUE);
    gtk_widget_init_template(GTK_WIDGET(self));
}

AdrSearchBar *
adr_search_bar_new(void)
{
    return g_object_new(ADR_TYPE_SEARCH_BAR, NULL);
}

void
adr_search_bar_set_editor(AdrSearchBar *self, AdrEditor *editor)
{
    g_return_if_fail(ADR_IS_SEARCH_BAR(self));
    if (self->editor == editor)
        return;
    g_clear_object(&self->context);
    self->editor = editor;
    // Hits are coloured only while the bar is open.
    if (editor != NULL && gtk_widget_get_visible(GTK_WIDGET(self))) {
        self->context = gtk_source_search_context_new(
            GTK_SOURCE_BUFFER(adr_editor_get_document(editor)), self->settings);
        g_signal_connect_object(self->context, "notify::occurrences-count",
                                G_CALLBACK(update_count), self, G_CONNECT_SWAPPED);
    }
    update_count(self);
}

void
adr_search_bar_open(AdrSearchBar *self, gboolean with_replace)
{
    AdrEditor *editor = self->editor;
    GtkTextIter start, end;

    g_return_if_fail(ADR_IS_SEARCH_BAR(self));
    if (editor == NULL)
        return;
    gtk_widget_show(GTK_WIDGET(self));
    gtk_widget_set_visible(self->replace_row, with_replace);
    if (self->context == NULL) {
        self->editor = NULL;
        adr_search_bar_set_editor(self, editor);
    }
    if (gtk_text_buffer_get_selection_bounds(get_buffer(self), &start, &end) &&
        gtk_text_iter_get_line(&start) == gtk_text_iter_get_line(&end)) {
        g_autofree char *text = gtk_text_buffer_get_text(get_buffer(self), &start, &end, FALSE);
        g_autofree char *escaped = gtk_source_utils_escape_search_text(text);

        gtk_entry_set_text(self->find_entry, escaped);
    }
    gtk_widget_grab_focus(GTK_WIDGET(self->find_entry));
    gtk_editable_select_region(GTK_EDITABLE(self->find_entry), 0, -1);
    update_count(self);
}

void
adr_search_bar_close(AdrSearchBar *self)
{
    g_return_if_fail(ADR_IS_SEARCH_BAR(self));
    gtk_widget_hide(GTK_WIDGET(self));
    g_clear_object(&self->context);
    if (self->editor != NULL)
        gtk_widget_grab_focus(GTK_WIDGET(adr_editor_get_view(self->editor)));
}
