/* SPDX-License-Identifier: MIT */
/* Links whose address is a path: chooses between libserialport and termios, and explains refusals.
 *
 * libserialport takes only ttys that belong to a device in /sys; the others (pseudo-terminals of
 * QEMU, socat, adder-sim) are opened by hand. Both are locked with flock(), which also works among
 * parts of one program and for root, and with TIOCEXCL, which also stops programs that do not ask.
 * A program that opened the port before us and locked nothing is found by looking (adr-holder.c):
 * two readers would each get half of what the board says. */
#include "config.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <libserialport.h>

#include "device/adr-holder.h"
#include "device/adr-link-private.h"

static gboolean
is_serial_port(const char *path)
{
    struct sp_port *port = NULL;
    gboolean found = sp_get_port_by_name(path, &port) == SP_OK;

    if (found)
        sp_free_port(port);
    return found;
}

static void
set_busy(const char *address, const char *holder, GError **error)
{
    g_autofree char *advice = adr_holder_dup_advice(holder);

    if (holder != NULL)
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BUSY, _("%s is in use by %s. %s"),
                    address, holder, advice);
    else
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BUSY,
                    _("%s is in use by another program. %s"), address, advice);
}

/* The group that may use the port, "dialout" on Debian. */
static char *
dup_group(const char *path)
{
    struct stat st;
    g_autofree char *groups = NULL;
    g_auto(GStrv) lines = NULL;

    if (stat(path, &st) == 0 && st.st_gid != 0 && (st.st_mode & S_IRGRP) &&
        g_file_get_contents("/etc/group", &groups, NULL, NULL)) {
        lines = g_strsplit(groups, "\n", -1);
        for (char **line = lines; *line != NULL; line++) {
            g_auto(GStrv) fields = g_strsplit(*line, ":", 4);

            if (g_strv_length(fields) >= 3 && (gid_t)strtoul(fields[2], NULL, 10) == st.st_gid)
                return g_strdup(fields[0]);
        }
    }
    return g_strdup("dialout");
}

gboolean
adr_path_link_fail(const char *address, const char *path, int errnum, GError **error)
{
    g_autofree char *holder = NULL;
    g_autofree char *group = NULL;

    switch (errnum) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                    _("There is no %s. Plug the board in, or choose another port."), address);
        break;
    case EACCES:
    case EPERM:
        group = dup_group(path);
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NO_PERMISSION,
                    _("You may not use %s. Run “sudo usermod -aG %s $USER”, then log out and in "
                      "again."),
                    address, group);
        break;
    case EBUSY:
        holder = adr_holder_find(path);
        set_busy(address, holder, error);
        break;
    case EIO:
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                    _("Nothing is at the other end of %s. Plug the board in again."), address);
        break;
    case ENOTTY:
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS,
                    _("%s is not a serial port. Choose a port such as /dev/ttyACM0."), address);
        break;
    default:
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_FAILED,
                    _("%s cannot be opened: %s. Plug the board in again."), address,
                    g_strerror(errnum));
    }
    return FALSE;
}

gboolean
adr_path_link_lock(const char *address, const char *path, int fd, GError **error)
{
    g_autofree char *holder = NULL;

    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        holder = adr_holder_find(path);
        if (holder == NULL)
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BUSY,
                        _("%s is in use by another part of this program. Disconnect it there and "
                          "try again."),
                        address);
        else
            set_busy(address, holder, error);
        return FALSE;
    }
    holder = adr_holder_find(path);
    if (holder != NULL) {
        set_busy(address, holder, error);
        return FALSE;
    }
    ioctl(fd, TIOCEXCL);
    return TRUE;
}

AdrLink *
adr_path_link_open(const char *address, GCancellable *cancellable, GError **error)
{
    g_autofree char *path = realpath(address, NULL);
    struct stat st;

    if (path == NULL || stat(path, &st) != 0) {
        adr_path_link_fail(address, address, errno, error);
        return NULL;
    }
    if (!S_ISCHR(st.st_mode)) {
        adr_path_link_fail(address, path, ENOTTY, error);
        return NULL;
    }
    if (is_serial_port(path))
        return adr_serial_link_open(address, path, error);
    return adr_tty_link_open(address, path, error);
}
