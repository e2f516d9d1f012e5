/* SPDX-License-Identifier: MIT */
/* Reads the style schemes and computes the contrast of every text colour on its background, by the
 * formula of WCAG 2.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#define WANTED 4.5

static double
get_channel(const char *colour, int at)
{
    double c =
        (g_ascii_xdigit_value(colour[at]) * 16 + g_ascii_xdigit_value(colour[at + 1])) / 255.0;

    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double
get_luminance(const char *colour)
{
    g_assert_cmpuint(strlen(colour), ==, 7);
    return 0.2126 * get_channel(colour, 1) + 0.7152 * get_channel(colour, 3) +
           0.0722 * get_channel(colour, 5);
}

static double
get_contrast(const char *a, const char *b)
{
    double la = get_luminance(a), lb = get_luminance(b);

    return (MAX(la, lb) + 0.05) / (MIN(la, lb) + 0.05);
}

typedef struct {
    char *background;   /* of "text" */
    char *current_line; /* of "current-line" */
    guint n_checked;
} Scheme;

static void
start_element_cb(GMarkupParseContext *context, const char *element, const char **names,
                 const char **values, gpointer data, GError **error)
{
    Scheme *scheme = data;
    const char *name = NULL, *foreground = NULL, *background = NULL;

    for (int i = 0; names[i] != NULL; i++) {
        if (g_str_equal(names[i], "name"))
            name = values[i];
        else if (g_str_equal(names[i], "foreground"))
            foreground = values[i];
        else if (g_str_equal(names[i], "background"))
            background = values[i];
    }
    if (!g_str_equal(element, "style"))
        return;
    if (g_str_equal(name, "text"))
        scheme->background = g_strdup(background);
    if (g_str_equal(name, "current-line"))
        scheme->current_line = g_strdup(background);
    if (foreground == NULL || g_str_equal(name, "right-margin")) // drawn at 15 % on purpose
        return;
    scheme->n_checked++;
    g_test_message("%s: %.2f", name,
                   get_contrast(foreground, background != NULL ? background : scheme->background));
    g_assert_cmpfloat(
        get_contrast(foreground, background != NULL ? background : scheme->background), >=, WANTED);
    if (background == NULL && scheme->current_line != NULL)
        g_assert_cmpfloat(get_contrast(foreground, scheme->current_line), >=, WANTED);
}

static void
test_contrast(gconstpointer data)
{
    static const GMarkupParser parser = {.start_element = start_element_cb};
    g_autofree char *file = g_strconcat(data, ".xml", NULL);
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data", "styles", file, NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    Scheme scheme = {NULL};
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &scheme, NULL);

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    g_markup_parse_context_parse(context, text, -1, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(scheme.n_checked, >, 15);
    g_free(scheme.background);
    g_free(scheme.current_line);
}

/* The terminal's colours stand in the code of ui/adr-scheme.c. */
static void
test_terminal(void)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "ui", "adr-scheme.c", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    static const char *const schemes[] = {"\"adder-light\"", "\"adder-dark\""};

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        const char *at = strstr(text, schemes[i]);
        const char *end = at != NULL ? strstr(at, "};") : NULL;
        g_autofree char *background = NULL;
        guint n = 0;

        g_assert_nonnull(end);
        while ((at = strstr(at, "\"#")) != NULL && at < end) {
            g_autofree char *colour = g_strndup(at + 1, 7);

            if (background == NULL)
                background = g_steal_pointer(&colour);
            else
                g_assert_cmpfloat(get_contrast(colour, background), >=, WANTED);
            n++;
            at += 2;
        }
        g_assert_cmpuint(n, ==, 3 + 16);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/ui/scheme/contrast/light", "adder-light", test_contrast);
    g_test_add_data_func("/ui/scheme/contrast/dark", "adder-dark", test_contrast);
    g_test_add_func("/ui/scheme/terminal", test_terminal);
    return g_test_run();
}
