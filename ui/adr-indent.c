/* SPDX-License-Identifier: MIT */
/* The idea: one pass over the text before the cursor with a scanner that knows just enough of
 * Python (strings, comments, brackets, where a statement begins) to tell what the cursor stands in.
 * A parser would be exact, but the text at the cursor is nearly always unfinished.
 */
#include "config.h"

#include "ui/adr-indent.h"

#include <string.h>

#define MAX_DEPTH 200

typedef struct {
    gsize line_start;      /* of the line that the bracket stands on */
    gsize at;              /* of the bracket */
    gboolean has_follower; /* something other than white space and comment stands behind it */
} Bracket;

typedef struct {
    Bracket brackets[MAX_DEPTH];
    int depth;
    gsize line_start;      /* of the line that the cursor stands on */
    gsize statement_start; /* of the line on which the current statement began */
    gsize last_code;       /* position behind the last character that is code, 0 if none */
    gboolean last_is_colon;
    gboolean in_long_string;
    gboolean in_string; /* an unfinished string of one line */
} Scan;

static gsize
blank_prefix_len(const char *text, gsize start, gsize end)
{
    gsize at = start;

    while (at < end && (text[at] == ' ' || text[at] == '\t'))
        at++;
    return at - start;
}

/* Returns the position behind the string that begins with the quote at @at; @end if unfinished. */
static gsize
skip_string(const char *text, gsize at, gsize end, Scan *scan)
{
    char quote = text[at];

    if (end - at >= 3 && text[at + 1] == quote && text[at + 2] == quote) {
        for (gsize i = at + 3; i < end; i++) {
            if (text[i] == '\\') {
                i++;
            } else if (text[i] == '\n') {
                scan->line_start = i + 1;
            } else if (text[i] == quote && end - i >= 3 && text[i + 1] == quote &&
                       text[i + 2] == quote) {
                return i + 3;
            }
        }
        scan->in_long_string = TRUE;
        return end;
    }
    for (gsize i = at + 1; i < end; i++) {
        if (text[i] == '\\' && i + 1 < end && text[i + 1] != '\n')
            i++;
        else if (text[i] == quote)
            return i + 1;
        else if (text[i] == '\n')
            return i; // unfinished: Python would complain too, the next line is code again
    }
    scan->in_string = TRUE;
    return end;
}

static void
scan_code(const char *text, gsize end, Scan *scan)
{
    gsize at = 0;

    memset(scan, 0, sizeof *scan);
    while (at < end) {
        char c = text[at];
        gboolean is_code = TRUE;
        gsize next = at + 1;

        switch (c) {
        case '#':
            while (next < end && text[next] != '\n')
                next++;
            is_code = FALSE;
            break;
        case '\n':
            scan->line_start = next;
            if (scan->depth == 0 && !(at > 0 && text[at - 1] == '\\')) {
                // Empty lines and comments do not begin a statement.
                gsize first = next + blank_prefix_len(text, next, end);
                if (first >= end || (text[first] != '\n' && text[first] != '#')) {
                    scan->statement_start = next;
                    scan->last_code = 0;
                    scan->last_is_colon = FALSE;
                }
            }
            is_code = FALSE;
            break;
        case ' ':
        case '\t':
        case '\r': is_code = FALSE; break;
        case '"':
        case '\'': next = skip_string(text, at, end, scan); break;
        case '(':
        case '[':
        case '{':
            if (scan->depth > 0)
                scan->brackets[scan->depth - 1].has_follower = TRUE;
            if (scan->depth < MAX_DEPTH) {
                scan->brackets[scan->depth++] =
                    (Bracket){.line_start = scan->line_start, .at = at, .has_follower = FALSE};
                scan->last_code = next;
                scan->last_is_colon = FALSE;
                at = next;
                continue;
            }
            break;
        case ')':
        case ']':
        case '}':
            if (scan->depth > 0)
                scan->depth--;
            break;
        default: break;
        }
        if (is_code) {
            if (scan->depth > 0)
                scan->brackets[scan->depth - 1].has_follower = TRUE;
            scan->last_code = next;
            scan->last_is_colon = c == ':' && scan->depth == 0;
        }
        at = next;
    }
}

static gboolean
begins_with_word(const char *text, gsize len, const char *word)
{
    gsize word_len = strlen(word);

    if (len < word_len || memcmp(text, word, word_len) != 0)
        return FALSE;
    return len == word_len || !(g_ascii_isalnum(text[word_len]) || text[word_len] == '_');
}

static gboolean
leaves_block(const char *statement, gsize len)
{
    static const char *const words[] = {"return", "pass", "break", "continue", "raise"};

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        if (begins_with_word(statement, len, words[i]))
            return TRUE;
    }
    return FALSE;
}

static char *
without_last_step(const char *indent, gsize len, const char *unit)
{
    gsize unit_len = strlen(unit);

    if (len > 0 && indent[len - 1] == '\t')
        return g_strndup(indent, len - 1);
    return g_strndup(indent, len - MIN(len, unit_len));
}

char *
adr_indent_for_new_line(const char *text, gsize len, const char *unit)
{
    Scan scan;
    const char *indent;
    gsize indent_len;

    scan_code(text, len, &scan);
    if (scan.in_long_string || scan.in_string) {
        indent_len = blank_prefix_len(text, scan.line_start, len);
        return g_strndup(text + scan.line_start, indent_len);
    }
    if (scan.depth > 0) {
        const Bracket *bracket = &scan.brackets[scan.depth - 1];

        indent = text + bracket->line_start;
        indent_len = blank_prefix_len(text, bracket->line_start, len);
        if (bracket->has_follower && bracket->line_start == scan.line_start) {
            GString *out = g_string_new_len(indent, indent_len);
            gsize first = bracket->at + 1 + blank_prefix_len(text, bracket->at + 1, len);
            glong columns =
                g_utf8_strlen(indent + indent_len, first - bracket->line_start - indent_len);

            for (glong i = 0; i < columns; i++)
                g_string_append_c(out, ' ');
            return g_string_free(out, FALSE);
        }
        if (bracket->line_start == scan.line_start)
            return g_strdup_printf("%.*s%s", (int)indent_len, indent, unit);
        // A later line inside the brackets: as the line above, which the person has placed.
        indent_len = blank_prefix_len(text, scan.line_start, len);
        return g_strndup(text + scan.line_start, indent_len);
    }
    if (scan.last_code == 0) { // an empty line or a comment
        indent_len = blank_prefix_len(text, scan.line_start, len);
        return g_strndup(text + scan.line_start, indent_len);
    }
    indent = text + scan.statement_start;
    indent_len = blank_prefix_len(text, scan.statement_start, len);
    if (scan.last_is_colon)
        return g_strdup_printf("%.*s%s", (int)indent_len, indent, unit);
    if (leaves_block(indent + indent_len, len - scan.statement_start - indent_len))
        return without_last_step(indent, indent_len, unit);
    // The cursor's own line may be a blank one behind the statement: then keep what it has.
    if (scan.last_code <= scan.line_start)
        return g_strndup(text + scan.line_start, blank_prefix_len(text, scan.line_start, len));
    return g_strndup(indent, indent_len);
}

typedef struct {
    const char *clause;
    const char *openers[8];
} ClauseRule;

static const ClauseRule clause_rules[] = {
    {"else", {"if", "elif", "for", "while", "try", "except", "async"}},
    {"elif", {"if", "elif"}},
    {"except", {"try", "except"}},
    {"finally", {"try", "except", "else"}},
    {"case", {"case"}},
};

static const ClauseRule *
find_clause_rule(const char *word, gsize len)
{
    for (gsize i = 0; i < G_N_ELEMENTS(clause_rules); i++) {
        if (begins_with_word(word, len, clause_rules[i].clause))
            return &clause_rules[i];
    }
    return NULL;
}

static gboolean
is_opener(const ClauseRule *rule, const char *line, gsize len)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rule->openers) && rule->openers[i] != NULL; i++) {
        if (begins_with_word(line, len, rule->openers[i]))
            return TRUE;
    }
    return FALSE;
}

char *
adr_indent_for_clause(const char *before, gsize before_len, const char *line)
{
    gsize line_len = strlen(line);
    gsize indent_len = blank_prefix_len(line, 0, line_len);
    const ClauseRule *rule = find_clause_rule(line + indent_len, line_len - indent_len);
    gsize limit = indent_len + 1; // looks for openers to the left of this column
    gboolean is_first = TRUE;
    gsize end = before_len;

    if (rule == NULL || line_len == 0 || line[line_len - 1] != ':')
        return NULL;

    while (end > 0) {
        gsize start, blank, code_len;

        if (before[end - 1] == '\n')
            end--;
        start = end;
        while (start > 0 && before[start - 1] != '\n')
            start--;
        blank = blank_prefix_len(before, start, end);
        code_len = end - start - blank;
        if (code_len > 0 && before[start + blank] != '#') {
            // The line above is further left: the person placed this one on purpose.
            if (is_first && blank < indent_len &&
                !is_opener(rule, before + start + blank, code_len))
                return NULL;
            is_first = FALSE;
            if (blank < limit && is_opener(rule, before + start + blank, code_len)) {
                if (blank == indent_len)
                    return NULL;
                return g_strndup(before + start, blank);
            }
            limit = MIN(limit, MAX(blank, 1));
            if (blank == 0)
                return NULL;
        }
        end = start;
    }
    return NULL;
}

const char *
adr_indent_detect_unit(const char *text, gsize len)
{
    static const char *const spaces[] = {"  ", "    ", "        "};
    guint n_tabs = 0, n_spaces = 0, votes[3] = {0};
    gboolean after_colon = FALSE;
    gsize last_blank = 0;

    for (gsize start = 0; start < len;) {
        const char *newline = memchr(text + start, '\n', len - start);
        gsize end = newline != NULL ? (gsize)(newline - text) : len;
        gsize blank = blank_prefix_len(text, start, end);
        gsize last = end;

        while (last > start + blank && g_ascii_isspace(text[last - 1]))
            last--;
        if (last > start + blank && text[start + blank] != '#') {
            if (blank > 0 && text[start] == '\t')
                n_tabs++;
            else if (blank > 0)
                n_spaces++;
            if (after_colon && blank > last_blank && text[start] == ' ') {
                gsize step = blank - last_blank;
                votes[0] += step == 2;
                votes[1] += step == 4;
                votes[2] += step == 8;
            }
            after_colon = text[last - 1] == ':';
            last_blank = blank;
        }
        start = end + 1;
    }
    if (n_tabs > n_spaces)
        return "\t";
    if (votes[0] > votes[1] && votes[0] >= votes[2])
        return spaces[0];
    if (votes[2] > votes[1])
        return spaces[2];
    return spaces[1];
}
