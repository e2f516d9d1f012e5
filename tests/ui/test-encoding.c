/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <string.h>

#include <glib.h>

#include "ui/adr-encoding.h"

#define BYTES(text) text, sizeof text - 1

typedef struct {
    const char *name;
    const char *bytes;
    gsize len;
    const char *text; /* NULL: refused with @error */
    const char *charset;
    gboolean has_bom;
    AdrNewline newline;
    AdrEncodingError error;
} Decode;

static const Decode decodes[] = {
    {"empty", BYTES(""), "", "UTF-8", FALSE, ADR_NEWLINE_LF},
    {"ascii", BYTES("a\nb\n"), "a\nb\n", "UTF-8", FALSE, ADR_NEWLINE_LF},
    {"utf-8", BYTES("gr\xc3\xbc\xc3\x9f\n"), "grüß\n", "UTF-8", FALSE, ADR_NEWLINE_LF},
    {"bom", BYTES("\xef\xbb\xbfx\n"), "x\n", "UTF-8", TRUE, ADR_NEWLINE_LF},
    {"crlf", BYTES("a\r\nb\r\n"), "a\nb\n", "UTF-8", FALSE, ADR_NEWLINE_CRLF},
    {"cr", BYTES("a\rb\r"), "a\nb\n", "UTF-8", FALSE, ADR_NEWLINE_CR},
    {"mixed", BYTES("a\r\nb\nc\r"), "a\r\nb\nc\r", "UTF-8", FALSE, ADR_NEWLINE_MIXED},
    {"utf-16le", BYTES("\xff\xfex\0\n\0"), "x\n", "UTF-16LE", TRUE, ADR_NEWLINE_LF},
    {"utf-16be", BYTES("\xfe\xff\0x\0\n"), "x\n", "UTF-16BE", TRUE, ADR_NEWLINE_LF},
    {"coding", BYTES("# -*- coding: latin-1 -*-\nx='\xe4'\n"), "# -*- coding: latin-1 -*-\nx='ä'\n",
     "ISO-8859-1", FALSE, ADR_NEWLINE_LF},
    {"coding-second-line", BYTES("#!/x\n# coding=cp1252\n'\x80'\n"), "#!/x\n# coding=cp1252\n'€'\n",
     "cp1252", FALSE, ADR_NEWLINE_LF},
    {"coding-too-late", BYTES("x\n\n# coding: latin-1\n\xe4\n"), NULL, NULL, FALSE, 0,
     ADR_ENCODING_ERROR_NOT_UTF8},
    {"coding-unknown", BYTES("# coding: klingon\n\xe4\n"), NULL, NULL, FALSE, 0,
     ADR_ENCODING_ERROR_NOT_UTF8},
    {"not-utf-8", BYTES("caf\xe9\n"), NULL, NULL, FALSE, 0, ADR_ENCODING_ERROR_NOT_UTF8},
    {"cut-utf-8", BYTES("gr\xc3"), NULL, NULL, FALSE, 0, ADR_ENCODING_ERROR_NOT_UTF8},
    {"nul", BYTES("a\0b"), NULL, NULL, FALSE, 0, ADR_ENCODING_ERROR_BINARY},
    {"controls", BYTES("\1\2\3\4\5\6\7\x0e\x0f\x10\x11"), NULL, NULL, FALSE, 0,
     ADR_ENCODING_ERROR_BINARY},
    {"odd-utf-16", BYTES("\xff\xfex\0\n"), NULL, NULL, FALSE, 0, ADR_ENCODING_ERROR_NOT_UTF8},
};

/* What can be read is written back byte for byte. */
static void
test_decode(gconstpointer data)
{
    const Decode *test = data;
    AdrEncoding encoding;
    g_autoptr(GError) error = NULL;
    gsize len;
    g_autofree char *text =
        adr_encoding_decode(test->bytes, test->len, NULL, &encoding, &len, &error);
    g_autoptr(GBytes) back = NULL;

    if (test->text == NULL) {
        g_assert_null(text);
        g_assert_error(error, ADR_ENCODING_ERROR, (int)test->error);
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpmem(text, len, test->text, strlen(test->text));
    g_assert_cmpint(text[len], ==, 0);
    g_assert_cmpstr(encoding.charset, ==, test->charset);
    g_assert_cmpint(encoding.has_bom, ==, test->has_bom);
    g_assert_cmpint(encoding.newline, ==, test->newline);

    back = adr_encoding_encode(text, len, &encoding, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(back, NULL), g_bytes_get_size(back), test->bytes, test->len);
}

static void
test_guess(void)
{
    static const char latin[] = "caf\xe9";
    static const char windows[] = "\x80 and \x93quotes\x94";
    static const char neither[] = "\x81";
    AdrEncoding encoding;
    g_autoptr(GError) error = NULL;
    gsize len;
    g_autofree char *text = NULL;

    g_assert_cmpstr(adr_encoding_guess(latin, strlen(latin)), ==, "ISO-8859-1");
    g_assert_cmpstr(adr_encoding_guess(windows, strlen(windows)), ==, "WINDOWS-1252");
    g_assert_cmpstr(adr_encoding_guess(neither, strlen(neither)), ==, "ISO-8859-1");
    text = adr_encoding_decode(windows, strlen(windows), "WINDOWS-1252", &encoding, &len, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, "€ and “quotes”");
}

static void
test_unmapped(void)
{
    AdrEncoding encoding = {"ISO-8859-1", FALSE, ADR_NEWLINE_LF};
    g_autoptr(GError) error = NULL;

    g_assert_null(adr_encoding_encode("€", 3, &encoding, &error));
    g_assert_error(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_UNMAPPED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(decodes); i++) {
        g_autofree char *path = g_strconcat("/ui/encoding/decode/", decodes[i].name, NULL);
        g_test_add_data_func(path, &decodes[i], test_decode);
    }
    g_test_add_func("/ui/encoding/guess", test_guess);
    g_test_add_func("/ui/encoding/unmapped", test_unmapped);
    return g_test_run();
}
