/* SPDX-License-Identifier: MIT */
/* The thinking is in adr-indent.c; here it meets the keys. GtkSourceView itself does Tab, Shift+Tab
 * and Backspace to the previous stop; its automatic indentation, which only copies, is off.
 */
#include "config.h"

#include "ui/adr-source-view.h"

#include <string.h>

#include "ui/adr-indent.h"

/* How far back a statement's beginning is looked for: more than any sane one is long, and short
 * enough that Enter costs nothing in a file of a megabyte. */
#define MAX_LINES_BACK 400

struct _AdrSourceView {
    GtkSourceView parent_instance;

    const char *unit; /* static: one step of indentation */
};

G_DEFINE_TYPE(AdrSourceView, adr_source_view, GTK_SOURCE_TYPE_VIEW)

/* The text from a line that most likely begins a statement up to @end. */
static char *
dup_text_before(GtkTextBuffer *buffer, const GtkTextIter *end)
{
    GtkTextIter start = *end;
    int first = MAX(0, gtk_text_iter_get_line(end) - MAX_LINES_BACK);

    gtk_text_iter_set_line_offset(&start, 0);
    while (gtk_text_iter_get_line(&start) > first) {
        gunichar c;

        gtk_text_iter_backward_line(&start);
        c = gtk_text_iter_get_char(&start);
        // Begins at the margin, and not with what may end a string or a bracket.
        if ((c == '@' || c == '_' || g_unichar_isalpha(c)) &&
            gtk_text_iter_get_line(end) - gtk_text_iter_get_line(&start) > 20 &&
            !gtk_source_buffer_iter_has_context_class(GTK_SOURCE_BUFFER(buffer), &start, "string"))
            break;
    }
    return gtk_text_buffer_get_text(buffer, &start, end, TRUE);
}

static void
insert_newline(AdrSourceView *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    g_autofree char *before = NULL;
    g_autofree char *indent = NULL;
    g_autofree char *insertion = NULL;
    GtkTextIter cursor, line_start, after;

    gtk_text_buffer_begin_user_action(buffer);
    gtk_text_buffer_delete_selection(buffer, TRUE, TRUE);
    gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
    line_start = cursor;
    gtk_text_iter_set_line_offset(&line_start, 0);

    before = dup_text_before(buffer, &cursor);
    indent = adr_indent_for_new_line(before, strlen(before), self->unit);
    // In the white space at the start of a line Enter makes room above it and leaves it in place.
    after = line_start;
    while (gtk_text_iter_compare(&after, &cursor) < 0 &&
           (gtk_text_iter_get_char(&after) == ' ' || gtk_text_iter_get_char(&after) == '\t'))
        gtk_text_iter_forward_char(&after);
    if (gtk_text_iter_equal(&after, &cursor)) {
        g_free(indent);
        indent = gtk_text_buffer_get_text(buffer, &line_start, &cursor, TRUE);
        if (gtk_text_iter_ends_line(&cursor)) { // a blank line keeps no white space
            gtk_text_buffer_delete(buffer, &line_start, &cursor);
            gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
        }
    } else {
        // White space on either side of the cursor would be left over or add to the indentation.
        after = cursor;
        while (gtk_text_iter_get_char(&after) == ' ' || gtk_text_iter_get_char(&after) == '\t')
            gtk_text_iter_forward_char(&after);
        if (!gtk_text_iter_equal(&after, &cursor)) {
            gtk_text_buffer_delete(buffer, &cursor, &after);
            gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
        }
    }
    insertion = g_strconcat("\n", indent, NULL);
    gtk_text_buffer_insert(buffer, &cursor, insertion, -1);
    gtk_text_buffer_end_user_action(buffer);
    gtk_text_view_scroll_mark_onscreen(GTK_TEXT_VIEW(self), gtk_text_buffer_get_insert(buffer));
}

/* Behind the ":" that was just typed: moves "else:" and its like under its "if". */
static void
place_clause(AdrSourceView *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    g_autofree char *before = NULL;
    g_autofree char *line = NULL;
    g_autofree char *indent = NULL;
    GtkTextIter cursor, line_start, code;

    gtk_text_buffer_get_iter_at_mark(buffer, &cursor, gtk_text_buffer_get_insert(buffer));
    line_start = cursor;
    gtk_text_iter_set_line_offset(&line_start, 0);
    line = gtk_text_buffer_get_text(buffer, &line_start, &cursor, TRUE);
    before = dup_text_before(buffer, &line_start);
    indent = adr_indent_for_clause(before, strlen(before), line);
    if (indent == NULL)
        return;
    code = line_start;
    while (gtk_text_iter_get_char(&code) == ' ' || gtk_text_iter_get_char(&code) == '\t')
        gtk_text_iter_forward_char(&code);
    gtk_text_buffer_begin_user_action(buffer);
    gtk_text_buffer_delete(buffer, &line_start, &code);
    gtk_text_buffer_insert(buffer, &line_start, indent, -1);
    gtk_text_buffer_end_user_action(buffer);
}

static gboolean
adr_source_view_key_press_event(GtkWidget *widget, GdkEventKey *event)
{
    AdrSourceView *self = ADR_SOURCE_VIEW(widget);
    GtkTextView *view = GTK_TEXT_VIEW(widget);
    GdkModifierType modifiers = event->state & gtk_accelerator_get_default_mod_mask();
    gboolean is_enter = event->keyval == GDK_KEY_Return || event->keyval == GDK_KEY_KP_Enter ||
                        event->keyval == GDK_KEY_ISO_Enter;
    gboolean handled;

    if (is_enter && (modifiers & ~GDK_SHIFT_MASK) == 0 && gtk_text_view_get_editable(view)) {
        // An input method may want the key to end what it composes.
        if (!gtk_text_view_im_context_filter_keypress(view, event)) {
            gtk_text_view_reset_im_context(view);
            insert_newline(self);
        }
        return TRUE;
    }
    handled = GTK_WIDGET_CLASS(adr_source_view_parent_class)->key_press_event(widget, event);
    if (handled && event->keyval == GDK_KEY_colon && gtk_text_view_get_editable(view) &&
        (modifiers & (GDK_CONTROL_MASK | GDK_MOD1_MASK)) == 0)
        place_clause(self);
    return handled;
}

static void
adr_source_view_class_init(AdrSourceViewClass *klass)
{
    GTK_WIDGET_CLASS(klass)->key_press_event = adr_source_view_key_press_event;
}

static void
adr_source_view_init(AdrSourceView *self)
{
    self->unit = "    ";
}

void
adr_source_view_detect_unit(AdrSourceView *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    GtkTextIter start, end;
    g_autofree char *text = NULL;
    gboolean uses_tabs;

    gtk_text_buffer_get_start_iter(buffer, &start);
    // The first thousand lines tell as much as all of them.
    gtk_text_buffer_get_iter_at_line(buffer, &end, 1000);
    text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    self->unit = adr_indent_detect_unit(text, strlen(text));
    uses_tabs = self->unit[0] == '\t';
    gtk_source_view_set_insert_spaces_instead_of_tabs(GTK_SOURCE_VIEW(self), !uses_tabs);
    gtk_source_view_set_indent_width(GTK_SOURCE_VIEW(self),
                                     uses_tabs ? -1 : (int)strlen(self->unit));
}

void
adr_source_view_get_selected_lines(AdrSourceView *self, int *first, int *last)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    GtkTextIter start, end;

    gtk_text_buffer_get_selection_bounds(buffer, &start, &end);
    *first = gtk_text_iter_get_line(&start);
    *last = gtk_text_iter_get_line(&end);
    // A selection of whole lines ends at the start of the line behind them.
    if (*last > *first && gtk_text_iter_starts_line(&end))
        (*last)--;
}

/* Moves @iter over the white space at the start of line @line; FALSE if the line is blank. */
static gboolean
find_code(GtkTextBuffer *buffer, int line, GtkTextIter *iter)
{
    gtk_text_buffer_get_iter_at_line(buffer, iter, line);
    while (gtk_text_iter_get_char(iter) == ' ' || gtk_text_iter_get_char(iter) == '\t')
        gtk_text_iter_forward_char(iter);
    return !gtk_text_iter_ends_line(iter);
}

void
adr_source_view_toggle_comment(AdrSourceView *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    gboolean all_commented = TRUE, any = FALSE;
    int column = G_MAXINT;
    int first, last;
    GtkTextIter iter, end;

    g_return_if_fail(ADR_IS_SOURCE_VIEW(self));
    adr_source_view_get_selected_lines(self, &first, &last);
    for (int line = first; line <= last; line++) {
        if (!find_code(buffer, line, &iter))
            continue;
        any = TRUE;
        all_commented = all_commented && gtk_text_iter_get_char(&iter) == '#';
        column = MIN(column, gtk_text_iter_get_line_offset(&iter));
    }
    if (!any)
        return;
    gtk_text_buffer_begin_user_action(buffer);
    for (int line = first; line <= last; line++) {
        if (!find_code(buffer, line, &iter))
            continue;
        if (all_commented) {
            end = iter;
            gtk_text_iter_forward_char(&end);
            if (gtk_text_iter_get_char(&end) == ' ')
                gtk_text_iter_forward_char(&end);
            gtk_text_buffer_delete(buffer, &iter, &end);
        } else {
            gtk_text_iter_set_line_offset(&iter, column);
            gtk_text_buffer_insert(buffer, &iter, "# ", 2);
        }
    }
    gtk_text_buffer_end_user_action(buffer);
}

void
adr_source_view_duplicate_lines(AdrSourceView *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer(GTK_TEXT_VIEW(self));
    g_autofree char *text = NULL;
    g_autofree char *insertion = NULL;
    int first, last;
    GtkTextIter start, end;

    g_return_if_fail(ADR_IS_SOURCE_VIEW(self));
    adr_source_view_get_selected_lines(self, &first, &last);
    gtk_text_buffer_get_iter_at_line(buffer, &start, first);
    gtk_text_buffer_get_iter_at_line(buffer, &end, last);
    if (!gtk_text_iter_ends_line(&end))
        gtk_text_iter_forward_to_line_end(&end);
    text = gtk_text_buffer_get_text(buffer, &start, &end, TRUE);
    insertion = g_strconcat(text, "\n", NULL);
    // Above the original, so that the cursor stands in the lower copy.
    gtk_text_buffer_begin_user_action(buffer);
    gtk_text_buffer_insert(buffer, &start, insertion, -1);
    gtk_text_buffer_end_user_action(buffer);
}
