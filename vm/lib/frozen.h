/* SPDX-License-Identifier: MIT */
/* Python modules inside the program: the files of vm/lib/py/, made into a table by
 * vm/tools/make-frozen.py. */
#ifndef VM_LIB_FROZEN_H
#define VM_LIB_FROZEN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct VmFrozen {
    const char *name; /* dotted; NULL ends the table */
    const char *source;
    size_t len;
    bool is_package;
} VmFrozen;

extern const VmFrozen vm_frozen_modules[];

#endif
