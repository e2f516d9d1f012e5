/* SPDX-License-Identifier: MIT */
/* Linux says who holds what only as symbolic links /proc/PID/fd/N; so this reads them all.
 *
 * A pseudo-terminal's other end shows as an open /dev/ptmx whose fdinfo has "tty-index: N". */
#include "config.h"

#include "device/adr-holder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

static char *
dup_process_name(int pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/comm", pid);
    g_autofree char *name = NULL;

    if (!g_file_get_contents(path, &name, NULL, NULL))
        return g_strdup("?");
    return g_strdup(g_strchomp(name));
}

/* TRUE if descriptor @fd of @pid is the master side of pseudo-terminal number @index. */
static gboolean
is_master_of(int pid, const char *fd, int index)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/fdinfo/%s", pid, fd);
    g_autofree char *info = NULL;
    const char *at;

    if (index < 0 || !g_file_get_contents(path, &info, NULL, NULL))
        return FALSE;
    at = strstr(info, "tty-index:");
    return at != NULL && atoi(at + strlen("tty-index:")) == index;
}

/* TRUE if @pid has the device open and is not the board itself. */
static gboolean
holds(int pid, dev_t device, int pty_index)
{
    g_autofree char *folder = g_strdup_printf("/proc/%d/fd", pid);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    gboolean found = FALSE;
    const char *name;

    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        char target[64];
        ssize_t len = readlink(path, target, sizeof target - 1);
        struct stat st;

        // Only what lies in /dev is worth a stat(), which may hang on a network file system.
        if (len <= 5 || strncmp(target, "/dev/", 5) != 0)
            continue;
        target[len] = '\0';
        if ((g_str_equal(target, "/dev/ptmx") || g_str_equal(target, "/dev/pts/ptmx")) &&
            is_master_of(pid, name, pty_index))
            return FALSE;
        if (stat(path, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == device)
            found = TRUE;
    }
    return found;
}

char *
adr_holder_find(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open("/proc", 0, NULL);
    g_autofree char *real = realpath(path, NULL);
    int pty_index = -1;
    const char *name;
    struct stat st;

    if (dir == NULL || real == NULL || stat(real, &st) != 0)
        return NULL;
    sscanf(real, "/dev/pts/%d", &pty_index);

    while ((name = g_dir_read_name(dir)) != NULL) {
        int pid = atoi(name);

        if (pid > 0 && pid != getpid() && holds(pid, st.st_rdev, pty_index)) {
            g_autofree char *process = dup_process_name(pid);

            return g_strdup_printf(_("%s (process %d)"), process, pid);
        }
    }
    return NULL;
}

char *
adr_holder_dup_advice(const char *holder)
{
    if (holder != NULL && g_str_has_prefix(holder, "ModemManager"))
        return g_strdup(_("It takes the board for a modem and lets go within half a minute; "
                          "“sudo systemctl disable --now ModemManager” stops that for good."));
    if (holder != NULL && g_str_has_prefix(holder, "brltty"))
        return g_strdup(_("It takes the board for a Braille display; "
                          "“sudo apt remove brltty” stops that for good."));
    return g_strdup(_("Close it there and try again."));
}
