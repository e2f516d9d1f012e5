/* SPDX-License-Identifier: MIT */
/* The list of commands against the window it is for. */
#include "config.h"

#include <string.h>

#include "display.h"
#include "ui/adr-commands.h"
#include "ui/adr-window.h"

static void
test_accelerators(void)
{
    gsize n;
    const AdrCommand *commands = adr_commands_get(&n);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    g_assert_cmpuint(n, >, 30);
    for (gsize i = 0; i < n; i++) {
        for (int k = 0; k < 4 && commands[i].accelerators[k] != NULL; k++) {
            guint key;
            GdkModifierType modifiers;

            gtk_accelerator_parse(commands[i].accelerators[k], &key, &modifiers);
            g_assert_cmpuint(key, !=, 0);
            // No key does two things.
            g_assert_true(g_hash_table_add(seen, gtk_accelerator_name(key, modifiers)));
        }
    }
}

/* Every command of the window has its action, and every action without a parameter is a command. */
static void
test_actions(void)
{
    g_autoptr(GtkApplication) application =
        gtk_application_new("io.github.adder.Test", G_APPLICATION_NON_UNIQUE);
    AdrWindow *window;
    gsize n;
    const AdrCommand *commands = adr_commands_get(&n);
    g_auto(GStrv) names = NULL;

    g_application_register(G_APPLICATION(application), NULL, NULL);
    window = adr_window_new(application);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *name = NULL;
        g_autoptr(GVariant) parameter = NULL;

        g_assert_true(g_action_parse_detailed_name(commands[i].action, &name, &parameter, NULL));
        if (g_str_has_prefix(name, "win."))
            g_assert_true(g_action_group_has_action(G_ACTION_GROUP(window), name + 4));
    }
    names = g_action_group_list_actions(G_ACTION_GROUP(window));
    for (char **name = names; *name != NULL; name++) {
        gboolean found = FALSE;

        if (g_action_group_get_action_parameter_type(G_ACTION_GROUP(window), *name) != NULL)
            continue;
        for (gsize i = 0; i < n; i++)
            found = found || (g_str_has_prefix(commands[i].action, "win.") &&
                              g_str_equal(commands[i].action + 4, *name));
        if (!found)
            g_test_message("win.%s is not in the list of commands", *name);
        g_assert_true(found);
    }
    gtk_widget_destroy(GTK_WIDGET(window));
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
    g_test_add_func("/ui/commands/accelerators", test_accelerators);
    g_test_add_func("/ui/commands/actions", test_actions);
    return g_test_run();
}
