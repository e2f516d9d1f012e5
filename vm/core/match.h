/* SPDX-License-Identifier: MIT */
/* What the `match` statement's instructions ask of objects. */
#ifndef VM_CORE_MATCH_H
#define VM_CORE_MATCH_H

#include "vm/core/vm.h"

bool vm_match_sequence(VmValue v);
bool vm_match_mapping(VM *vm, VmValue v);
VmValue vm_match_keys(VM *vm, VmValue mapping, VmValue keys);
VmValue vm_match_class(VM *vm, VmValue subject, VmValue type, VmValue keywords, unsigned n_positional);

#endif
