/* SPDX-License-Identifier: MIT */
/* A serial port through libserialport, which knows the ways of USB adapters and of unusual rates.
 *
 * Bytes go through the port's file descriptor (adr-fd-link.c), so that one poll() can wait for
 * data, a wake and a cancellation; libserialport opens, sets up and moves the lines. */
#include "config.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <libserialport.h>

#include "device/adr-link-private.h"

#define ADR_TYPE_SERIAL_LINK (adr_serial_link_get_type())
G_DECLARE_FINAL_TYPE(AdrSerialLink, adr_serial_link, ADR, SERIAL_LINK, AdrFdLink)
struct _AdrSerialLink {
    AdrFdLink parent_instance;

    struct sp_port *port;
};
G_DEFINE_TYPE(AdrSerialLink, adr_serial_link, ADR_TYPE_FD_LINK)

/* After a libserialport call that returned @result. */
static gboolean
check(AdrSerialLink *self, enum sp_return result, const char *what, GError **error)
{
    int errnum = errno;
    const char *address = adr_link_get_address(ADR_LINK(self));

    if (result >= SP_OK)
        return TRUE;
    if (result == SP_ERR_FAIL && (errnum == EIO || errnum == ENODEV || errnum == ENXIO))
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST,
                    _("%s is gone. Check its cable; it is connected again when it is back."),
                    address);
    else if (result == SP_ERR_SUPP || (result == SP_ERR_FAIL && errnum == ENOTTY))
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED, _("%s has no %s."),
                    address, what);
    else
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_FAILED,
                    _("%s: setting the %s failed: %s"), address, what, g_strerror(errnum));
    return FALSE;
}

static gboolean
adr_serial_link_drain(AdrLink *link, gint64 deadline_us, GCancellable *cancellable, GError **error)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(link);
    int waiting;

    // tcdrain() knows no deadline, so look how much is left.
    while (ioctl(adr_fd_link_get_fd(ADR_FD_LINK(self)), TIOCOUTQ, &waiting) == 0 && waiting > 0) {
        if (adr_link_check_cancelled(cancellable, error))
            return FALSE;
        if (g_get_monotonic_time() >= deadline_us) {
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                        _("%s takes no more data. Reset the board or plug it in again."),
                        adr_link_get_address(link));
            return FALSE;
        }
        g_usleep(500);
    }
    return TRUE;
}

static gboolean
adr_serial_link_discard_input(AdrLink *link, GError **error)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(link);

    return check(self, sp_flush(self->port, SP_BUF_INPUT), "input buffer", error);
}

static gboolean
adr_serial_link_set_lines(AdrLink *link, gboolean dtr, gboolean rts, GError **error)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(link);
    int fd = adr_fd_link_get_fd(ADR_FD_LINK(self));
    int lines;

    // Both in one step where the driver can: some reset circuits see the moment in between.
    if (ioctl(fd, TIOCMGET, &lines) == 0) {
        lines &= ~(TIOCM_DTR | TIOCM_RTS);
        lines |= (dtr ? TIOCM_DTR : 0) | (rts ? TIOCM_RTS : 0);
        if (ioctl(fd, TIOCMSET, &lines) == 0)
            return TRUE;
    }
    return check(self, sp_set_dtr(self->port, dtr ? SP_DTR_ON : SP_DTR_OFF), _("modem lines"),
                 error) &&
           check(self, sp_set_rts(self->port, rts ? SP_RTS_ON : SP_RTS_OFF), _("modem lines"),
                 error);
}

static gboolean
adr_serial_link_set_baud(AdrLink *link, guint baud, GError **error)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(link);

    return check(self, sp_set_baudrate(self->port, (int)MIN(baud, G_MAXINT)), _("baud rate"),
                 error);
}

static gboolean
adr_serial_link_send_break(AdrLink *link, guint duration_ms, GError **error)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(link);

    if (!check(self, sp_start_break(self->port), _("break signal"), error))
        return FALSE;
    g_usleep(duration_ms * 1000ul);
    return check(self, sp_end_break(self->port), _("break signal"), error);
}

static char *
adr_serial_link_dup_serial(AdrLink *link)
{
    return g_strdup(sp_get_port_usb_serial(ADR_SERIAL_LINK(link)->port));
}

static void
adr_serial_link_close(AdrLink *link)
{
    int fd = adr_fd_link_get_fd(ADR_FD_LINK(link));

    if (fd >= 0)
        ioctl(fd, TIOCNXCL);
    ADR_LINK_CLASS(adr_serial_link_parent_class)->close(link);
}

static void
adr_serial_link_finalize(GObject *object)
{
    AdrSerialLink *self = ADR_SERIAL_LINK(object);

    // Closes libserialport's own descriptor, which shares the lock with our copy.
    if (self->port != NULL) {
        sp_close(self->port);
        sp_free_port(self->port);
    }
    G_OBJECT_CLASS(adr_serial_link_parent_class)->finalize(object);
}

static void
adr_serial_link_class_init(AdrSerialLinkClass *class)
{
    AdrLinkClass *link_class = ADR_LINK_CLASS(class);

    G_OBJECT_CLASS(class)->finalize = adr_serial_link_finalize;
    link_class->drain = adr_serial_link_drain;
    link_class->discard_input = adr_serial_link_discard_input;
    link_class->set_lines = adr_serial_link_set_lines;
    link_class->set_baud = adr_serial_link_set_baud;
    link_class->send_break = adr_serial_link_send_break;
    link_class->dup_serial = adr_serial_link_dup_serial;
    link_class->close = adr_serial_link_close;
}

static void
adr_serial_link_init(AdrSerialLink *self)
{
}

AdrLink *
adr_serial_link_open(const char *address, const char *path, GError **error)
{
    g_autoptr(AdrSerialLink) self = g_object_new(ADR_TYPE_SERIAL_LINK, "address", address, NULL);
    int handle;

    if (sp_get_port_by_name(path, &self->port) != SP_OK) {
        adr_path_link_fail(address, path, ENOENT, error);
        return NULL;
    }
    if (sp_open(self->port, SP_MODE_READ_WRITE) != SP_OK) {
        adr_path_link_fail(address, path, errno, error);
        return NULL;
    }
    if (sp_get_port_handle(self->port, &handle) != SP_OK || (handle = dup(handle)) < 0) {
        adr_path_link_fail(address, path, errno, error);
        return NULL;
    }
    adr_fd_link_take_fd(ADR_FD_LINK(self), handle);
    if (!adr_path_link_lock(address, path, handle, error) ||
        !check(self, sp_set_baudrate(self->port, 115200), _("baud rate"), error) ||
        !check(self, sp_set_bits(self->port, 8), _("data bits"), error) ||
        !check(self, sp_set_parity(self->port, SP_PARITY_NONE), _("parity"), error) ||
        !check(self, sp_set_stopbits(self->port, 1), _("stop bits"), error) ||
        !check(self, sp_set_flowcontrol(self->port, SP_FLOWCONTROL_NONE), _("flow control"), error))
        return NULL;
    return ADR_LINK(g_steal_pointer(&self));
}
