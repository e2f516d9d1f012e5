/* SPDX-License-Identifier: MIT */
/* /device/link: opening, reading with deadlines, refusals that say what to do. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "device/adr-link.h"

/* A pty whose master the test holds. */
typedef struct {
    int master;
    char path[64];
    AdrLink *link;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    int slave;

    g_assert_cmpint(openpty(&f->master, &slave, f->path, NULL, NULL), ==, 0);
    fcntl(f->master, F_SETFD, FD_CLOEXEC);
    close(slave);
    f->link = adr_link_open(f->path, NULL, &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
    g_assert_finalize_object(f->link);
    if (f->master >= 0)
        close(f->master);
}

static void
say(Fixture *f, const char *text)
{
    g_assert_cmpint(write(f->master, text, strlen(text)), ==, (int)strlen(text));
}

static gint64
in_ms(guint ms)
{
    return g_get_monotonic_time() + ms * 1000;
}

static void
test_read(Fixture *f, gconstpointer data)
{
    char buf[10];

    // "\r" stays "\r": the line is raw.
    say(f, "abc\r");
    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, in_ms(1000), NULL, NULL), ==, 4);
    g_assert_cmpint(memcmp(buf, "abc\r", 4), ==, 0);
    adr_link_unread(f->link, "xyz", 3);
    g_assert_cmpint(adr_link_read(f->link, buf, 2, 0, NULL, NULL), ==, 2);
    g_assert_cmpint(adr_link_read(f->link, buf + 2, 8, 0, NULL, NULL), ==, 1);
    g_assert_cmpint(memcmp(buf, "xyz", 3), ==, 0);
    g_assert_cmpint(adr_link_read(f->link, buf, 2, 0, NULL, NULL), ==, 0);
}

static void
test_deadline(Fixture *f, gconstpointer data)
{
    gint64 start_us = g_get_monotonic_time();
    char buf[10];

    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, in_ms(50), NULL, NULL), ==, 0);
    g_assert_cmpint(g_get_monotonic_time() - start_us, >=, 50000);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 500000);
}

static gpointer
wake_thread_cb(gpointer link)
{
    g_usleep(50000);
    adr_link_wake(link);
    return NULL;
}

static void
test_wake(Fixture *f, gconstpointer data)
{
    GThread *thread = g_thread_new("wake", wake_thread_cb, f->link);
    char buf[10];

    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, G_MAXINT64, NULL, NULL), ==, 0);
    g_thread_join(thread);
    // Before the read is as good as during it, and once is once.
    adr_link_wake(f->link);
    adr_link_wake(f->link);
    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, G_MAXINT64, NULL, NULL), ==, 0);
    say(f, "a");
    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, G_MAXINT64, NULL, NULL), ==, 1);
}

static gpointer
cancel_thread_cb(gpointer cancellable)
{
    g_usleep(50000);
    g_cancellable_cancel(cancellable);
    return NULL;
}

static void
test_cancel(Fixture *f, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    GThread *thread = g_thread_new("cancel", cancel_thread_cb, cancellable);
    char buf[10];

    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, G_MAXINT64, cancellable, &error), ==,
                    -1);
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED);
    g_thread_join(thread);
    g_clear_error(&error);
    g_assert_false(adr_link_write_all(f->link, "a", 1, G_MAXINT64, cancellable, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED);
}

static void
test_read_until(Fixture *f, gconstpointer data)
{
    static const char text[] = "aab aaab rest";

    // The mark comes over in every possible pair of pieces.
    for (gsize cut = 0; cut <= 8; cut++) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        g_autoptr(GError) error = NULL;
        char rest[10];

        adr_link_unread(f->link, text + cut, strlen(text) - cut);
        adr_link_unread(f->link, text, cut);
        g_assert_true(adr_link_read_until(f->link, "aaab", 4, out, in_ms(1000), NULL, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(out->len, ==, 8);
        g_assert_cmpint(memcmp(out->data, text, 8), ==, 0);
        g_assert_true(adr_link_read_exactly(f->link, rest, 5, in_ms(1000), NULL, NULL));
        g_assert_cmpint(memcmp(rest, " rest", 5), ==, 0);
    }
}

static void
test_read_until_deadline(Fixture *f, gconstpointer data)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GError) error = NULL;

    say(f, "almos");
    g_assert_false(adr_link_read_until(f->link, "almost", 6, out, in_ms(50), NULL, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT);
    g_assert_cmpuint(out->len, ==, 5);
}

static void
test_lost(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    char buf[10];

    say(f, "last");
    close(f->master);
    f->master = -1;
    // What the board said before it went must not be lost with it, where the kernel keeps it.
    while (adr_link_read(f->link, buf, sizeof buf, in_ms(1000), NULL, &error) > 0)
        ;
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
    g_clear_error(&error);
    g_assert_false(adr_link_write_all(f->link, "a", 1, in_ms(1000), NULL, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
    g_clear_error(&error);
    adr_link_close(f->link);
    g_assert_cmpint(adr_link_read(f->link, buf, sizeof buf, 0, NULL, &error), ==, -1);
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
}

static void
test_write_full(Fixture *f, gconstpointer data)
{
    g_autofree char *much = g_malloc0(1 << 20);
    g_autoptr(GError) error = NULL;

    g_assert_false(adr_link_write_all(f->link, much, 1 << 20, in_ms(100), NULL, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT);
}

static void
test_lines(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(adr_link_has_lines(f->link));
    g_assert_false(adr_link_set_lines(f->link, TRUE, FALSE, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED);
    g_assert_true(adr_link_set_baud(f->link, 9600, NULL));
}

static void
test_busy_here(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(adr_link_open(f->path, NULL, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BUSY);
}

static void
test_busy_elsewhere(void)
{
    g_autoptr(GSubprocess) holder = NULL;
    g_autofree char *expected = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(AdrLink) link = NULL;
    char path[64];
    int master, slave;

    g_assert_cmpint(openpty(&master, &slave, path, NULL, NULL), ==, 0);
    fcntl(master, F_SETFD, FD_CLOEXEC);
    fcntl(slave, F_SETFD, FD_CLOEXEC);
    holder = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE, &error, "sh", "-c", "exec sleep 60 <\"$0\"",
                              path, NULL);
    g_assert_no_error(error);
    for (int i = 0; i < 100 && link == NULL; i++) {
        g_clear_error(&error);
        link = adr_link_open(path, NULL, &error);
        if (link == NULL)
            break;
        g_clear_object(&link); // the shell has not opened it yet
        g_usleep(10000);
    }
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BUSY);
    expected = g_strdup_printf("sleep (process %s)", g_subprocess_get_identifier(holder));
    g_assert_nonnull(strstr(error->message, expected));

    g_subprocess_force_exit(holder);
    g_subprocess_wait(holder, NULL, NULL);
    g_clear_error(&error);
    link = adr_link_open(path, NULL, &error);
    g_assert_no_error(error);
    close(master);
    close(slave);
}

static void
test_refused(void)
{
    static const struct {
        const char *address;
        AdrLinkError code;
    } cases[] = {
        {"", ADR_LINK_ERROR_BAD_ADDRESS},
        {"COM3", ADR_LINK_ERROR_BAD_ADDRESS},
        {"/dev/no-such-port", ADR_LINK_ERROR_NOT_FOUND},
        {"/dev/null", ADR_LINK_ERROR_BAD_ADDRESS},
        {"/tmp", ADR_LINK_ERROR_BAD_ADDRESS},
        {"/etc/passwd", ADR_LINK_ERROR_BAD_ADDRESS},
        {"gopher://x", ADR_LINK_ERROR_NOT_SUPPORTED},
        {"tcp://", ADR_LINK_ERROR_BAD_ADDRESS},
        {"tcp://127.0.0.1", ADR_LINK_ERROR_BAD_ADDRESS},
        {"tcp://127.0.0.1:1", ADR_LINK_ERROR_NOT_FOUND},
        {"sim:x?novalue", ADR_LINK_ERROR_BAD_ADDRESS},
    };

    g_setenv("ADDER_SIM", "/bin/cat", TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(adr_link_open(cases[i].address, NULL, &error));
        g_assert_error(error, ADR_LINK_ERROR, (int)cases[i].code);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
}

static void
test_permission(void)
{
    g_autoptr(GError) error = NULL;
    char path[64];
    int master, slave;

    g_assert_cmpint(openpty(&master, &slave, path, NULL, NULL), ==, 0);
    g_assert_cmpint(chmod(path, 0), ==, 0);
    // Root may open everything, unless it puts its rights down for a moment.
    if (geteuid() == 0)
        g_assert_cmpint(seteuid(65534), ==, 0);
    g_assert_null(adr_link_open(path, NULL, &error));
    if (getuid() == 0)
        g_assert_cmpint(seteuid(0), ==, 0);
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NO_PERMISSION);
    g_assert_nonnull(strstr(error->message, "usermod -aG"));
    close(master);
    close(slave);
}

static void
test_tcp(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    g_autoptr(GError) error = NULL;
    guint16 port = g_socket_listener_add_any_inet_port(listener, NULL, &error);
    g_autofree char *address = g_strdup_printf("socket://127.0.0.1:%u", port);
    g_autoptr(AdrLink) link = adr_link_open(address, NULL, &error);
    g_autoptr(GSocketConnection) peer = NULL;
    char buf[10];

    g_assert_no_error(error);
    peer = g_socket_listener_accept(listener, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(adr_link_write_all(link, "ping", 4, in_ms(1000), NULL, &error));
    g_assert_cmpint(
        g_input_stream_read(g_io_stream_get_input_stream(G_IO_STREAM(peer)), buf, 10, NULL, NULL),
        ==, 4);
    g_output_stream_write(g_io_stream_get_output_stream(G_IO_STREAM(peer)), "pong", 4, NULL, NULL);
    g_assert_true(adr_link_read_exactly(link, buf, 4, in_ms(1000), NULL, &error));
    g_assert_cmpint(memcmp(buf, "pong", 4), ==, 0);
    g_io_stream_close(G_IO_STREAM(peer), NULL, NULL);
    g_assert_cmpint(adr_link_read(link, buf, 4, in_ms(1000), NULL, &error), ==, -1);
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST);
}

/* What stands for the simulator says its arguments and then echoes. */
static void
test_sim(void)
{
    g_autofree char *folder = g_dir_make_tmp("adder-XXXXXX", NULL);
    g_autofree char *script = g_build_filename(folder, "sim", NULL);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(AdrLink) link = NULL;
    g_autofree char *pid = NULL;

    g_file_set_contents(script, "#!/bin/sh\necho \"$@ $$\"\nexec cat\n", -1, NULL);
    g_chmod(script, 0755);
    g_setenv("ADDER_SIM", script, TRUE);
    link = adr_link_open("sim:esp32?heap=64K&flash=a", NULL, &error);
    g_assert_no_error(error);
    g_assert_true(adr_link_read_until(link, "\n", 1, out, in_ms(2000), NULL, &error));
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_assert_true(
        g_str_has_prefix((char *)out->data, "--link stdio --board esp32 --heap 64K --flash a "));
    pid = g_strdup(g_strchomp(strrchr((char *)out->data, ' ') + 1));

    g_assert_true(adr_link_restart_peer(link, &error));
    g_assert_cmpint(kill(atoi(pid), 0), ==, -1); // ended and reaped
    g_byte_array_set_size(out, 0);
    g_assert_true(adr_link_read_until(link, "\n", 1, out, in_ms(2000), NULL, &error));
    g_byte_array_append(out, (const guint8 *)"", 1);
    g_free(pid);
    pid = g_strdup(g_strchomp(strrchr((char *)out->data, ' ') + 1));
    g_assert_cmpint(kill(atoi(pid), 0), ==, 0);
    g_clear_object(&link);
    g_assert_cmpint(kill(atoi(pid), 0), ==, -1);

    g_setenv("ADDER_SIM", "/no/such/program", TRUE);
    g_assert_null(adr_link_open("sim:", NULL, &error));
    g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND);
    g_unlink(script);
    g_rmdir(folder);
}

#define ADD(name, func) g_test_add("/device/link/" name, Fixture, NULL, set_up, func, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("read", test_read);
    ADD("read/deadline", test_deadline);
    ADD("read/wake", test_wake);
    ADD("read/cancel", test_cancel);
    ADD("read/lost", test_lost);
    ADD("read-until", test_read_until);
    ADD("read-until/deadline", test_read_until_deadline);
    ADD("write/full", test_write_full);
    ADD("lines", test_lines);
    ADD("busy/here", test_busy_here);
    g_test_add_func("/device/link/busy/elsewhere", test_busy_elsewhere);
    g_test_add_func("/device/link/refused", test_refused);
    g_test_add_func("/device/link/permission", test_permission);
    g_test_add_func("/device/link/tcp", test_tcp);
    g_test_add_func("/device/link/sim", test_sim);
    return g_test_run();
}
