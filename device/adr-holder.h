/* SPDX-License-Identifier: MIT */
/* Who else has a port open: the answer to "the port is busy". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks through /proc for the process that has the tty @path open, without ourselves and without
 * the process that holds the other end of a pseudo-terminal (that one is the board).
 *
 * Takes some milliseconds. Processes of other users cannot be looked into unless we are root.
 *
 * Returns: (transfer full) (nullable): for people: "screen (process 4711)". Any thread. */
char *adr_holder_find(const char *path);

/* What to do about a holder of this name: a translated sentence. Returns: (transfer full). */
char *adr_holder_dup_advice(const char *holder);

G_END_DECLS
