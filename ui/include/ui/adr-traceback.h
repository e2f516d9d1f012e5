/* SPDX-License-Identifier: MIT */
/* Finds the places that tracebacks and warnings name in a line of terminal output.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What VTE underlines: `File "x.py", line 3`. PCRE2. */
#define ADR_TRACEBACK_REGEX "File \"[^\"\\r\\n]+\", line [1-9][0-9]{0,8}"

/* Reads a place out of @text.
 *
 * @file: (out) (transfer full): the name as Python wrote it; set only on success
 * @line: (out): from 1
 *
 * Returns: FALSE if @text names no place */
gboolean adr_traceback_parse(const char *text, char **file, guint *line);

G_END_DECLS
