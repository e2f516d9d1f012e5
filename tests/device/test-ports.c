/* SPDX-License-Identifier: MIT */
/* /device/ports: the list of ports and how it changes; addresses as people type them. */
#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "device/adr-link.h"
#include "device/adr-ports.h"

static void
changed_cb(GListModel *model, guint position, guint removed, guint added, gpointer data)
{
    *(int *)data += (int)added - (int)removed;
}

static void
wait_for_change(int *change, int wanted)
{
    gint64 end_us = g_get_monotonic_time() + 3 * G_USEC_PER_SEC;

    while (*change != wanted) {
        g_assert_cmpint(g_get_monotonic_time(), <, end_us);
        g_main_context_iteration(NULL, FALSE);
        g_usleep(1000);
    }
}

static void
test_hot_plug(void)
{
    g_autofree char *folder = g_dir_make_tmp("adder-XXXXXX", NULL);
    g_autofree char *symlink_path = g_build_filename(folder, "my board", NULL);
    g_autofree char *file_path = g_build_filename(folder, "file", NULL);
    g_autoptr(AdrPorts) ports = NULL;
    AdrPort *port;
    char path[64];
    int master, slave, change = 0;

    g_setenv("ADDER_PORTS", folder, TRUE);
    g_file_set_contents(file_path, "no port", -1, NULL);
    ports = adr_ports_new();
    g_signal_connect(ports, "items-changed", G_CALLBACK(changed_cb), &change);
    g_assert_null(adr_ports_find(ports, symlink_path));
    g_assert_null(adr_ports_find(ports, file_path));

    g_assert_cmpint(openpty(&master, &slave, path, NULL, NULL), ==, 0);
    g_assert_cmpint(symlink(path, symlink_path), ==, 0);
    wait_for_change(&change, 1);
    port = adr_ports_find(ports, symlink_path);
    g_assert_nonnull(port);
    g_assert_cmpstr(adr_port_get_label(port), ==, "my board");
    g_assert_cmpint(adr_port_get_kind(port), ==, ADR_PORT_KIND_EXTRA);

    // Unplugged, though the link is still there: it leads nowhere.
    close(slave);
    close(master);
    wait_for_change(&change, 0);
    g_assert_null(adr_ports_find(ports, symlink_path));

    adr_ports_add_address(ports, "tcp://1.2.3.4:5");
    adr_ports_add_address(ports, "tcp://1.2.3.4:5");
    g_assert_cmpint(change, ==, 1);
    port = adr_ports_find(ports, "tcp://1.2.3.4:5");
    g_assert_cmpint(adr_port_get_kind(port), ==, ADR_PORT_KIND_ADDED);
    adr_ports_remove_address(ports, "tcp://1.2.3.4:5");
    g_assert_cmpint(change, ==, 0);
    g_unlink(symlink_path);
    g_unlink(file_path);
    g_rmdir(folder);
    g_unsetenv("ADDER_PORTS");
}

static void
test_parse_address(void)
{
    static const struct {
        const char *text, *address;
    } cases[] = {
        {"/dev/ttyACM0", "/dev/ttyACM0"},
        {" ttyUSB0 ", "/dev/ttyUSB0"},
        {"pts/4", "/dev/pts/4"},
        {"10.0.0.7:8266", "tcp://10.0.0.7:8266"},
        {"tcp://host:1", "tcp://host:1"},
        {"ws://host", "ws://host"},
        {"sim:pico", "sim:pico"},
        {"", NULL},
        {"host", NULL},
        {"host:", NULL},
        {":80", NULL},
        {"host:http", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *address = adr_ports_parse_address(cases[i].text, &error);

        g_assert_cmpstr(address, ==, cases[i].address);
        if (address == NULL)
            g_assert_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS);
    }
    g_assert_null(adr_ports_find_serial("no such serial number"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/device/ports/hot-plug", test_hot_plug);
    g_test_add_func("/device/ports/parse-address", test_parse_address);
    return g_test_run();
}
