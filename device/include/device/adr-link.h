/* SPDX-License-Identifier: MIT */
/* A link: the stream of bytes between this computer and a board, whatever carries it.
 *
 * A link is made from an address, so that everything above it (REPL, flasher, doors) is the same
 * for all of them:
 *
 *     /dev/ttyACM0, COM-like paths    a serial port, through libserialport
 *     /dev/pts/3, any other tty       a pseudo-terminal (QEMU, socat, adder-sim), through termios
 *     tcp://HOST:PORT, socket://...   a TCP stream
 *     sim:BOARD[?NAME=VALUE&...]      a simulator of our own, started with the link and ended with
 * it
 *
 * All calls block, at the longest to their deadline, and are meant for a worker thread. One thread
 * at a time uses a link; only adr_link_wake() and adr_link_get_address() may be called from others.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ADR_LINK_ERROR (adr_link_error_quark())
GQuark adr_link_error_quark(void);

/* The message of each says what happened and what to do next, ready to be shown. */
typedef enum {
    ADR_LINK_ERROR_FAILED,        /* anything the others do not name */
    ADR_LINK_ERROR_BAD_ADDRESS,   /* not an address that we understand */
    ADR_LINK_ERROR_NOT_SUPPORTED, /* this kind of address is not built in, or this kind of link
                                     cannot do that */
    ADR_LINK_ERROR_NOT_FOUND,     /* no such port, host or simulator */
    ADR_LINK_ERROR_BUSY,          /* another program holds it (the message names it) */
    ADR_LINK_ERROR_NO_PERMISSION, /* the user may not open it (the message says how to be allowed)
                                   */
    ADR_LINK_ERROR_LOST,          /* cable, process or peer gone */
    ADR_LINK_ERROR_TIMED_OUT,     /* the deadline passed */
    ADR_LINK_ERROR_CANCELLED,     /* the GCancellable was cancelled */
} AdrLinkError;

#define ADR_TYPE_LINK (adr_link_get_type())
G_DECLARE_DERIVABLE_TYPE(AdrLink, adr_link, ADR, LINK, GObject)

/* What a kind of link implements. Arguments as in the public functions of the same names; each is
 * called with checked arguments, from one thread at a time. NULL where a link has no such thing
 * (then: NOT_SUPPORTED). */
struct _AdrLinkClass {
    GObjectClass parent_class;

    gssize (*read)(AdrLink *self, void *buf, gsize buf_size, gint64 deadline_us,
                   GCancellable *cancellable, GError **error);
    gboolean (*write)(AdrLink *self, const void *data, gsize len, gint64 deadline_us,
                      GCancellable *cancellable, GError **error);
    gboolean (*drain)(AdrLink *self, gint64 deadline_us, GCancellable *cancellable, GError **error);
    gboolean (*discard_input)(AdrLink *self, GError **error);
    gboolean (*set_lines)(AdrLink *self, gboolean dtr, gboolean rts, GError **error);
    gboolean (*set_baud)(AdrLink *self, guint baud, GError **error);
    gboolean (*send_break)(AdrLink *self, guint duration_ms, GError **error);
    gboolean (*restart_peer)(AdrLink *self, GError **error);
    char *(*dup_serial)(AdrLink *self);
    void (*close)(AdrLink *self);

    gpointer padding[8];
};

/* Opens the link that @address names. Serial ports open at 115200 baud, 8N1, without flow control,
 * and are locked against other programs. No byte is sent and no modem line is moved beyond what
 * opening the port does by itself.
 *
 * Returns: (transfer full): the open link
 * Errors: BAD_ADDRESS, NOT_SUPPORTED, NOT_FOUND, BUSY, NO_PERMISSION, TIMED_OUT, CANCELLED, FAILED.
 * Any worker thread. */
AdrLink *adr_link_open(const char *address, GCancellable *cancellable, GError **error);

/* Returns: (transfer none): the address the link was opened with. Any thread. */
const char *adr_link_get_address(AdrLink *self);

/* Reads what there is, waiting for at least one byte.
 *
 * @deadline_us: in g_get_monotonic_time(); 0 only looks, G_MAXINT64 waits for ever
 *
 * Returns: the number of bytes read; 0 if the deadline passed first or adr_link_wake() was called;
 * -1 with @error set Errors: LOST, CANCELLED, FAILED. */
gssize adr_link_read(AdrLink *self, void *buf, gsize buf_size, gint64 deadline_us,
                     GCancellable *cancellable, GError **error);

/* Reads until the bytes received in this call end with @mark. Reads not a byte further.
 *
 * @out: appended to; on failure holds what did arrive, for the error report
 * @deadline_us: in g_get_monotonic_time(); covers the whole call, however many reads it takes
 *
 * Errors: TIMED_OUT, LOST, CANCELLED, FAILED. */
gboolean adr_link_read_until(AdrLink *self, const void *mark, gsize mark_len, GByteArray *out,
                             gint64 deadline_us, GCancellable *cancellable, GError **error);

/* Reads exactly @len bytes. Errors: TIMED_OUT, LOST, CANCELLED, FAILED; then @buf's content is
 * undefined. */
gboolean adr_link_read_exactly(AdrLink *self, void *buf, gsize len, gint64 deadline_us,
                               GCancellable *cancellable, GError **error);

/* Gives bytes back: the next reads return them before anything that arrives. */
void adr_link_unread(AdrLink *self, const void *data, gsize len);

/* Writes all of @data. Errors: TIMED_OUT (part may be sent), LOST, CANCELLED, FAILED. */
gboolean adr_link_write_all(AdrLink *self, const void *data, gsize len, gint64 deadline_us,
                            GCancellable *cancellable, GError **error);

/* Waits until everything written has left this computer, where the link can tell. Errors as for
 * writing. */
gboolean adr_link_drain(AdrLink *self, gint64 deadline_us, GCancellable *cancellable,
                        GError **error);

/* Throws away what has arrived and was not read. Errors: LOST, FAILED. */
gboolean adr_link_discard_input(AdrLink *self, GError **error);

/* Sets both modem lines in one step where the hardware can; TRUE asserts a line (low voltage on a
 * TTL adapter). Errors: NOT_SUPPORTED where there are none, LOST, FAILED. */
gboolean adr_link_set_lines(AdrLink *self, gboolean dtr, gboolean rts, GError **error);

/* TRUE if adr_link_set_lines() can work: a real serial port or RFC 2217. Never lies for a pty. */
gboolean adr_link_has_lines(AdrLink *self);

/* Errors: NOT_SUPPORTED where there is no wire or the port refuses the rate, LOST, FAILED. Ptys
 * accept any rate. */
gboolean adr_link_set_baud(AdrLink *self, guint baud, GError **error);

/* Holds the line in the break state for @duration_ms. Errors: NOT_SUPPORTED, LOST, FAILED. */
gboolean adr_link_send_break(AdrLink *self, guint duration_ms, GError **error);

/* Ends the peer process and starts it anew, as pulling the plug would. Errors: NOT_SUPPORTED (all
 * but sim:), FAILED. */
gboolean adr_link_restart_peer(AdrLink *self, GError **error);

/* Returns: (transfer full) (nullable): the port's USB serial number, or NULL where it has none. */
char *adr_link_dup_serial(AdrLink *self);

/* Makes a read or write that waits now, or else the next one, look up: a read returns 0; a write
 * carries on. Any thread. */
void adr_link_wake(AdrLink *self);

/* Closes at once; later calls give LOST. Also done when the last reference goes. A sim: process is
 * ended and reaped. */
void adr_link_close(AdrLink *self);

G_END_DECLS
