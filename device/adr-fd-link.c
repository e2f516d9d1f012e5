/* SPDX-License-Identifier: MIT */
/* Reading and writing with deadline, cancellation and wake over one non-blocking file descriptor.
 *
 * Everything is a poll() over three descriptors: the link's, the wake eventfd, the cancellable's.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "device/adr-link-private.h"

typedef struct {
    int fd;
} AdrFdLinkPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE(AdrFdLink, adr_fd_link, ADR_TYPE_LINK)

static void
set_lost(AdrLink *link, GError **error)
{
    const char *words = _("%s is gone. Check its cable; it is connected again when it is back.");

    if (ADR_LINK_GET_CLASS(link)->restart_peer != NULL)
        words = _("The simulator (%s) has ended. It is started again by itself.");
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST, words, adr_link_get_address(link));
}

/* Rounded up, so that a wait never ends a little before its deadline and spins. */
static int
timeout_until(gint64 deadline_us)
{
    gint64 now_us = g_get_monotonic_time();

    if (deadline_us == G_MAXINT64)
        return -1;
    if (deadline_us <= now_us)
        return 0;
    return MIN((deadline_us - now_us + 999) / 1000, G_MAXINT);
}

typedef enum { WAIT_READY, WAIT_OVER, WAIT_WOKEN, WAIT_FAILED } WaitResult;

/* WAIT_WOKEN only if nothing else is ready: whoever is woken looks around after data as well. */
static WaitResult
wait_for(AdrFdLink *self, short events, gint64 deadline_us, GCancellable *cancellable,
         GError **error)
{
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);
    AdrLink *link = ADR_LINK(self);
    struct pollfd fds[3] = {
        {.fd = priv->fd, .events = events},
        {.fd = (events & POLLIN) ? adr_link_get_wake_fd(link) : -1, .events = POLLIN},
        {.fd = cancellable ? g_cancellable_get_fd(cancellable) : -1, .events = POLLIN},
    };
    WaitResult result = WAIT_OVER;
    int n;

    do
        n = poll(fds, G_N_ELEMENTS(fds), timeout_until(deadline_us));
    while (n < 0 && errno == EINTR);
    if (fds[2].fd >= 0)
        g_cancellable_release_fd(cancellable);

    if (adr_link_check_cancelled(cancellable, error)) {
        result = WAIT_FAILED;
    } else if (n > 0 && fds[0].revents != 0) {
        result = WAIT_READY; // or hung up: reading and writing will tell
    } else if (n > 0 && fds[1].revents != 0) {
        adr_link_take_wake(link);
        result = WAIT_WOKEN;
    }
    return result;
}

static gssize
adr_fd_link_read(AdrLink *link, void *buf, gsize buf_size, gint64 deadline_us,
                 GCancellable *cancellable, GError **error)
{
    AdrFdLink *self = ADR_FD_LINK(link);
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);

    for (;;) {
        ssize_t n;

        switch (wait_for(self, POLLIN, deadline_us, cancellable, error)) {
        case WAIT_FAILED: return -1;
        case WAIT_OVER:
        case WAIT_WOKEN: return 0;
        case WAIT_READY: break;
        }
        n = read(priv->fd, buf, buf_size);
        if (n > 0)
            return n;
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        set_lost(link, error);
        return -1;
    }
}

static gboolean
adr_fd_link_write(AdrLink *link, const void *data, gsize len, gint64 deadline_us,
                  GCancellable *cancellable, GError **error)
{
    AdrFdLink *self = ADR_FD_LINK(link);
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);
    const guint8 *at = data;

    while (len > 0) {
        ssize_t n = write(priv->fd, at, len);

        if (n > 0) {
            at += n;
            len -= n;
            continue;
        }
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            set_lost(link, error);
            return FALSE;
        }
        switch (wait_for(self, POLLOUT, deadline_us, cancellable, error)) {
        case WAIT_FAILED: return FALSE;
        case WAIT_OVER:
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                        _("%s takes no more data. Reset the board or plug it in again."),
                        adr_link_get_address(link));
            return FALSE;
        case WAIT_WOKEN:
        case WAIT_READY: break;
        }
    }
    return TRUE;
}

static void
adr_fd_link_close(AdrLink *link)
{
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(ADR_FD_LINK(link));

    if (priv->fd >= 0)
        close(priv->fd);
    priv->fd = -1;
}

static void
adr_fd_link_class_init(AdrFdLinkClass *class)
{
    AdrLinkClass *link_class = ADR_LINK_CLASS(class);

    link_class->read = adr_fd_link_read;
    link_class->write = adr_fd_link_write;
    link_class->close = adr_fd_link_close;
}

static void
adr_fd_link_init(AdrFdLink *self)
{
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);

    priv->fd = -1;
}

void
adr_fd_link_take_fd(AdrFdLink *self, int fd)
{
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);

    g_return_if_fail(fd >= 0);

    if (priv->fd >= 0)
        close(priv->fd);
    priv->fd = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

int
adr_fd_link_get_fd(AdrFdLink *self)
{
    AdrFdLinkPrivate *priv = adr_fd_link_get_instance_private(self);

    return priv->fd;
}
