/* SPDX-License-Identifier: MIT */
/* Where a board may be: the ports of this computer, kept up to date while things are plugged in and
 * out.
 *
 * AdrPorts is a GListModel of AdrPort, sorted by label,
 * what was plugged in first; "items-changed" tells of arrivals and
 * departures. Every serial port that hangs on a real device is listed: there is no list of known
 * USB ids that could leave a board out.
 *
 * ADDER_PORTS (colon-separated) adds paths: a tty or a symlink to one is listed while it exists; of
 * a folder, every entry that is a tty or a symlink to one. They are watched, so a pty that comes
 * and goes is a board that comes and goes. Tests and people with unusual set-ups use it.
 *
 * Main thread only, except adr_ports_find_serial(). */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ADR_TYPE_PORT (adr_port_get_type())
G_DECLARE_FINAL_TYPE(AdrPort, adr_port, ADR, PORT, GObject)

typedef enum {
    ADR_PORT_KIND_SERIAL, /* found on this computer */
    ADR_PORT_KIND_EXTRA,  /* named by ADDER_PORTS */
    ADR_PORT_KIND_ADDED,  /* given by the user: adr_ports_add_address() */
} AdrPortKind;

/* What adr_target_new() and adr_link_open() take: "/dev/ttyACM0". */
const char *adr_port_get_address(AdrPort *self);
/* For people: "pyboard on ttyACM0"; the address alone where nothing more is known. */
const char *adr_port_get_label(AdrPort *self);
/* (nullable): the maker's words: "MicroPython pyboard Virtual Comm Port in FS Mode", for a tooltip.
 */
const char *adr_port_get_description(AdrPort *self);
/* (nullable): USB serial number: stays the same when the port's name changes. */
const char *adr_port_get_serial(AdrPort *self);
/* USB ids, 0 where there are none. */
guint16 adr_port_get_vendor_id(AdrPort *self);
guint16 adr_port_get_product_id(AdrPort *self);
AdrPortKind adr_port_get_kind(AdrPort *self);

#define ADR_TYPE_PORTS (adr_ports_get_type())
G_DECLARE_FINAL_TYPE(AdrPorts, adr_ports, ADR, PORTS, GObject)

/* Looks once and then watches. Returns: (transfer full). Item type AdrPort. */
AdrPorts *adr_ports_new(void);

/* Lists an address of the user's ("Other address..."); twice is once. It stays until removed,
 * reachable or not. */
void adr_ports_add_address(AdrPorts *self, const char *address);
void adr_ports_remove_address(AdrPorts *self, const char *address);

/* Returns: (transfer none) (nullable): the listed port of this address. */
AdrPort *adr_ports_find(AdrPorts *self, const char *address);

/* Returns: (transfer full) (nullable): the path of the port that has this USB serial number now.
 * Any thread. */
char *adr_ports_find_serial(const char *serial);

/* Checks what a user typed as "Other address...": the address to use ("ttyUSB0" becomes
 * "/dev/ttyUSB0", "10.0.0.7:8266" becomes "tcp://..."). Returns: (transfer full), or NULL with
 * ADR_LINK_ERROR_BAD_ADDRESS. */
char *adr_ports_parse_address(const char *text, GError **error);

G_END_DECLS
