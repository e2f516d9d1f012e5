/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "ui/adr-indent.h"

typedef struct {
    const char *name;
    const char *before; /* the program up to the cursor */
    const char *indent; /* what Enter puts in front of the next line */
} NewLine;

static const NewLine new_lines[] = {
    {"empty", "", ""},
    {"plain", "x = 1", ""},
    {"keeps", "    x = 1", "    "},
    {"colon", "if x:", "    "},
    {"colon-indented", "    for i in x:", "        "},
    {"colon-comment", "if x:  # why", "    "},
    {"colon-spaces", "while True:   ", "    "},
    {"comment-with-colon", "x = 1  # like this:", ""},
    {"string-with-colon", "x = 'a:'", ""},
    {"string-with-hash", "x = '#':", "    "},
    {"colon-in-brackets", "x[1:", "  "},
    {"colon-in-closed-brackets", "x[1:]", ""},
    {"return", "def f():\n    return 1", ""},
    {"return-deep", "    if x:\n        return", "    "},
    {"pass", "    pass", ""},
    {"break", "        break  # out", "    "},
    {"continue", "    continue", ""},
    {"raise", "    raise ValueError(x)", ""},
    {"returns-is-a-name", "    returns = 1", "    "},
    {"pass-at-margin", "pass", ""},
    {"open-bracket", "f(", "    "},
    {"open-bracket-indented", "    x = [", "        "},
    {"open-bracket-comment", "x = {  # first", "    "},
    {"align", "print(a,", "      "},
    {"align-nested", "f(g(1, 2), h(3,", "             "},
    {"align-behind-space", "f( a,", "   "},
    {"second-line-in-bracket", "f(\n    a,", "    "},
    {"closed-on-later-line", "f(a,\n  b)", ""},
    {"closed-on-later-line-indented", "    f(a,\n      b)", "    "},
    {"closed-on-later-line-colon", "    if f(a,\n         b):", "        "},
    {"multi-line-return", "    return f(a,\n             b)", ""},
    {"bracket-in-string", "x = '('", ""},
    {"bracket-in-comment", "x = 1  # (", ""},
    {"long-string", "x = '''\n   a:", "   "},
    {"long-string-bracket", "x = \"\"\"(\n  b", "  "},
    {"behind-long-string", "def f():\n    '''\n  a (\n    '''", "    "},
    {"escaped-quote", "x = 'it\\'s ('", ""},
    {"blank-line", "if x:\n    y\n", ""},
    {"blank-line-with-spaces", "if x:\n    y\n    ", "    "},
    {"comment-line", "    # note", "    "},
    {"backslash", "    x = 1 + \\\n  2", "    "},
    {"decorator", "@f", ""},
    {"unfinished-string", "x = 'abc", ""},
    {"dict", "x = {'a': 1,", "     "},
    {"lambda-argument", "f(lambda: 0)", ""},
    {"unbalanced-close", "x)", ""},
    {"umlaut-align", "grüße(ä,", "      "},
};

static void
test_new_line(gconstpointer data)
{
    const NewLine *test = data;
    g_autofree char *indent = adr_indent_for_new_line(test->before, strlen(test->before), "    ");

    g_assert_cmpstr(indent, ==, test->indent);
}

static void
test_new_line_tabs(void)
{
    g_autofree char *deeper = adr_indent_for_new_line("\tif x:", 6, "\t");
    g_autofree char *back = adr_indent_for_new_line("\t\treturn", 8, "\t");

    g_assert_cmpstr(deeper, ==, "\t\t");
    g_assert_cmpstr(back, ==, "\t");
}

/* Whatever stands before the cursor, the answer is white space; no prefix reads past its end. */
static void
test_new_line_prefixes(void)
{
    static const char text[] =
        "def f(a, b=[1, {2: '''x'''}]):\n\t\"\"\"doc 'it' \\\" #\n\"\"\"\n"
        "    if a: # (\n        return (b,\n   'x' \\\n)\n    else :\n  raise";

    for (gsize len = 0; len < sizeof text; len++) {
        g_autofree char *exact = g_memdup2(text, len + 1); // so that the sanitizer sees the end
        g_autofree char *indent = NULL;

        exact[len] = 'x';
        indent = adr_indent_for_new_line(exact, len, "    ");
        g_assert_cmpuint(strspn(indent, " \t"), ==, strlen(indent));
    }
}

static void
test_new_line_deep(void)
{
    g_autofree char *text = g_strnfill(100000, '(');
    g_autofree char *indent = adr_indent_for_new_line(text, 100000, "    ");

    g_assert_nonnull(indent);
}

typedef struct {
    const char *name;
    const char *before;
    const char *line;
    const char *indent; /* NULL: stays */
} Clause;

static const Clause clauses[] = {
    {"else", "if x:\n    y\n", "    else:", ""},
    {"else-right-already", "if x:\n    y\n", "else:", NULL},
    {"elif", "if x:\n    y\n", "    elif z:", ""},
    {"else-of-for", "for i in x:\n    y\n", "    else:", ""},
    {"except", "try:\n    y\n", "    except ValueError:", ""},
    {"finally", "try:\n    y\nexcept E:\n    z\n", "    finally:", ""},
    {"nested", "if a:\n    if b:\n        c\n", "        else:", "    "},
    {"nested-done", "if a:\n    if b:\n        c\n    d\n", "    else:", ""},
    {"not-a-clause", "if x:\n    y\n", "    elsewhere:", NULL},
    {"no-opener", "x = 1\n", "    else:", NULL},
    {"comment-between", "if x:\n    y\n# note\n", "    else:", ""},
    {"blank-between", "if x:\n    y\n\n", "    else:", ""},
    {"case", "match x:\n    case 1:\n        y\n", "        case 2:", "    "},
    {"dict-else", "if x:\n    y\n", "    else", NULL},
};

static void
test_clause(gconstpointer data)
{
    const Clause *test = data;
    g_autofree char *indent = adr_indent_for_clause(test->before, strlen(test->before), test->line);

    g_assert_cmpstr(indent, ==, test->indent);
}

static void
test_unit(void)
{
    static const char *const texts[][2] = {
        {"", "    "},
        {"x = 1\n", "    "},
        {"if x:\n    y\n", "    "},
        {"if x:\n  y\n  if z:\n    a\n", "  "},
        {"if x:\n\ty\n", "\t"},
        {"if x:\n        y\n", "        "},
        {"f(a,\n  b)\n", "    "},
        {"if x:\n    f(a,\n      b)\n", "    "},
        {"if x: # c\n    # d\n    y\nif z:\n    y\n", "    "},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_cmpstr(adr_indent_detect_unit(texts[i][0], strlen(texts[i][0])), ==, texts[i][1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(new_lines); i++) {
        g_autofree char *path = g_strconcat("/ui/indent/new-line/", new_lines[i].name, NULL);
        g_test_add_data_func(path, &new_lines[i], test_new_line);
    }
    g_test_add_func("/ui/indent/new-line/tabs", test_new_line_tabs);
    g_test_add_func("/ui/indent/new-line/prefixes", test_new_line_prefixes);
    g_test_add_func("/ui/indent/new-line/deep", test_new_line_deep);
    for (gsize i = 0; i < G_N_ELEMENTS(clauses); i++) {
        g_autofree char *path = g_strconcat("/ui/indent/clause/", clauses[i].name, NULL);
        g_test_add_data_func(path, &clauses[i], test_clause);
    }
    g_test_add_func("/ui/indent/unit", test_unit);
    return g_test_run();
}
