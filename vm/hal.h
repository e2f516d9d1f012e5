/* SPDX-License-Identifier: MIT */
/* What a port gives the interpreter. vm/ports/<port>/ implements all of it; nothing above calls the system in another way.
 *
 * Times wrap where said. Blocking calls must return early when vm->events is set, so that Ctrl-C works everywhere.
 */
#ifndef VM_HAL_H
#define VM_HAL_H

#include "vm/core/vm.h"

/* Standard output/terminal. Writes all; may block. */
void vm_hal_write(VM *vm, const char *data, size_t len);
void vm_hal_write_error(VM *vm, const char *data, size_t len); /* stderr where there is one, else the terminal */
/* One byte from the terminal, or -1 at the end of input; waits serving events every few ms (raises KeyboardInterrupt). */
int vm_hal_read_char(VM *vm);
/* Bytes that can be read without waiting (0 or more). */
size_t vm_hal_readable(VM *vm);

uint64_t vm_hal_ticks_us(VM *vm);  /* monotonic, from an arbitrary start */
int64_t vm_hal_time_ns(VM *vm);    /* since 1970-01-01 UTC */
void vm_hal_sleep_us(VM *vm, uint64_t us); /* serves events and timers meanwhile; may raise */
void vm_hal_random(VM *vm, void *buf, size_t len);
/* Called from vm_handle_events() with VM_EVENT_PORT set: virtual timers, interrupts. May raise. */
void vm_hal_poll(VM *vm);

extern const char vm_hal_platform[];  /* sys.platform: "linux", "pyboard", ... */
extern const char vm_hal_machine[];   /* sys.implementation._machine */

#endif
