/* SPDX-License-Identifier: MIT */
/* Why unique and not G_APPLICATION_NON_UNIQUE: "Open with Adder" in a file manager means the window
 * that is already there, and two processes would take the same serial port from one another. Asking
 * the session bus for the name costs 1 ms; without a bus every start is its own.
 */
#include "config.h"

#include "app/adr-application.h"

#include <signal.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/adr-session.h"
#include "ui/adr-commands.h"
#include "ui/adr-paths.h"
#include "ui/adr-window.h"

struct _AdrApplication {
    GtkApplication parent_instance;

    AdrSession *session; /* owned, NULL before the window is there */
    AdrWindow *window;   /* borrowed from GtkApplication, NULL without one */
};

G_DEFINE_TYPE(AdrApplication, adr_application, GTK_TYPE_APPLICATION)

/* -- Actions */

static void
quit_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrApplication *self = data;
    GdkEvent *event;
    gboolean handled;

    if (self->window == NULL) {
        g_application_quit(data);
        return;
    }
    // Not gtk_window_close(): a dialog that is open would keep the window from hearing of it.
    event = gdk_event_new(GDK_DELETE);
    g_signal_emit_by_name(self->window, "delete-event", event, &handled);
    gdk_event_free(event);
    gtk_widget_destroy(GTK_WIDGET(self->window));
}

static GtkWidget *
make_shortcut_group(const AdrCommand *commands, gsize n, gsize first)
{
    GtkWidget *group = g_object_new(GTK_TYPE_SHORTCUTS_GROUP, "visible", TRUE, "title",
                                    _(commands[first].section), NULL);

    for (gsize i = first; i < n && g_str_equal(commands[i].section, commands[first].section); i++) {
        g_autofree char *accelerators = NULL;

        if (commands[i].accelerators[0] == NULL)
            continue;
        accelerators = g_strjoinv(" ", (char **)commands[i].accelerators);
        gtk_container_add(GTK_CONTAINER(group),
                          g_object_new(GTK_TYPE_SHORTCUTS_SHORTCUT, "visible", TRUE, "title",
                                       _(commands[i].label), "accelerator", accelerators, NULL));
    }
    return group;
}

static void
shortcuts_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrApplication *self = data;
    GtkWidget *page = g_object_new(GTK_TYPE_SHORTCUTS_WINDOW, "transient-for", self->window,
                                   "destroy-with-parent", TRUE, NULL);
    GtkWidget *section = g_object_new(GTK_TYPE_SHORTCUTS_SECTION, "visible", TRUE, "section-name",
                                      "shortcuts", "max-height", 16, NULL);
    gsize n;
    const AdrCommand *commands = adr_commands_get(&n);

    for (gsize i = 0; i < n; i++) {
        if (i == 0 || !g_str_equal(commands[i].section, commands[i - 1].section))
            gtk_container_add(GTK_CONTAINER(section), make_shortcut_group(commands, n, i));
    }
    gtk_container_add(GTK_CONTAINER(page), section);
    gtk_window_present(GTK_WINDOW(page));
}

static void
help_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrApplication *self = data;
    g_autofree char *path = adr_paths_dup_data("help/index.html");
    g_autoptr(GError) error = NULL;
    g_autofree char *uri = g_filename_to_uri(path, NULL, NULL);

    if (uri != NULL &&
        !gtk_show_uri_on_window(GTK_WINDOW(self->window), uri, GDK_CURRENT_TIME, &error)) {
        g_autofree char *detail =
            g_strdup_printf(_("%s You can open it yourself: %s"), error->message, path);
        adr_window_show_message(self->window, GTK_MESSAGE_WARNING,
                                _("The help could not be shown in a browser"), detail);
    }
}

static void
about_cb(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    AdrApplication *self = data;

    gtk_show_about_dialog(GTK_WINDOW(self->window), "program-name", "Adder", "version",
                          ADDER_VERSION, "logo-icon-name", ADDER_APPLICATION_ID, "comments",
                          _("A workbench for Python on microcontrollers"), "license-type",
                          GTK_LICENSE_MIT_X11, "copyright", _("© The Adder authors"),
                          "translator-credits", _("translator-credits"), NULL);
}

static const GActionEntry entries[] = {
    {"quit", quit_cb},
    {"shortcuts", shortcuts_cb},
    {"help", help_cb},
    {"about", about_cb},
};

/* -- Life */

static gboolean
delete_event_cb(GtkWidget *window, GdkEvent *event, AdrApplication *self)
{
    adr_session_save_now(self->session);
    return FALSE;
}

static void
window_removed_cb(AdrApplication *self, GtkWindow *window)
{
    if (window == GTK_WINDOW(self->window))
        self->window = NULL;
}

static gboolean
signal_cb(gpointer self)
{
    quit_cb(NULL, NULL, self);
    return G_SOURCE_CONTINUE;
}

static gboolean
show_first_example(AdrWindow *window)
{
    adr_window_open_example(window, "blink.py");
    return TRUE;
}

/* @has_files: others are going to be opened, so nothing needs to be offered */
static void
ensure_window(AdrApplication *self, gboolean has_files)
{
    if (self->window != NULL) {
        gtk_window_present(GTK_WINDOW(self->window));
        return;
    }
    self->window = adr_window_new(GTK_APPLICATION(self));
    g_signal_connect(self->window, "delete-event", G_CALLBACK(delete_event_cb), self);
    self->session = adr_session_open();
    if (!adr_session_restore(self->session, self->window) && !has_files)
        show_first_example(self->window);
    adr_session_watch(self->session, self->window);
    gtk_window_present(GTK_WINDOW(self->window));
}

static void
adr_application_activate(GApplication *application)
{
    ensure_window(ADR_APPLICATION(application), FALSE);
}

static void
adr_application_open(GApplication *application, GFile **files, int n_files, const char *hint)
{
    AdrApplication *self = ADR_APPLICATION(application);

    ensure_window(self, TRUE);
    for (int i = 0; i < n_files; i++)
        adr_window_open_file(self->window, files[i], 0);
}

static void
adr_application_startup(GApplication *application)
{
    GtkApplication *gtk_application = GTK_APPLICATION(application);
    gsize n;
    const AdrCommand *commands = adr_commands_get(&n);

    G_APPLICATION_CLASS(adr_application_parent_class)->startup(application);
    adr_window_prepare();
    g_action_map_add_action_entries(G_ACTION_MAP(application), entries, G_N_ELEMENTS(entries),
                                    application);
    for (gsize i = 0; i < n; i++) {
        if (commands[i].accelerators[0] != NULL)
            gtk_application_set_accels_for_action(gtk_application, commands[i].action,
                                                  (const char *const *)commands[i].accelerators);
    }
    g_unix_signal_add(SIGTERM, signal_cb, application);
    g_unix_signal_add(SIGINT, signal_cb, application);
    g_unix_signal_add(SIGHUP, signal_cb, application);
}

static void
adr_application_shutdown(GApplication *application)
{
    AdrApplication *self = ADR_APPLICATION(application);

    g_settings_sync();
    g_clear_pointer(&self->session, adr_session_close);
    G_APPLICATION_CLASS(adr_application_parent_class)->shutdown(application);
}

static int
adr_application_handle_local_options(GApplication *application, GVariantDict *options)
{
    if (g_variant_dict_contains(options, "version")) {
        g_print("Adder %s\n", ADDER_VERSION);
        return 0;
    }
    return -1;
}

static void
adr_application_class_init(AdrApplicationClass *klass)
{
    GApplicationClass *application_class = G_APPLICATION_CLASS(klass);

    application_class->activate = adr_application_activate;
    application_class->open = adr_application_open;
    application_class->startup = adr_application_startup;
    application_class->shutdown = adr_application_shutdown;
    application_class->handle_local_options = adr_application_handle_local_options;
}

static void
adr_application_init(AdrApplication *self)
{
    static const GOptionEntry options[] = {
        {"version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version and exit"), NULL},
        {NULL},
    };

    g_application_add_main_option_entries(G_APPLICATION(self), options);
    g_application_set_option_context_parameter_string(G_APPLICATION(self), _("[FILE…]"));
    g_signal_connect(self, "window-removed", G_CALLBACK(window_removed_cb), NULL);
}

AdrApplication *
adr_application_new(void)
{
    g_set_application_name("Adder");
    return g_object_new(ADR_TYPE_APPLICATION, "application-id", ADDER_APPLICATION_ID, "flags",
                        G_APPLICATION_HANDLES_OPEN, NULL);
}
