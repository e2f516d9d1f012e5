/* SPDX-License-Identifier: MIT */
/* Reading and writing files: what must arrive, and what must be refused without losing anything. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "display.h"
#include "ui/adr-document.h"
#include "ui/adr-window.h"

typedef struct {
    gboolean done;
    GError *error; /* NULL: it worked */
} Outcome;

static void
load_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Outcome *outcome = data;

    adr_document_load_finish(ADR_DOCUMENT(source), result, &outcome->error);
    outcome->done = TRUE;
}

static void
save_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Outcome *outcome = data;

    adr_document_save_finish(ADR_DOCUMENT(source), result, &outcome->error);
    outcome->done = TRUE;
}

static GError *
load(AdrDocument *document, const char *path, const char *charset)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    Outcome outcome = {FALSE, NULL};

    adr_document_load_async(document, file, charset, NULL, load_cb, &outcome);
    wait_until(outcome.done);
    return outcome.error;
}

static GError *
save(AdrDocument *document, const char *path, gboolean overwrite)
{
    g_autoptr(GFile) file = path != NULL ? g_file_new_for_path(path) : NULL;
    Outcome outcome = {FALSE, NULL};

    adr_document_save_async(document, file, overwrite, NULL, save_cb, &outcome);
    wait_until(outcome.done);
    return outcome.error;
}

static char *
make_path(const char *name)
{
    return g_build_filename(g_getenv("ADDER_TEST_HOME"), name, NULL);
}

static void
put(const char *path, const char *data, gssize len)
{
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, data, len, &error);
    g_assert_no_error(error);
}

static void
expect_file(const char *path, const char *data, gsize len)
{
    g_autofree char *got = NULL;
    gsize got_len;

    g_assert_true(g_file_get_contents(path, &got, &got_len, NULL));
    g_assert_cmpmem(got, got_len, data, len);
}

static void
type_text(AdrDocument *document, const char *text)
{
    GtkTextIter end;

    gtk_text_buffer_get_end_iter(GTK_TEXT_BUFFER(document), &end);
    gtk_text_buffer_insert(GTK_TEXT_BUFFER(document), &end, text, -1);
}

static void
test_round_trip(void)
{
    static const char *const texts[] = {"", "x", "a\r\nb\r\n", "\xef\xbb\xbfx\n", "a\nb", "ä\n"};
    g_autofree char *path = make_path("round.py");

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(AdrDocument) document = adr_document_new("x");
        g_autoptr(GError) error = NULL;

        put(path, texts[i], -1);
        error = load(document, path, NULL);
        g_assert_no_error(error);
        g_assert_cmpstr(adr_document_get_name(document), ==, "round.py");
        g_assert_false(gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
        type_text(document, "z");
        g_assert_true(gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
        gtk_source_buffer_undo(GTK_SOURCE_BUFFER(document));
        error = save(document, NULL, FALSE);
        g_assert_no_error(error);
        g_assert_false(gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
        expect_file(path, texts[i], strlen(texts[i]));
    }
}

static void
test_refused(void)
{
    g_autofree char *missing = make_path("missing.py");
    g_autofree char *folder = make_path("folder");
    g_autofree char *binary = make_path("binary.py");
    g_autofree char *latin = make_path("latin.py");
    g_autofree char *pipe = make_path("pipe");
    g_autoptr(AdrDocument) document = adr_document_new("kept.py");
    g_autofree char *text = NULL;
    GError *error;

    type_text(document, "kept");
    error = load(document, missing, NULL);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    g_clear_error(&error);

    g_mkdir(folder, 0700);
    error = load(document, folder, NULL);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
    g_clear_error(&error);

    put(binary,
        "\x7f"
        "ELF\0\1",
        6);
    error = load(document, binary, NULL);
    g_assert_error(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_BINARY);
    g_clear_error(&error);

    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0); // must not wait for a writer
    error = load(document, pipe, NULL);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
    g_clear_error(&error);

    put(latin, "caf\xe9", 4);
    error = load(document, latin, NULL);
    g_assert_error(error, ADR_ENCODING_ERROR, ADR_ENCODING_ERROR_NOT_UTF8);
    g_clear_error(&error);
    g_assert_cmpstr(adr_document_get_guessed_charset(document), ==, "ISO-8859-1");

    text = adr_document_dup_text(document);
    g_assert_cmpstr(text, ==, "kept");
    g_assert_cmpstr(adr_document_get_name(document), ==, "kept.py");
    g_assert_null(adr_document_get_file(document));
}

/* Opened with a guessed encoding: the file cannot be overwritten, a copy is UTF-8. */
static void
test_guessed(void)
{
    g_autofree char *path = make_path("guessed.py");
    g_autofree char *copy = make_path("copy.py");
    g_autoptr(AdrDocument) document = adr_document_new("x");
    g_autofree char *text = NULL;
    GError *error;

    put(path, "caf\xe9", 4);
    error = load(document, path, "ISO-8859-1");
    g_assert_no_error(error);
    text = adr_document_dup_text(document);
    g_assert_cmpstr(text, ==, "café");
    g_assert_true(adr_document_get_read_only(document));
    error = save(document, NULL, FALSE);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
    g_clear_error(&error);
    expect_file(path, "caf\xe9", 4);

    error = save(document, copy, FALSE);
    g_assert_no_error(error);
    expect_file(copy, "caf\xc3\xa9", 5);
    g_assert_false(adr_document_get_read_only(document));
}

static void
test_changed_meanwhile(void)
{
    g_autofree char *path = make_path("changed.py");
    g_autoptr(AdrDocument) document = adr_document_new("x");
    GError *error;

    put(path, "old", -1);
    error = load(document, path, NULL);
    g_assert_no_error(error);
    g_usleep(10000); // the clock that files are stamped with is coarse
    put(path, "theirs", -1);
    type_text(document, " mine");
    error = save(document, NULL, FALSE);
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG);
    g_clear_error(&error);
    expect_file(path, "theirs", 6);
    error = save(document, NULL, TRUE);
    g_assert_no_error(error);
    expect_file(path, "old mine", 8);
}

static void
test_symbolic_link(void)
{
    g_autofree char *path = make_path("real.py");
    g_autofree char *link = make_path("link.py");
    g_autoptr(AdrDocument) document = adr_document_new("x");
    GError *error;

    put(path, "old", -1);
    g_chmod(path, 0640);
    g_assert_cmpint(symlink(path, link), ==, 0);
    error = load(document, link, NULL);
    g_assert_no_error(error);
    type_text(document, " new");
    error = save(document, NULL, FALSE);
    g_assert_no_error(error);
    g_assert_true(g_file_test(link, G_FILE_TEST_IS_SYMLINK));
    expect_file(path, "old new", 7);
    GStatBuf info;
    g_assert_cmpint(g_stat(path, &info), ==, 0);
    g_assert_cmpint(info.st_mode & 0777, ==, 0640);
}

/* A limit on the size of files fails a write in the middle, as a full disk does. */
static void
test_full_disk(void)
{
    g_autofree char *path = make_path("full.py");
    g_autofree char *link = make_path("full-link.py");
    g_autofree char *long_text = g_strnfill(100000, 'x');
    g_autoptr(AdrDocument) document = adr_document_new("x");
    g_autofree char *text = NULL;
    const char *const paths[] = {path, link};
    struct rlimit before, limit;
    GError *error;

    signal(SIGXFSZ, SIG_IGN);
    put(path, "old", -1);
    g_assert_cmpint(symlink(path, link), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        error = load(document, paths[i], NULL);
        g_assert_no_error(error);
        type_text(document, long_text);
        getrlimit(RLIMIT_FSIZE, &before);
        limit = before;
        limit.rlim_cur = 4096;
        setrlimit(RLIMIT_FSIZE, &limit);
        error = save(document, NULL, FALSE);
        setrlimit(RLIMIT_FSIZE, &before);
        g_assert_nonnull(error);
        g_clear_error(&error);
        expect_file(path, "old", 3);
        g_free(text);
        text = adr_document_dup_text(document);
        g_assert_cmpuint(strlen(text), ==, 100003);
        g_assert_true(gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
    }
}

static void
test_typed_while_saving(void)
{
    g_autofree char *path = make_path("typed.py");
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(AdrDocument) document = adr_document_new("x");
    Outcome outcome = {FALSE, NULL};

    type_text(document, "saved");
    adr_document_save_async(document, file, FALSE, NULL, save_cb, &outcome);
    type_text(document, " later");
    wait_until(outcome.done);
    g_assert_no_error(outcome.error);
    expect_file(path, "saved", 5);
    g_assert_true(gtk_text_buffer_get_modified(GTK_TEXT_BUFFER(document)));
}

static void
changed_on_disk_cb(AdrDocument *document, gboolean is_deleted, int *what)
{
    *what = is_deleted ? 2 : 1;
}

static void
test_monitor(void)
{
    g_autofree char *path = make_path("watched.py");
    g_autoptr(AdrDocument) document = adr_document_new("x");
    int what = 0;
    GError *error;

    put(path, "old", -1);
    error = load(document, path, NULL);
    g_assert_no_error(error);
    g_signal_connect(document, "changed-on-disk", G_CALLBACK(changed_on_disk_cb), &what);
    // Our own writing is no news.
    type_text(document, "x");
    error = save(document, NULL, FALSE);
    g_assert_no_error(error);
    for (gint64 end = g_get_monotonic_time() + 500000; g_get_monotonic_time() < end;)
        g_main_context_iteration(NULL, FALSE);
    g_assert_cmpint(what, ==, 0);
    put(path, "theirs", -1);
    wait_until(what == 1);
    g_unlink(path);
    wait_until(what == 2);
}

int
main(int argc, char **argv)
{
    gboolean has_display = prepare_display(&argc, &argv);

    g_test_init(&argc, &argv, NULL);
    if (!has_display) {
        g_test_skip("no display");
        return 0;
    }
    adr_window_prepare();
    g_test_add_func("/ui/document/round-trip", test_round_trip);
    g_test_add_func("/ui/document/refused", test_refused);
    g_test_add_func("/ui/document/guessed", test_guessed);
    g_test_add_func("/ui/document/changed-meanwhile", test_changed_meanwhile);
    g_test_add_func("/ui/document/symbolic-link", test_symbolic_link);
    g_test_add_func("/ui/document/full-disk", test_full_disk);
    g_test_add_func("/ui/document/typed-while-saving", test_typed_while_saving);
    g_test_add_func("/ui/document/monitor", test_monitor);
    return g_test_run();
}
