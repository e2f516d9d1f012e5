/* SPDX-License-Identifier: MIT */
/* What a session writes down is what the next start restores; also after a crash, at any prefix of
 * the list. */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "app/adr-session.h"
#include "display.h"
#include "ui/adr-window.h"

static GtkApplication *application;

static void
type_text(AdrEditor *editor, const char *text)
{
    gtk_text_buffer_insert_at_cursor(GTK_TEXT_BUFFER(adr_editor_get_document(editor)), text, -1);
}

static void
expect_text(AdrEditor *editor, const char *text)
{
    g_autofree char *got = adr_document_dup_text(adr_editor_get_document(editor));

    g_assert_cmpstr(got, ==, text);
}

static void
test_round_trip(void)
{
    AdrSession *session = adr_session_open();
    AdrWindow *window = adr_window_new(application);
    g_autofree char *path = g_build_filename(g_getenv("ADDER_TEST_HOME"), "file.py", NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFile) folder = g_file_get_parent(file);
    g_autoptr(GPtrArray) editors = NULL;
    g_autoptr(GPtrArray) closed = NULL;
    AdrEditor *editor;
    guint line, column;

    g_file_set_contents(path, "one\ntwo\n", -1, NULL);
    g_assert_false(adr_session_restore(session, window));
    adr_session_watch(session, window);
    adr_window_set_folder(window, folder);
    editor = adr_window_add_document(window, "unsaved.py");
    type_text(editor, "first\nsecond");
    adr_editor_go_to(editor, 2, 3);
    adr_window_open_file(window, file, 2);
    wait_until(g_strcmp0(adr_document_get_name(
                             adr_editor_get_document(adr_window_get_active_editor(window))),
                         "file.py") == 0);
    wait_until(
        !adr_document_get_loading(adr_editor_get_document(adr_window_get_active_editor(window))));
    type_text(adr_window_add_document(window, NULL), "closed text");
    g_action_group_activate_action(G_ACTION_GROUP(window), "close-tab", NULL);
    adr_window_set_active_editor(window, editor);
    adr_session_save_now(session);
    // As after a crash: nothing more is written.
    adr_session_close(session);
    gtk_widget_destroy(GTK_WIDGET(window));

    session = adr_session_open();
    window = adr_window_new(application);
    g_assert_true(adr_session_restore(session, window));
    editors = adr_window_list_editors(window);
    closed = adr_window_list_closed_editors(window);
    g_assert_cmpuint(editors->len, ==, 2);
    g_assert_cmpuint(closed->len, ==, 1);
    expect_text(editors->pdata[0], "first\nsecond");
    expect_text(closed->pdata[0], "closed text");
    g_assert_true(adr_window_get_active_editor(window) == editors->pdata[0]);
    adr_editor_get_cursor(editors->pdata[0], &line, &column);
    g_assert_cmpuint(line, ==, 2);
    g_assert_cmpuint(column, ==, 3);
    g_assert_true(
        gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(adr_editor_get_document(editors->pdata[0]))));
    wait_until(!adr_document_get_loading(adr_editor_get_document(editors->pdata[1])));
    expect_text(editors->pdata[1], "one\ntwo\n");
    g_assert_true(g_file_equal(adr_window_get_folder(window), folder));
    adr_session_close(session);
    gtk_widget_destroy(GTK_WIDGET(window));
}

/* A second process does not touch the first one's session; the drafts of a dead one are taken
 * over. */
static void
test_two_processes(void)
{
    AdrSession *first = adr_session_open();
    AdrSession *second = adr_session_open();
    AdrWindow *window = adr_window_new(application);
    g_autoptr(GPtrArray) editors = NULL;
    gboolean found = FALSE;

    adr_session_watch(second, window);
    type_text(adr_window_add_document(window, "second.py"), "of the second");
    adr_session_save_now(second);
    adr_session_close(second);
    gtk_widget_destroy(GTK_WIDGET(window));

    window = adr_window_new(application);
    g_assert_true(adr_session_restore(first, window));
    editors = adr_window_list_editors(window);
    for (guint i = 0; i < editors->len; i++) {
        AdrDocument *document = adr_editor_get_document(editors->pdata[i]);

        if (g_str_equal(adr_document_get_name(document), "second.py")) {
            expect_text(editors->pdata[i], "of the second");
            found = TRUE;
        }
    }
    g_assert_true(found);
    adr_session_close(first);
    gtk_widget_destroy(GTK_WIDGET(window));

    // It is the first one's now, and only once.
    first = adr_session_open();
    window = adr_window_new(application);
    g_assert_true(adr_session_restore(first, window));
    g_ptr_array_unref(editors);
    editors = adr_window_list_editors(window);
    found = FALSE;
    for (guint i = 0; i < editors->len; i++) {
        gboolean is_it = g_str_equal(
            adr_document_get_name(adr_editor_get_document(editors->pdata[i])), "second.py");

        g_assert_false(found && is_it);
        found = found || is_it;
    }
    g_assert_true(found);
    adr_session_close(first);
    gtk_widget_destroy(GTK_WIDGET(window));
}

static void
test_damaged(void)
{
    g_autofree char *path =
        g_build_filename(g_get_user_state_dir(), "adder", "session", "session.ini", NULL);
    g_autofree char *text = NULL;
    gsize len;

    g_assert_true(g_file_get_contents(path, &text, &len, NULL));
    for (gsize cut = 0; cut < len; cut += 7) {
        AdrSession *session;
        AdrWindow *window = adr_window_new(application);

        g_file_set_contents(path, text, cut, NULL);
        session = adr_session_open();
        adr_session_restore(session, window);
        adr_session_close(session);
        gtk_widget_destroy(GTK_WIDGET(window));
    }
}

int
main(int argc, char **argv)
{
    gboolean has_display = prepare_display(&argc, &argv);

    g_test_init(&argc, &argv, NULL);
    if (!has_display) {
        g_test_skip("no display");
        return 0;
    }
    adr_window_prepare();
    application = gtk_application_new("io.github.adder.Test", G_APPLICATION_NON_UNIQUE);
    g_application_register(G_APPLICATION(application), NULL, NULL);
    g_test_add_func("/ui/session/round-trip", test_round_trip);
    g_test_add_func("/ui/session/two-processes", test_two_processes);
    g_test_add_func("/ui/session/damaged", test_damaged);
    return g_test_run();
}
