/* SPDX-License-Identifier: MIT */
/* os: files and folders through the port. */
#include <errno.h>

#include "vm/hal.h"
#include "vm/lib/io.h"
#include "vm/lib/modules.h"
#include "vm/lib/version.h"

/* What ilistdir() gives; closes the folder when nobody wants it any more. */
typedef struct Folder {
    VmObject base;
    void *handle; /* NULL once closed */
} Folder;

static const VmType type_folder;

/* A path for a call that looks at the file system or changes it. */
static const char *
file_path(VM *vm, VmValue path)
{
    vm_io_flush_files(vm);
    return vm_get_path(vm, path);
}

static VmValue
check_path(VM *vm, int result, VmValue path)
{
    if (result < 0)
        vm_raise_os_error_path(vm, -result, vm_get_path(vm, path));
    return VM_NONE;
}

static Folder *
open_folder(VM *vm, unsigned n_args, const VmValue *args)
{
    const char *path = n_args > 0 && args[0] != VM_NONE ? file_path(vm, args[0]) : ".";
    Folder *self = VM_NEW(vm, Folder, &type_folder);
    int error = 0;

    self->handle = vm_hal_folder_open(vm, path[0] != '\0' ? path : ".", &error);
    if (self->handle == NULL)
        vm_raise_os_error_path(vm, -error, path);
    return self;
}

static void
folder_finalize(VM *vm, VmObject *object)
{
    Folder *self = (Folder *)object;

    if (self->handle != NULL)
        vm_hal_folder_close(vm, self->handle);
    self->handle = NULL;
}

static bool
next_entry(VM *vm, Folder *self, VmHalEntry *entry)
{
    if (self->handle == NULL)
        return false;
    if (vm_hal_folder_next(vm, self->handle, entry))
        return true;
    folder_finalize(vm, &self->base);
    return false;
}

static VmValue
folder_iter(VM *vm, VmValue self)
{
    return self;
}

static VmValue
folder_next(VM *vm, VmValue self)
{
    VmHalEntry entry;

    if (!next_entry(vm, (Folder *)self, &entry)) {
        vm->stop_value = VM_NONE;
        return VM_UNDEF;
    }
    return vm_tuple_of(vm, 4, vm_str_from_c(vm, entry.name), vm_small((intptr_t)entry.mode),
                       vm_int_from_uint64(vm, entry.inode), vm_int(vm, entry.size));
}

static const VmType type_folder = {
    .base = {&vm_type_type},
    .name = &vm_s_iterator,
    .parent = &vm_type_object,
    .layout = &type_folder,
    .flags = VM_TYPE_FINALIZER,
    .size = sizeof(Folder),
    .finalize = folder_finalize,
    .iter = folder_iter,
    .next = folder_next,
};

static VmValue
os_ilistdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(open_folder(vm, n_args, args));
}

static VmValue
os_listdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Folder *folder = open_folder(vm, n_args, args);
    VmList *names = vm_list_new(vm, 0, NULL);
    VmHalEntry entry;

    while (next_entry(vm, folder, &entry))
        vm_list_append(vm, names, vm_str_from_c(vm, entry.name));
    return vm_value(names);
}

static VmValue
os_stat(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHalStat st;

    check_path(vm, vm_hal_stat(vm, file_path(vm, args[0]), &st), args[0]);
    return vm_tuple_of(vm, 10, vm_int(vm, st.mode), vm_int_from_uint64(vm, st.inode),
                       vm_int_from_uint64(vm, st.device), vm_int(vm, st.n_links),
                       vm_int(vm, st.uid), vm_int(vm, st.gid), vm_int_from_uint64(vm, st.size),
                       vm_int(vm, st.atime), vm_int(vm, st.mtime), vm_int(vm, st.ctime));
}

static VmValue
os_statvfs(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    uint64_t numbers[10];
    VmTuple *tuple;

    check_path(vm, vm_hal_statvfs(vm, file_path(vm, args[0]), numbers), args[0]);
    tuple = vm_tuple_new(vm, 10,
                         (const VmValue[10]){VM_NONE, VM_NONE, VM_NONE, VM_NONE, VM_NONE, VM_NONE,
                                             VM_NONE, VM_NONE, VM_NONE, VM_NONE});
    for (unsigned i = 0; i < 10; i++)
        tuple->items[i] = vm_int_from_uint64(vm, numbers[i]);
    return vm_value(tuple);
}

static VmValue
os_mkdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return check_path(vm, vm_hal_mkdir(vm, file_path(vm, args[0])), args[0]);
}

static VmValue
os_rmdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return check_path(vm, vm_hal_rmdir(vm, file_path(vm, args[0])), args[0]);
}

static VmValue
os_remove(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return check_path(vm, vm_hal_remove(vm, file_path(vm, args[0])), args[0]);
}

static VmValue
os_rename(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *from = file_path(vm, args[0]);

    return check_path(vm, vm_hal_rename(vm, from, file_path(vm, args[1])), args[0]);
}

static VmValue
os_chdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return check_path(vm, vm_hal_chdir(vm, file_path(vm, args[0])), args[0]);
}

static VmValue
os_getcwd(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    char path[4096];
    int error = vm_hal_getcwd(vm, path, sizeof path);

    if (error < 0)
        vm_raise_os_error(vm, -error);
    return vm_str_from_c(vm, path);
}

static VmValue
os_sync(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    int error = vm_hal_sync(vm);

    if (error < 0)
        vm_raise_os_error(vm, -error);
    return VM_NONE;
}

static VmValue
os_urandom(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t n = vm_get_int(vm, args[0]);
    VmBytes *bytes;

    if (n < 0)
        vm_raise_value_error(vm, "negative argument not allowed");
    bytes = vm_bytes_alloc(vm, (size_t)n);
    vm_hal_random(vm, bytes->data, (size_t)n);
    return vm_value(bytes);
}

static VmValue
os_getenv(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *value = vm_hal_getenv(vm, vm_get_path(vm, args[0]));

    if (value == NULL)
        return n_args > 1 ? args[1] : VM_NONE;
    return vm_str_decode(vm, value, strlen(value));
}

static VmValue
check(VM *vm, int result)
{
    if (result < 0)
        vm_raise_os_error(vm, -result);
    return VM_NONE;
}

static VmValue
os_putenv(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *name = vm_get_path(vm, args[0]);

    return check(vm, vm_hal_setenv(vm, name, vm_get_path(vm, args[1])));
}

static VmValue
os_unsetenv(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return check(vm, vm_hal_setenv(vm, vm_get_path(vm, args[0]), NULL));
}

static VmValue
os_system(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    int status = vm_hal_system(vm, file_path(vm, args[0]));

    check(vm, status);
    return vm_int(vm, status);
}

/* --- uname() --- */

static VmValue
uname_text(VM *vm, unsigned field)
{
    switch (field) {
    case 0:
    case 1: return vm_str_from_c(vm, vm_hal_platform);
    case 2: return vm_str_from_c(vm, "1.24.0");
    case 3: return vm_str_from_c(vm, "Adder " VM_VERSION " on " VM_VERSION_DATE);
    default: return vm_str_from_c(vm, vm_hal_machine(vm));
    }
}

typedef struct Uname {
    VmObject base;
    VmValue fields[5];
} Uname;

static VmValue
uname_get(VM *vm, VmValue self, VmValue key)
{
    return ((Uname *)self)->fields[vm_get_index(vm, key, 5, "tuple")];
}

static intptr_t
uname_len(VM *vm, VmValue self)
{
    return 5;
}

static void
uname_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, ((Uname *)self)->fields, 5);
}

static void
uname_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmValue *f = ((Uname *)self)->fields;

    vm_out_format(vm, out, "(sysname=%v, nodename=%v, release=%v, version=%v, machine=%v)", f[0],
                  f[1], f[2], f[3], f[4]);
}

#define UNAME_FIELD(field, i)                                                                  \
    static VmValue uname_##field(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw) \
    {                                                                                          \
        return ((Uname *)args[0])->fields[i];                                                  \
    }
UNAME_FIELD(sysname, 0)
UNAME_FIELD(nodename, 1)
UNAME_FIELD(release, 2)
UNAME_FIELD(version, 3)
UNAME_FIELD(machine, 4)

static const VmMember uname_members[] = {
    VM_GETTER(sysname, uname_sysname), VM_GETTER(nodename, uname_nodename),
    VM_GETTER(release, uname_release), VM_GETTER(version, uname_version),
    VM_GETTER(machine, uname_machine),
};

static const VmType type_uname = {
    .base = {&vm_type_type},
    .name = &vm_s_uname_result,
    .parent = &vm_type_object,
    .layout = &type_uname,
    .size = sizeof(Uname),
    .trace = uname_trace,
    .repr = uname_repr,
    .len = uname_len,
    .get_item = uname_get,
    VM_MEMBERS(uname_members),
};

static VmValue
os_uname(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Uname *self = VM_NEW(vm, Uname, &type_uname);

    for (unsigned i = 0; i < 5; i++)
        self->fields[i] = uname_text(vm, i);
    return vm_value(self);
}

/* --- os.path: the pieces that scripts use --- */

static VmValue
path_exists(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHalStat st;

    return vm_bool(vm_hal_stat(vm, file_path(vm, args[0]), &st) == 0);
}

static VmValue
path_isdir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHalStat st;

    return vm_bool(vm_hal_stat(vm, file_path(vm, args[0]), &st) == 0 &&
                   (st.mode & 0xf000) == 0x4000);
}

static VmValue
path_isfile(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHalStat st;

    return vm_bool(vm_hal_stat(vm, file_path(vm, args[0]), &st) == 0 &&
                   (st.mode & 0xf000) == 0x8000);
}

static VmValue
path_getsize(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmHalStat st;

    check_path(vm, vm_hal_stat(vm, file_path(vm, args[0]), &st), args[0]);
    return vm_int_from_uint64(vm, st.size);
}

static VmValue
path_join(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuf buf;

    vm_buf_init(&buf);
    for (unsigned i = 0; i < n_args; i++) {
        const char *part = vm_get_path(vm, args[i]);

        if (part[0] == '/')
            buf.len = 0;
        else if (buf.len > 0 && buf.data[buf.len - 1] != '/')
            vm_out_char(vm, &buf.out, '/');
        vm_out_text(vm, &buf.out, part);
    }
    return vm_buf_to_str(vm, &buf);
}

static VmValue
split_path(VM *vm, VmValue path, VmValue *head)
{
    const char *text = vm_get_path(vm, path), *slash = strrchr(text, '/');
    size_t n = slash != NULL ? (size_t)(slash - text) : 0;

    // Slashes at the end of the head go, unless it is nothing else.
    while (n > 0 && text[n - 1] == '/')
        n--;
    if (slash != NULL && n == 0)
        n = (size_t)(slash - text) + 1;
    *head = vm_str_new(vm, text, n);
    return vm_str_from_c(vm, slash != NULL ? slash + 1 : text);
}

static VmValue
path_split(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue head, tail = split_path(vm, args[0], &head);

    return vm_tuple_of(vm, 2, head, tail);
}

static VmValue
path_basename(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue head;

    return split_path(vm, args[0], &head);
}

static VmValue
path_dirname(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue head;

    split_path(vm, args[0], &head);
    return head;
}

static VmValue
path_splitext(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const char *text = vm_get_path(vm, args[0]), *slash = strrchr(text, '/'),
               *dot = strrchr(text, '.');
    const char *name = slash != NULL ? slash + 1 : text;
    size_t len = strlen(text), n = len;

    while (*name == '.')
        name++; // ".profile" has no extension
    if (dot != NULL && dot > name)
        n = (size_t)(dot - text);
    return vm_tuple_of(vm, 2, vm_str_new(vm, text, n), vm_str_new(vm, text + n, len - n));
}

static VmValue
path_isabs(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_get_path(vm, args[0])[0] == '/');
}

static const VmMember path_members[] = {
    VM_FUNCTION(exists, path_exists, 1, 1),
    VM_FUNCTION(isdir, path_isdir, 1, 1),
    VM_FUNCTION(isfile, path_isfile, 1, 1),
    VM_FUNCTION(getsize, path_getsize, 1, 1),
    VM_FUNCTION(join, path_join, 1, VM_ANY_ARGS),
    VM_FUNCTION(split, path_split, 1, 1),
    VM_FUNCTION(basename, path_basename, 1, 1),
    VM_FUNCTION(dirname, path_dirname, 1, 1),
    VM_FUNCTION(splitext, path_splitext, 1, 1),
    VM_FUNCTION(isabs, path_isabs, 1, 1),
    {VM_S(sep), VM_S(char_47_)},
};

static const VmModuleDef path_module = {.name = &vm_s_path, VM_MEMBERS(path_members)};

static void
os_init(VM *vm, VmDict *globals)
{
    VmModule *path = vm_module_new(vm, &vm_s_path);

    path->def = &path_module;
    vm_dict_set_name(vm, globals, &vm_s_path, vm_value(path));
    vm_dict_set_name(vm, vm->modules, vm_intern_c(vm, "os.path"), vm_value(path));
}

static const VmMember os_members[] = {
    VM_FUNCTION(listdir, os_listdir, 0, 1),
    VM_FUNCTION(ilistdir, os_ilistdir, 0, 1),
    VM_FUNCTION(stat, os_stat, 1, 1),
    VM_FUNCTION(statvfs, os_statvfs, 1, 1),
    VM_FUNCTION(mkdir, os_mkdir, 1, 1),
    VM_FUNCTION(rmdir, os_rmdir, 1, 1),
    VM_FUNCTION(remove, os_remove, 1, 1),
    VM_FUNCTION(unlink, os_remove, 1, 1),
    VM_FUNCTION(rename, os_rename, 2, 2),
    VM_FUNCTION(chdir, os_chdir, 1, 1),
    VM_FUNCTION(getcwd, os_getcwd, 0, 0),
    VM_FUNCTION(sync, os_sync, 0, 0),
    VM_FUNCTION(urandom, os_urandom, 1, 1),
    VM_FUNCTION(uname, os_uname, 0, 0),
    VM_FUNCTION(getenv, os_getenv, 1, 2),
    VM_FUNCTION(putenv, os_putenv, 2, 2),
    VM_FUNCTION(unsetenv, os_unsetenv, 1, 1),
    VM_FUNCTION(system, os_system, 1, 1),
    {VM_S(sep), VM_S(char_47_)},
};

const VmModuleDef vm_module_os = {.name = &vm_s_os, VM_MEMBERS(os_members), .init = os_init};
