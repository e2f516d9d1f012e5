/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <glib.h>

#include "ui/adr-traceback.h"

static const struct {
    const char *text;
    const char *file; /* NULL: names no place */
    guint line;
} places[] = {
    {"File \"x.py\", line 3", "x.py", 3},
    {"  File \"x.py\", line 3, in <module>", "x.py", 3},
    {"File \"/lib/a b/ü.py\", line 120, in f", "/lib/a b/ü.py", 120},
    {"File \"a\"b.py\", line 1", "a\"b.py", 1},
    {"File \"<stdin>\", line 1", "<stdin>", 1},
    {"File \"x.py\", in File \"y.py\", line 2", "x.py\", in File \"y.py", 2},
    {"File \"x.py\", line 0", NULL, 0},
    {"File \"x.py\", line ", NULL, 0},
    {"File \"x.py\", line x", NULL, 0},
    {"File \"\", line 3", NULL, 0},
    {"File \"x.py\" line 3", NULL, 0},
    {"File \"x.py", NULL, 0},
    {"File \"x\ny\", line 3", NULL, 0},
    {"File \"x.py\", line 99999999999999999999", NULL, 0},
    {"", NULL, 0},
};

static void
test_parse(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *file = NULL;
        guint line = 0;

        g_assert_cmpint(adr_traceback_parse(places[i].text, &file, &line), ==,
                        places[i].file != NULL);
        g_assert_cmpstr(file, ==, places[i].file);
        g_assert_cmpuint(line, ==, places[i].line);
    }
}

/* What the terminal underlines and what is understood are the same. */
static void
test_regex(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GRegex) regex = g_regex_new(ADR_TRACEBACK_REGEX, 0, 0, &error);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *found = NULL;

    g_assert_no_error(error);
    g_assert_true(g_regex_match(regex, "  File \"x.py\", line 31, in f", 0, &match));
    found = g_match_info_fetch(match, 0);
    g_assert_cmpstr(found, ==, "File \"x.py\", line 31");
    g_assert_false(g_regex_match(regex, "File \"x.py\", line 0", 0, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ui/traceback/parse", test_parse);
    g_test_add_func("/ui/traceback/regex", test_regex);
    return g_test_run();
}
