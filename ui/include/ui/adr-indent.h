/* SPDX-License-Identifier: MIT */
/* Indentation as people who write Python expect it. Pure functions on text: no widget, no state.
 *
 * All take UTF-8. Columns are counted in characters, a tab as one.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Enter puts at the start of the new line.
 *
 * @text: the program up to the cursor; may begin at any earlier line that is not inside a string
 * @unit: one step of indentation: "    " or "\t"
 *
 * Keeps the line's indentation; one step more after a ":" that opens a block and after an opening
 * bracket at the end of the line; under the first character behind a bracket that has something
 * behind it; one step less after return, pass, break, continue and raise; back to the statement's
 * own column where a bracket that was opened on an earlier line has been closed. Inside a
 * triple-quoted string the line's own indentation is kept.
 *
 * Returns: (transfer full): white space only */
char *adr_indent_for_new_line(const char *text, gsize len, const char *unit);

/* Where a line that has just become "else:", "elif x:", "except:", "finally:" or "case x:" belongs.
 *
 * @before: the program's lines before this one
 * @line: the line with its indentation, up to and with the ":"
 *
 * Returns: (transfer full) (nullable): the indentation of the statement it continues; NULL if the
 * line is no such thing or stands right already */
char *adr_indent_for_clause(const char *before, gsize before_len, const char *line);

/* The step of indentation that a text uses: "\t" if most indented lines begin with a tab, otherwise
 * 2, 4 or 8 spaces, as the shallowest indentation that opens a block says; four spaces if it says
 * nothing.
 *
 * Returns: (transfer none): static */
const char *adr_indent_detect_unit(const char *text, gsize len);

G_END_DECLS
