/* SPDX-License-Identifier: MIT */
/* What ports ask of the machine module. */
#ifndef VM_LIB_MACHINE_H
#define VM_LIB_MACHINE_H

#include "vm/core/vm.h"

/* Runs the timers that are due; from vm_hal_poll(). May raise what a callback raises. */
void vm_machine_poll(VM *vm);
/* Stops timers and forgets pins, as a reset does. */
void vm_machine_reset(VM *vm);

#endif
