/* SPDX-License-Identifier: MIT */
/* A tty that is no serial port of a device: a pseudo-terminal. Opened and set raw by hand.
 *
 * It has no wire: a baud rate is taken and means nothing, modem lines do not exist. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "device/adr-link-private.h"

#define ADR_TYPE_TTY_LINK (adr_tty_link_get_type())
G_DECLARE_FINAL_TYPE(AdrTtyLink, adr_tty_link, ADR, TTY_LINK, AdrFdLink)
struct _AdrTtyLink {
    AdrFdLink parent_instance;
};
G_DEFINE_TYPE(AdrTtyLink, adr_tty_link, ADR_TYPE_FD_LINK)

static gboolean
adr_tty_link_set_baud(AdrLink *link, guint baud, GError **error)
{
    return TRUE;
}

static void
adr_tty_link_close(AdrLink *link)
{
    int fd = adr_fd_link_get_fd(ADR_FD_LINK(link));

    if (fd >= 0)
        ioctl(fd, TIOCNXCL);
    ADR_LINK_CLASS(adr_tty_link_parent_class)->close(link);
}

static void
adr_tty_link_class_init(AdrTtyLinkClass *class)
{
    ADR_LINK_CLASS(class)->set_baud = adr_tty_link_set_baud;
    ADR_LINK_CLASS(class)->close = adr_tty_link_close;
}

static void
adr_tty_link_init(AdrTtyLink *self)
{
}

AdrLink *
adr_tty_link_open(const char *address, const char *path, GError **error)
{
    int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    g_autoptr(AdrFdLink) link = NULL;
    struct termios tio;

    if (fd < 0) {
        adr_path_link_fail(address, path, errno, error);
        return NULL;
    }
    link = g_object_new(ADR_TYPE_TTY_LINK, "address", address, NULL);
    adr_fd_link_take_fd(link, fd);
    if (tcgetattr(fd, &tio) != 0) {
        adr_path_link_fail(address, path, errno, error);
        return NULL;
    }
    if (!adr_path_link_lock(address, path, fd, error))
        return NULL;
    cfmakeraw(&tio);
    tio.c_cflag |= CLOCAL | CREAD;
    tio.c_cc[VMIN] = 1;
    tio.c_cc[VTIME] = 0;
    tcsetattr(fd, TCSANOW, &tio);
    return ADR_LINK(g_steal_pointer(&link));
}
