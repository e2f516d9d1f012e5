/* SPDX-License-Identifier: MIT */
/* Everything the window can do: one list from which the accelerators, the command palette and the
 * page of shortcuts come.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *action;  /* detailed action name: "win.run" */
    const char *label;   /* untranslated; what it does, as a menu would say it */
    const char *section; /* untranslated; heading on the page of shortcuts */
    const char
        *accelerators[4]; /* in GTK's notation, the first is the one shown; NULL-terminated */
} AdrCommand;

/* Returns: (transfer none): @n_commands commands in the order in which they are shown. Any thread.
 */
const AdrCommand *adr_commands_get(gsize *n_commands);

/* Returns: (transfer full) (nullable): "F5", for tooltips, as this keyboard writes it. */
char *adr_commands_dup_accelerator_label(const char *action);

G_END_DECLS
