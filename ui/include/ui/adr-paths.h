/* SPDX-License-Identifier: MIT */
/* Where Adder's own files are: installed, or in the source and build folders when run from there.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full): a path below the folder of shared data: "styles", "examples/blink.py".
 * Need not exist. Any thread. */
char *adr_paths_dup_data(const char *relative);

/* Returns: (transfer none): the folder of the translations. Any thread. */
const char *adr_paths_get_locale_dir(void);

/* Returns: (transfer none): the settings; they live in $XDG_CONFIG_HOME/adder/settings.ini, which
 * needs no daemon, can be read, copied and thrown away. Main thread. */
GSettings *adr_settings_get(void);

G_END_DECLS
