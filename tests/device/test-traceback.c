/* SPDX-License-Identifier: MIT */
/* /device/traceback: naming the program's file in a stream, and reading tracebacks. */
#include <string.h>

#include "device/adr-traceback.h"

static char *
rename_in_pieces(const char *text, gsize piece)
{
    g_autoptr(AdrRenamer) renamer = adr_renamer_new("a b.py");
    g_autoptr(GByteArray) out = g_byte_array_new();
    gsize len = strlen(text);

    for (gsize at = 0; at < len; at += piece)
        adr_renamer_feed(renamer, (const guint8 *)text + at, MIN(piece, len - at), out);
    adr_renamer_flush(renamer, out);
    g_byte_array_append(out, (const guint8 *)"", 1);
    return g_strdup((const char *)out->data);
}

static void
test_rename(void)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"hello", "hello"},
        {"File \"<stdin>\"", "File \"a b.py\""},
        {"  File \"<stdin>\", line 3, in f\r\n", "  File \"a b.py\", line 3, in f\r\n"},
        {"File File \"<stdin>\"F", "File File \"a b.py\"F"},
        {"FFile \"<stdin>\"File \"<stdin>\"", "FFile \"a b.py\"File \"a b.py\""},
        {"File \"<stdin>", "File \"<stdin>"},
        {"File \"<stdin>File \"<stdin>\"", "File \"<stdin>File \"a b.py\""},
        {"File \"lib.py\"", "File \"lib.py\""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        // Cut at every place there is.
        for (gsize piece = 1; piece <= strlen(cases[i].in) + 1; piece++) {
            g_autofree char *out = rename_in_pieces(cases[i].in, piece);

            g_assert_cmpstr(out, ==, cases[i].out);
        }
    }
}

static void
test_hold(void)
{
    g_autoptr(AdrRenamer) renamer = adr_renamer_new("x.py");
    g_autoptr(GByteArray) out = g_byte_array_new();

    adr_renamer_feed(renamer, (const guint8 *)"abc F", 5, out);
    g_assert_cmpuint(out->len, ==, 4);
    g_assert_true(adr_renamer_is_holding(renamer));
    adr_renamer_flush(renamer, out);
    g_assert_cmpuint(out->len, ==, 5);
    g_assert_false(adr_renamer_is_holding(renamer));
}

static void
test_parse(void)
{
    static const struct {
        const char *text;
        const char *type, *message;
        guint n_frames;
        guint line; // of the last frame
    } cases[] = {
        {"Traceback (most recent call last):\r\n  File \"x.py\", line 3, in <module>\r\n"
         "  File \"x.py\", line 12, in f\r\nValueError: bad thing\r\n",
         "ValueError", "bad thing", 2, 12},
        {"MemoryError: memory allocation failed, allocating 2216 bytes\r\n", "MemoryError",
         "memory allocation failed, allocating 2216 bytes", 0, 0},
        {"Traceback (most recent call last):\r\n  File \"x.py\", line 1\r\n"
         "SyntaxError: invalid syntax\r\n",
         "SyntaxError", "invalid syntax", 1, 1},
        {"Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n"
         "    a.b()\n      ^\nKeyError\n",
         "KeyError", "", 1, 1},
        {"Traceback (most recent call last):\r\n  File \"x.py\", line 1, in <module>\r\n"
         "umqtt.MQTTException: one\r\ntwo\r\n",
         "umqtt.MQTTException", "one\ntwo", 1, 1},
        {"Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\nKeyError: 1\n\n"
         "During handling of the above exception, another exception occurred:\n\n"
         "Traceback (most recent call last):\n  File \"x.py\", line 3, in <module>\nOSError: 2\n",
         "OSError", "2", 1, 3},
        {"nothing of the kind", NULL, NULL, 0, 0},
        {"", NULL, NULL, 0, 0},
        {"  File \"x.py\", line 99999999999999999999\r\nE\xff: \xfe\r\n", NULL, NULL, 0, 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(AdrRunResult) result = adr_run_result_new();

        adr_run_result_parse_error(result, cases[i].text, strlen(cases[i].text));
        g_assert_cmpstr(result->exception_type, ==, cases[i].type);
        g_assert_cmpstr(result->exception_message, ==, cases[i].message);
        g_assert_cmpuint(result->frames->len, ==, cases[i].n_frames);
        if (cases[i].n_frames > 0) {
            AdrFrame *last = g_ptr_array_index(result->frames, cases[i].n_frames - 1);

            g_assert_cmpuint(last->line, ==, cases[i].line);
            g_assert_cmpstr(last->file, ==, "x.py");
        }
        // Every beginning of it must be taken without harm.
        for (gsize len = 0; len < strlen(cases[i].text); len++)
            adr_run_result_parse_error(result, cases[i].text, len);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/traceback/rename", test_rename);
    g_test_add_func("/device/traceback/hold", test_hold);
    g_test_add_func("/device/traceback/parse", test_parse);
    return g_test_run();
}
