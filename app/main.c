/* SPDX-License-Identifier: MIT */
/* adder [FILE...]: the window. */
#include "config.h"

#include <locale.h>
#include <malloc.h>

#include <glib/gi18n.h>

#include "app/adr-application.h"
#include "ui/adr-paths.h"

int
main(int argc, char **argv)
{
    g_autoptr(AdrApplication) application = NULL;

    // GIO's threads come and go; an arena for each of them would be memory that nobody uses.
    mallopt(M_ARENA_MAX, 1);
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, adr_paths_get_locale_dir());
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    application = adr_application_new();
    // An Adder that is just ending may still have the name and not answer any more.
    if (!g_application_register(G_APPLICATION(application), NULL, NULL)) {
        g_object_unref(application);
        application = adr_application_new();
        g_application_set_flags(G_APPLICATION(application),
                                G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
    }
    return g_application_run(G_APPLICATION(application), argc, argv);
}
