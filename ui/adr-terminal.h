/* SPDX-License-Identifier: MIT */
/* The terminal: shows what a target prints and sends it what is typed.
 *
 * Signal "place-activated" (char *file, guint line): a link `File "x.py", line 3` was clicked.
 */
#pragma once

#include <vte/vte.h>

#include "device/adr-target.h"

G_BEGIN_DECLS

#define ADR_TYPE_TERMINAL (adr_terminal_get_type())
G_DECLARE_FINAL_TYPE(AdrTerminal, adr_terminal, ADR, TERMINAL, VteTerminal)

/* Joins the terminal to a target, in place of an earlier one; NULL to none. */
void adr_terminal_set_target(AdrTerminal *self, AdrTarget *target);

/* Sends the clipboard (or the primary selection) to the target. */
void adr_terminal_paste(AdrTerminal *self, GdkAtom selection);

/* Empties it, and keeps the line that is being typed. */
void adr_terminal_clear(AdrTerminal *self);

/* A line of our own between the target's: "— simulator —". Starts on a fresh line. */
void adr_terminal_print_note(AdrTerminal *self, const char *text);

/* Makes traceback lines links; costs the compiling of a pattern, so do it after the first frame. */
void adr_terminal_enable_links(AdrTerminal *self);

G_END_DECLS
