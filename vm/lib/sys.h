/* SPDX-License-Identifier: MIT */
/* What the doors ask of the sys module. */
#ifndef VM_LIB_SYS_H
#define VM_LIB_SYS_H

#include "vm/core/vm.h"

/* Runs what sys.atexit() was given, once; its exceptions are printed. */
void vm_sys_run_atexit(VM *vm);
/* sys.ps1 or sys.ps2 as the program set them, or the usual prompt. */
const char *vm_sys_prompt(VM *vm, bool continued);

#endif
