/* SPDX-License-Identifier: MIT */
/* The list follows WINDOW.md. An action that takes a parameter carries it in its name:
 * "win.zoom::in".
 */
#include "config.h"

#include "ui/adr-commands.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

/* clang-format off */
static const AdrCommand commands[] = {
    {"win.run",              N_("Run the program on the target"), N_("Program"), {"F5"}},
    {"win.stop",             N_("Stop (again: harder)"),          N_("Program"), {"<Shift>F5", "<Primary>F2"}},
    {"win.soft-reset",       N_("Restart Python on the target"),  N_("Program"), {"<Primary><Shift>F5"}},
    {"win.reconnect",        N_("Connect to the target"),         N_("Program"), {NULL}},
    {"win.disconnect",       N_("Disconnect from the target"),    N_("Program"), {NULL}},
    {"win.choose-target",    N_("Choose the target…"),            N_("Program"), {"<Primary><Shift>t"}},

    {"win.new",              N_("New file"),                      N_("Files"), {"<Primary>n"}},
    {"win.open",             N_("Open a file…"),                  N_("Files"), {"<Primary>o"}},
    {"win.open-folder",      N_("Open a folder…"),                N_("Files"), {"<Primary><Shift>o"}},
    {"win.save",             N_("Save"),                          N_("Files"), {"<Primary>s"}},
    {"win.save-as",          N_("Save as…"),                      N_("Files"), {"<Primary><Shift>s"}},
    {"win.save-all",         N_("Save all"),                      N_("Files"), {NULL}},
    {"win.reload",           N_("Read the file again from disk"), N_("Files"), {NULL}},
    {"win.close-tab",        N_("Close the tab"),                 N_("Files"), {"<Primary>w"}},
    {"win.reopen-tab",       N_("Open the last closed tab again"), N_("Files"), {"<Primary><Alt>t"}},
    {"win.next-tab",         N_("Next tab"),                      N_("Files"), {"<Primary>Tab", "<Primary>Page_Down"}},
    {"win.previous-tab",     N_("Previous tab"),                  N_("Files"), {"<Primary><Shift>Tab", "<Primary>Page_Up"}},
    {"app.quit",             N_("Quit"),                          N_("Files"), {"<Primary>q"}},

    {"win.undo",             N_("Undo"),                          N_("Editing"), {"<Primary>z"}},
    {"win.redo",             N_("Redo"),                          N_("Editing"), {"<Primary><Shift>z", "<Primary>y"}},
    {"win.find",             N_("Find…"),                         N_("Editing"), {"<Primary>f"}},
    {"win.find-next",        N_("Find the next one"),             N_("Editing"), {"F3"}},
    {"win.find-previous",    N_("Find the previous one"),         N_("Editing"), {"<Shift>F3"}},
    {"win.replace",          N_("Find and replace…"),             N_("Editing"), {"<Primary>h"}},
    {"win.go-to-line",       N_("Go to line…"),                   N_("Editing"), {"<Primary>g"}},
    {"win.next-problem",     N_("Go to the program's last error"), N_("Editing"), {"F8"}},
    {"win.toggle-comment",   N_("Comment lines in and out"),      N_("Editing"), {"<Primary>slash"}},
    {"win.indent",           N_("Indent lines"),                  N_("Editing"), {"<Primary>bracketright"}},
    {"win.unindent",         N_("Unindent lines"),                N_("Editing"), {"<Primary>bracketleft"}},
    {"win.move-lines-up",    N_("Move lines up"),                 N_("Editing"), {"<Alt>Up"}},
    {"win.move-lines-down",  N_("Move lines down"),               N_("Editing"), {"<Alt>Down"}},
    {"win.duplicate-lines",  N_("Duplicate lines"),               N_("Editing"), {"<Primary>d"}},

    {"win.toggle-terminal-focus", N_("Between editor and terminal"), N_("Window"), {"<Primary>grave"}},
    {"win.terminal-copy",    N_("Copy from the terminal"),        N_("Window"), {"<Primary><Shift>c"}},
    {"win.terminal-paste",   N_("Paste into the terminal"),       N_("Window"), {"<Primary><Shift>v"}},
    {"win.terminal-clear",   N_("Clear the terminal"),            N_("Window"), {"<Primary><Shift>k"}},
    {"win.show-files",       N_("Show or hide the files"),        N_("Window"), {"F9"}},
    {"win.focus-files",      N_("Go to the files on the computer"), N_("Window"), {"<Primary><Shift>e"}},
    {"win.zoom::in",         N_("Larger text"),                   N_("Window"), {"<Primary>plus", "<Primary>equal", "<Primary>KP_Add"}},
    {"win.zoom::out",        N_("Smaller text"),                  N_("Window"), {"<Primary>minus", "<Primary>KP_Subtract"}},
    {"win.zoom::normal",     N_("Normal text size"),              N_("Window"), {"<Primary>0", "<Primary>KP_0"}},
    {"win.wrap-lines",       N_("Wrap long lines"),               N_("Window"), {"<Alt>z"}},
    {"win.show-line-numbers", N_("Show line numbers"),            N_("Window"), {NULL}},
    {"win.fullscreen",       N_("Full screen"),                   N_("Window"), {"F11"}},
    {"win.palette",          N_("Command palette"),               N_("Window"), {"<Primary><Shift>p"}},
    {"win.primary-menu",     N_("Main menu"),                     N_("Window"), {"F10"}},
    {"app.shortcuts",        N_("Keyboard shortcuts"),            N_("Window"), {"<Primary>question", "<Primary><Shift>question"}},
    {"app.help",             N_("Help"),                          N_("Window"), {"F1"}},
    {"app.about",            N_("About Adder"),                   N_("Window"), {NULL}},
};
/* clang-format on */

const AdrCommand *
adr_commands_get(gsize *n_commands)
{
    *n_commands = G_N_ELEMENTS(commands);
    return commands;
}

char *
adr_commands_dup_accelerator_label(const char *action)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        guint key;
        GdkModifierType modifiers;

        if (!g_str_equal(commands[i].action, action) || commands[i].accelerators[0] == NULL)
            continue;
        gtk_accelerator_parse(commands[i].accelerators[0], &key, &modifiers);
        return gtk_accelerator_get_label(key, modifiers);
    }
    return NULL;
}
