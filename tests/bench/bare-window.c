/* SPDX-License-Identifier: MIT */
/* The least that a window like Adder's could be: one GtkSourceView and one VteTerminal, nothing else.
 *
 * tests/bench/startup measures Adder against it, so that what the libraries cost is not held against us and what
 * we add is not hidden behind them. Usage: bare-window FILE
 */
#include <gtksourceview/gtksource.h>
#include <vte/vte.h>

int
main(int argc, char **argv)
{
    GtkWidget *window, *paned, *scrolled, *view, *terminal;
    g_autofree char *text = NULL;

    gtk_init(&argc, &argv);
    window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    gtk_window_set_default_size(GTK_WINDOW(window), 1100, 740);
    gtk_window_set_title(GTK_WINDOW(window), "bare window");
    paned = gtk_paned_new(GTK_ORIENTATION_VERTICAL);
    scrolled = gtk_scrolled_window_new(NULL, NULL);
    view = gtk_source_view_new();
    terminal = vte_terminal_new();
    gtk_text_view_set_monospace(GTK_TEXT_VIEW(view), TRUE);
    gtk_source_view_set_show_line_numbers(GTK_SOURCE_VIEW(view), TRUE);
    if (argc > 1 && g_file_get_contents(argv[1], &text, NULL, NULL))
        gtk_text_buffer_set_text(gtk_text_view_get_buffer(GTK_TEXT_VIEW(view)), text, -1);
    vte_terminal_feed(VTE_TERMINAL(terminal), ">>> ", -1);

    gtk_container_add(GTK_CONTAINER(scrolled), view);
    gtk_paned_pack1(GTK_PANED(paned), scrolled, TRUE, FALSE);
    gtk_paned_pack2(GTK_PANED(paned), terminal, FALSE, FALSE);
    gtk_container_add(GTK_CONTAINER(window), paned);
    g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
    gtk_widget_grab_focus(view);
    gtk_widget_show_all(window);
    gtk_main();
    return 0;
}
