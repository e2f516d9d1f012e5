/* SPDX-License-Identifier: MIT */
/* errno: POSIX numbers as Linux has them, which is what MicroPython's boards use too. */
#include "vm/lib/modules.h"

#define CODES(X)                                                                                 \
    X(EPERM, 1)                                                                                  \
    X(ENOENT, 2) X(EIO, 5) X(EBADF, 9) X(EAGAIN, 11) X(ENOMEM, 12) X(EACCES, 13) X(EEXIST, 17)   \
        X(ENODEV, 19) X(ENOTDIR, 20) X(EISDIR, 21) X(EINVAL, 22) X(ENOSPC, 28) X(ESPIPE, 29)     \
            X(EROFS, 30) X(EPIPE, 32) X(ENOTEMPTY, 39) X(EOPNOTSUPP, 95) X(EADDRINUSE, 98)       \
                X(ECONNABORTED, 103) X(ECONNRESET, 104) X(ENOBUFS, 105) X(ENOTCONN, 107)         \
                    X(ETIMEDOUT, 110) X(ECONNREFUSED, 111) X(EHOSTUNREACH, 113) X(EALREADY, 114) \
                        X(EINPROGRESS, 115)

static const VmMember errno_members[] = {
#define X(code, n) {VM_ROM(vm_s_##code), VM_SMALL(n)},
    CODES(X)
#undef X
};

static void
errno_init(VM *vm, VmDict *globals)
{
    VmDict *names = vm_dict_new(vm, sizeof errno_members / sizeof errno_members[0]);

    for (size_t i = 0; i < sizeof errno_members / sizeof errno_members[0]; i++)
        vm_dict_set(vm, names, errno_members[i].value, errno_members[i].name);
    vm_dict_set_name(vm, globals, &vm_s_errorcode, vm_value(names));
}

const VmModuleDef vm_module_errno = {
    .name = &vm_s_errno, VM_MEMBERS(errno_members), .init = errno_init};
