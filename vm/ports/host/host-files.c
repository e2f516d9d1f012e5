/* SPDX-License-Identifier: MIT */
/* Files of the host port: the computer's own, or those below a folder that plays a board's file
 * system.
 *
 * In the second case a path is cut into names, "." and ".." are worked out on the names alone (".."
 * at the root stays at the root, as on a board), and the folders are opened one after the other
 * from root_fd with O_NOFOLLOW. So neither ".." nor a symbolic link leads out, however the tree
 * changes meanwhile. Boards have no symbolic links; they are not followed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vm/ports/host/host.h"

#define MAX_DEPTH 64

/* Absolute, without "." and "..", into @out (1024 bytes). */
static int
normalise(VmPort *port, const char *path, char *out)
{
    size_t starts[MAX_DEPTH];
    unsigned depth = 0;
    size_t len = 0;

    for (int part = path[0] == '/' ? 1 : 0; part < 2; part++) {
        const char *at = part == 0 ? port->cwd : path;

        while (*at != '\0') {
            size_t n = strcspn(at, "/");

            if (n == 2 && memcmp(at, "..", 2) == 0) {
                if (depth > 0)
                    len = starts[--depth];
            } else if (n > 0 && !(n == 1 && at[0] == '.')) {
                if (depth == MAX_DEPTH || n > 255 || len + n + 2 > sizeof port->cwd)
                    return -ENAMETOOLONG;
                starts[depth++] = len;
                out[len++] = '/';
                memcpy(out + len, at, n);
                len += n;
            }
            at += n;
            if (*at == '/')
                at++;
        }
    }
    if (len == 0)
        out[len++] = '/';
    out[len] = '\0';
    return 0;
}

int
vm_host_resolve(VmPort *port, const char *path, char *name)
{
    char whole[sizeof port->cwd];
    const char *at = whole;
    int folder, error;

    if (path[0] == '\0')
        return -ENOENT;
    error = normalise(port, path, whole);
    if (error < 0)
        return error;
    folder = dup(port->root_fd);
    strcpy(name, ".");
    while (folder >= 0 && *at == '/' && at[1] != '\0') {
        size_t n = strcspn(++at, "/");

        memcpy(name, at, n);
        name[n] = '\0';
        at += n;
        if (*at == '/') {
            int next = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

            error = errno == ELOOP ? EACCES : errno;
            close(folder);
            folder = next;
            errno = error;
        }
    }
    return folder < 0 ? -errno : folder;
}

/* Where a call works: the folder to use with *at() functions. To be closed with leave(). */
typedef struct Place {
    int folder; /* AT_FDCWD for the computer's own files */
    const char *name;
    char buf[256];
} Place;

static int
enter(VM *vm, Place *place, const char *path)
{
    place->folder = AT_FDCWD;
    place->name = path;
    if (vm->port->root_fd < 0)
        return 0;
    place->folder = vm_host_resolve(vm->port, path, place->buf);
    place->name = place->buf;
    return place->folder < 0 ? place->folder : 0;
}

/* @result as system calls give it; returns it, or -errno. */
static int
leave(Place *place, int result)
{
    int error = errno;

    if (place->folder >= 0)
        close(place->folder);
    if (result >= 0)
        return result;
    return error == ELOOP && place->folder >= 0 ? -EACCES : -error;
}

int
vm_hal_open(VM *vm, const char *path, unsigned flags)
{
    Place place;
    struct stat st;
    int how = O_CLOEXEC, fd, error = enter(vm, &place, path);

    if (error < 0)
        return error;
    if ((flags & VM_HAL_OPEN_WRITE) == 0)
        how |= O_RDONLY;
    else
        how |= (flags & VM_HAL_OPEN_READ) != 0 ? O_RDWR : O_WRONLY;
    how |= (flags & VM_HAL_OPEN_CREATE) != 0 ? O_CREAT : 0;
    how |= (flags & VM_HAL_OPEN_TRUNCATE) != 0 ? O_TRUNC : 0;
    how |= (flags & VM_HAL_OPEN_APPEND) != 0 ? O_APPEND : 0;
    how |= (flags & VM_HAL_OPEN_EXCLUSIVE) != 0 ? O_EXCL : 0;
    // On a board's file system a pipe or device would hang the board.
    how |= place.folder >= 0 ? O_NOFOLLOW | O_NONBLOCK : 0;
    fd = leave(&place, openat(place.folder, place.name, how, 0666));
    if (fd >= 0 && (fstat(fd, &st) < 0 || S_ISDIR(st.st_mode))) {
        close(fd);
        return -EISDIR;
    }
    return fd;
}

intptr_t
vm_hal_file_read(VM *vm, int file, void *buf, size_t len)
{
    ssize_t n = read(file, buf, len);

    (void)vm;
    return n >= 0 ? n : -errno;
}

intptr_t
vm_hal_file_write(VM *vm, int file, const void *data, size_t len)
{
    (void)vm;
    for (;;) {
        ssize_t n = write(file, data, len);

        if (n >= 0)
            return n;
        if (errno != EINTR)
            return -errno;
    }
}

int64_t
vm_hal_file_seek(VM *vm, int file, int64_t offset, int whence)
{
    off_t at;

    (void)vm;
    if ((off_t)offset != offset)
        return -EOVERFLOW;
    at = lseek(file, (off_t)offset, whence == 0 ? SEEK_SET : whence == 1 ? SEEK_CUR : SEEK_END);
    return at < 0 ? -errno : at;
}

int
vm_hal_file_truncate(VM *vm, int file, uint64_t size)
{
    (void)vm;
    if (size > INT64_MAX || (uint64_t)(off_t)size != size)
        return -EFBIG;
    return ftruncate(file, (off_t)size) < 0 ? -errno : 0;
}

int
vm_hal_file_sync(VM *vm, int file)
{
    (void)vm;
    return fsync(file) < 0 ? -errno : 0;
}

int
vm_hal_file_close(VM *vm, int file)
{
    (void)vm;
    return close(file) < 0 ? -errno : 0;
}

int
vm_hal_stat(VM *vm, const char *path, VmHalStat *out)
{
    Place place;
    struct stat st;
    int error = enter(vm, &place, path);

    if (error < 0)
        return error;
    error = leave(&place, fstatat(place.folder, place.name, &st,
                                  place.folder >= 0 ? AT_SYMLINK_NOFOLLOW : 0));
    if (error < 0)
        return error;
    out->mode = st.st_mode;
    out->n_links = (uint32_t)st.st_nlink;
    out->uid = st.st_uid;
    out->gid = st.st_gid;
    out->inode = st.st_ino;
    out->device = st.st_dev;
    out->size = (uint64_t)st.st_size;
    out->atime = st.st_atime;
    out->mtime = st.st_mtime;
    out->ctime = st.st_ctime;
    if (place.folder >= 0) {
        // A board knows no owners and rights.
        out->mode &= 0xf000;
        out->n_links = out->uid = out->gid = 0;
        out->inode = out->device = 0;
        if (S_ISDIR(st.st_mode))
            out->size = 0;
    }
    return 0;
}

int
vm_hal_statvfs(VM *vm, const char *path, uint64_t out[10])
{
    Place place;
    struct statvfs st;
    int error = enter(vm, &place, path);

    if (error < 0)
        return error;
    if (place.folder >= 0) {
        int fd = openat(place.folder, place.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

        error = leave(&place, fd < 0 ? -1 : fstatvfs(fd, &st));
        if (fd >= 0)
            close(fd);
    } else {
        error = leave(&place, statvfs(path, &st));
    }
    if (error < 0)
        return error;
    out[0] = st.f_bsize;
    out[1] = st.f_frsize;
    out[2] = st.f_blocks;
    out[3] = st.f_bfree;
    out[4] = st.f_bavail;
    out[5] = st.f_files;
    out[6] = st.f_ffree;
    out[7] = st.f_favail;
    out[8] = st.f_flag;
    out[9] = st.f_namemax;
    return 0;
}

int
vm_hal_mkdir(VM *vm, const char *path)
{
    Place place;
    int error = enter(vm, &place, path);

    return error < 0 ? error : leave(&place, mkdirat(place.folder, place.name, 0777));
}

int
vm_hal_rmdir(VM *vm, const char *path)
{
    Place place;
    int error = enter(vm, &place, path);

    return error < 0 ? error : leave(&place, unlinkat(place.folder, place.name, AT_REMOVEDIR));
}

int
vm_hal_remove(VM *vm, const char *path)
{
    Place place;
    int error = enter(vm, &place, path);

    if (error < 0)
        return error;
    if (place.folder < 0)
        return unlink(path) < 0 ? -errno : 0;
    error = leave(&place, unlinkat(place.folder, place.name, 0));
    if (error == -EISDIR) {
        // Boards' os.remove() takes empty folders too.
        error = enter(vm, &place, path);
        if (error == 0)
            error = leave(&place, unlinkat(place.folder, place.name, AT_REMOVEDIR));
    }
    return error;
}

int
vm_hal_rename(VM *vm, const char *from, const char *to)
{
    Place old, new;
    int error = enter(vm, &old, from);

    if (error < 0)
        return error;
    error = enter(vm, &new, to);
    if (error < 0) {
        leave(&old, 0);
        return error;
    }
    error = leave(&old, renameat(old.folder, old.name, new.folder, new.name));
    leave(&new, 0);
    return error;
}

int
vm_hal_chdir(VM *vm, const char *path)
{
    VmPort *port = vm->port;
    char whole[sizeof port->cwd];
    VmHalStat st;
    int error;

    if (port->root_fd < 0)
        return chdir(path) < 0 ? -errno : 0;
    error = vm_hal_stat(vm, path, &st);
    if (error == 0 && (st.mode & 0xf000) != 0x4000)
        error = -ENOTDIR;
    if (error == 0)
        error = normalise(port, path, whole);
    if (error == 0)
        strcpy(port->cwd, whole);
    return error;
}

int
vm_hal_getcwd(VM *vm, char *buf, size_t buf_size)
{
    VmPort *port = vm->port;

    if (port->root_fd < 0)
        return getcwd(buf, buf_size) == NULL ? -errno : 0;
    if (strlen(port->cwd) + 1 > buf_size)
        return -ERANGE;
    strcpy(buf, port->cwd);
    return 0;
}

int
vm_hal_sync(VM *vm)
{
    if (vm->port->root_fd < 0)
        sync();
    return 0;
}

void *
vm_hal_folder_open(VM *vm, const char *path, int *error)
{
    Place place;
    DIR *dir;
    int fd;

    *error = enter(vm, &place, path);
    if (*error < 0)
        return NULL;
    fd = leave(&place,
               openat(place.folder, place.name,
                      O_RDONLY | O_DIRECTORY | O_CLOEXEC | (place.folder >= 0 ? O_NOFOLLOW : 0)));
    if (fd < 0) {
        *error = fd;
        return NULL;
    }
    dir = fdopendir(fd);
    if (dir == NULL) {
        *error = -errno;
        close(fd);
    }
    return dir;
}

bool
vm_hal_folder_next(VM *vm, void *folder, VmHalEntry *out)
{
    struct dirent *entry;
    struct stat st;

    do {
        entry = readdir(folder);
        if (entry == NULL)
            return false;
    } while (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    snprintf(out->name, sizeof out->name, "%s", entry->d_name);
    out->mode = entry->d_type == DT_DIR ? 0x4000 : entry->d_type == DT_REG ? 0x8000 : 0;
    out->inode = vm->port->root_fd >= 0 ? 0 : entry->d_ino;
    out->size = -1;
    if (fstatat(dirfd(folder), entry->d_name, &st,
                vm->port->root_fd >= 0 ? AT_SYMLINK_NOFOLLOW : 0) == 0) {
        out->mode = S_ISDIR(st.st_mode) ? 0x4000 : S_ISREG(st.st_mode) ? 0x8000 : 0;
        out->size = S_ISDIR(st.st_mode) ? 0 : st.st_size;
    }
    return true;
}

void
vm_hal_folder_close(VM *vm, void *folder)
{
    (void)vm;
    closedir(folder);
}

const char *
vm_hal_getenv(VM *vm, const char *name)
{
    return vm->port->root_fd < 0 ? getenv(name) : NULL;
}

int
vm_hal_setenv(VM *vm, const char *name, const char *value_or_null)
{
    int result;

    if (vm->port->root_fd >= 0)
        return -ENOSYS;
    result = value_or_null != NULL ? setenv(name, value_or_null, 1) : unsetenv(name);
    return result < 0 ? -errno : 0;
}

int
vm_hal_system(VM *vm, const char *command)
{
    int status;

    if (vm->port->root_fd >= 0)
        return -ENOSYS;
    vm_hal_flush(vm);
    status = system(command);
    return status < 0 ? -errno : status;
}
