/* SPDX-License-Identifier: MIT */
/* The base of all links, and the one place that knows which address means which kind of link.
 *
 * What every kind shares lives here: argument checks, bytes given back, reads built out of reads. A
 * kind implements the few virtual functions it can; the others answer NOT_SUPPORTED. */
#include "config.h"

#include "device/adr-link.h"

#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "device/adr-link-private.h"

typedef struct {
    char *address;
    int wake_fd;        // eventfd, readable while a wake is pending
    GByteArray *unread; // bytes given back, to be read first
    gboolean is_closed;
} AdrLinkPrivate;

G_DEFINE_QUARK(adr - link - error - quark, adr_link_error)
G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(AdrLink, adr_link, G_TYPE_OBJECT)

enum { PROP_0, PROP_ADDRESS };

static gboolean
check_open(AdrLink *self, GError **error)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    if (!priv->is_closed)
        return TRUE;
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST, _("The connection to %s is closed."),
                priv->address);
    return FALSE;
}

static gboolean
refuse(AdrLink *self, const char *what, GError **error)
{
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED, _("%s has no %s."),
                adr_link_get_address(self), what);
    return FALSE;
}

static void
adr_link_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(ADR_LINK(object));

    if (id == PROP_ADDRESS)
        priv->address = g_value_dup_string(value);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
adr_link_dispose(GObject *object)
{
    adr_link_close(ADR_LINK(object));
    G_OBJECT_CLASS(adr_link_parent_class)->dispose(object);
}

static void
adr_link_finalize(GObject *object)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(ADR_LINK(object));

    close(priv->wake_fd);
    g_byte_array_unref(priv->unread);
    g_free(priv->address);
    G_OBJECT_CLASS(adr_link_parent_class)->finalize(object);
}

static void
adr_link_class_init(AdrLinkClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);

    object_class->set_property = adr_link_set_property;
    object_class->dispose = adr_link_dispose;
    object_class->finalize = adr_link_finalize;
    g_object_class_install_property(
        object_class, PROP_ADDRESS,
        g_param_spec_string("address", NULL, NULL, NULL,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS));
}

static void
adr_link_init(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    priv->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (priv->wake_fd < 0)
        g_error("eventfd: %s", g_strerror(errno)); // as an allocation that fails
    priv->unread = g_byte_array_new();
}

/* -- For the kinds of links (adr-link-private.h) -- */

int
adr_link_get_wake_fd(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    return priv->wake_fd;
}

gboolean
adr_link_take_wake(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);
    guint64 count;

    return read(priv->wake_fd, &count, sizeof count) == sizeof count;
}

gboolean
adr_link_check_cancelled(GCancellable *cancellable, GError **error)
{
    if (!g_cancellable_is_cancelled(cancellable))
        return FALSE;
    g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED, _("Cancelled."));
    return TRUE;
}

/* -- Public -- */

AdrLink *
adr_link_open(const char *address, GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(address != NULL, NULL);

    if (adr_link_check_cancelled(cancellable, error))
        return NULL;
    if (g_str_has_prefix(address, "sim:"))
        return adr_sim_link_open(address, cancellable, error);
    if (g_str_has_prefix(address, "tcp://") || g_str_has_prefix(address, "socket://"))
        return adr_tcp_link_open(address, cancellable, error);
    if (strstr(address, "://") != NULL) {
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED,
                    _("Addresses like %s are not supported by this version. Use a serial port, "
                      "tcp://HOST:PORT or sim:BOARD."),
                    address);
        return NULL;
    }
    if (address[0] == '/')
        return adr_path_link_open(address, cancellable, error);
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS,
                _("“%s” is not an address. Give a serial port such as /dev/ttyACM0, "
                  "tcp://HOST:PORT or sim:BOARD."),
                address);
    return NULL;
}

const char *
adr_link_get_address(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    return priv->address;
}

gssize
adr_link_read(AdrLink *self, void *buf, gsize buf_size, gint64 deadline_us,
              GCancellable *cancellable, GError **error)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    g_return_val_if_fail(ADR_IS_LINK(self) && buf_size > 0, -1);

    if (!check_open(self, error) || adr_link_check_cancelled(cancellable, error))
        return -1;
    if (priv->unread->len > 0) {
        gsize n = MIN(buf_size, priv->unread->len);

        memcpy(buf, priv->unread->data, n);
        g_byte_array_remove_range(priv->unread, 0, n);
        return n;
    }
    return ADR_LINK_GET_CLASS(self)->read(self, buf, buf_size, deadline_us, cancellable, error);
}

gboolean
adr_link_read_until(AdrLink *self, const void *mark, gsize mark_len, GByteArray *out,
                    gint64 deadline_us, GCancellable *cancellable, GError **error)
{
    guint8 buf[512];
    gsize start = out->len;

    g_return_val_if_fail(mark_len > 0, FALSE);

    for (;;) {
        gsize searched = out->len;
        gssize n = adr_link_read(self, buf, sizeof buf, deadline_us, cancellable, error);

        if (n < 0)
            return FALSE;
        if (n == 0 && g_get_monotonic_time() >= deadline_us) {
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                        _("%s did not answer in time. Check its cable and power."),
                        adr_link_get_address(self));
            return FALSE;
        }
        g_byte_array_append(out, buf, n);

        // The mark may have begun in an earlier read; what follows it belongs to the next read.
        if (out->len - start < mark_len)
            continue;
        for (gsize end = MAX(searched + 1, start + mark_len); end <= out->len; end++) {
            if (memcmp(out->data + end - mark_len, mark, mark_len) == 0) {
                adr_link_unread(self, out->data + end, out->len - end);
                g_byte_array_set_size(out, end);
                return TRUE;
            }
        }
    }
}

gboolean
adr_link_read_exactly(AdrLink *self, void *buf, gsize len, gint64 deadline_us,
                      GCancellable *cancellable, GError **error)
{
    gsize have = 0;

    while (have < len) {
        gssize n =
            adr_link_read(self, (guint8 *)buf + have, len - have, deadline_us, cancellable, error);

        if (n < 0)
            return FALSE;
        if (n == 0 && g_get_monotonic_time() >= deadline_us) {
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                        _("%s did not answer in time. Check its cable and power."),
                        adr_link_get_address(self));
            return FALSE;
        }
        have += n;
    }
    return TRUE;
}

void
adr_link_unread(AdrLink *self, const void *data, gsize len)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    if (len > 0)
        g_byte_array_prepend(priv->unread, data, len);
}

gboolean
adr_link_write_all(AdrLink *self, const void *data, gsize len, gint64 deadline_us,
                   GCancellable *cancellable, GError **error)
{
    g_return_val_if_fail(ADR_IS_LINK(self), FALSE);

    if (!check_open(self, error) || adr_link_check_cancelled(cancellable, error))
        return FALSE;
    if (len == 0)
        return TRUE;
    return ADR_LINK_GET_CLASS(self)->write(self, data, len, deadline_us, cancellable, error);
}

gboolean
adr_link_drain(AdrLink *self, gint64 deadline_us, GCancellable *cancellable, GError **error)
{
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);

    if (!check_open(self, error))
        return FALSE;
    return class->drain == NULL || class->drain(self, deadline_us, cancellable, error);
}

gboolean
adr_link_discard_input(AdrLink *self, GError **error)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);
    guint8 buf[4096];
    gssize n;

    g_byte_array_set_size(priv->unread, 0);
    if (!check_open(self, error))
        return FALSE;
    if (class->discard_input != NULL)
        return class->discard_input(self, error);
    do
        n = adr_link_read(self, buf, sizeof buf, 0, NULL, error);
    while (n > 0);
    return n == 0;
}

gboolean
adr_link_has_lines(AdrLink *self)
{
    return ADR_LINK_GET_CLASS(self)->set_lines != NULL;
}

gboolean
adr_link_set_lines(AdrLink *self, gboolean dtr, gboolean rts, GError **error)
{
    if (!check_open(self, error))
        return FALSE;
    if (!adr_link_has_lines(self))
        return refuse(self, _("modem lines"), error);
    return ADR_LINK_GET_CLASS(self)->set_lines(self, dtr, rts, error);
}

gboolean
adr_link_set_baud(AdrLink *self, guint baud, GError **error)
{
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);

    if (!check_open(self, error))
        return FALSE;
    if (class->set_baud == NULL)
        return refuse(self, _("baud rate"), error);
    return class->set_baud(self, baud, error);
}

gboolean
adr_link_send_break(AdrLink *self, guint duration_ms, GError **error)
{
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);

    if (!check_open(self, error))
        return FALSE;
    if (class->send_break == NULL)
        return refuse(self, _("break signal"), error);
    return class->send_break(self, duration_ms, error);
}

gboolean
adr_link_restart_peer(AdrLink *self, GError **error)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);

    if (!check_open(self, error))
        return FALSE;
    if (class->restart_peer == NULL)
        return refuse(self, _("process to restart"), error);
    g_byte_array_set_size(priv->unread, 0);
    return class->restart_peer(self, error);
}

char *
adr_link_dup_serial(AdrLink *self)
{
    AdrLinkClass *class = ADR_LINK_GET_CLASS(self);

    return class->dup_serial == NULL ? NULL : class->dup_serial(self);
}

void
adr_link_wake(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);
    guint64 one = 1;

    // It can only fail when a wake is pending already.
    if (write(priv->wake_fd, &one, sizeof one) < 0)
        return;
}

void
adr_link_close(AdrLink *self)
{
    AdrLinkPrivate *priv = adr_link_get_instance_private(self);

    if (priv->is_closed)
        return;
    priv->is_closed = TRUE;
    if (ADR_LINK_GET_CLASS(self)->close != NULL)
        ADR_LINK_GET_CLASS(self)->close(self);
}
