/* SPDX-License-Identifier: MIT */
/* Where text goes: to a growing buffer on the heap, to standard output, to any Python stream. */
#ifndef VM_CORE_OUT_H
#define VM_CORE_OUT_H

#include "vm/core/object.h"

struct VmOut {
    /* May raise and collect. @self is the VmOut. */
    void (*write)(VM *vm, VmOut *self, const char *text, size_t len);
};

/* A buffer on the heap; lives on the C stack, freed by nobody (the collector owns `data`). */
typedef struct VmBuf {
    VmOut out;
    char *data;
    size_t len, cap;
    char *room; /* the caller's memory where `data` begins, or NULL */
} VmBuf;

void vm_buf_init(VmBuf *buf); /* allocates nothing yet */
/* A good size for what most texts need and small C stacks can bear. */
#define VM_BUF_ROOM 80
/* Begins in the caller's @room, which must live as long; the heap is asked only for more than @size bytes. */
void vm_buf_init_room(VmBuf *buf, char *room, size_t size);
void vm_buf_free(VM *vm, VmBuf *buf); /* gives the memory back at once; the buffer is empty then */
void vm_buf_reserve(VM *vm, VmBuf *buf, size_t more);
void vm_buf_append(VM *vm, VmBuf *buf, const void *data, size_t len);
VmValue vm_buf_to_str(VM *vm, VmBuf *buf);   /* text must be UTF-8 made by us; empties the buffer */
VmValue vm_buf_to_bytes(VM *vm, VmBuf *buf);

/* Standard output of this VM (vm_hal_write). */
extern VmOut vm_stdout, vm_stderr;

void vm_out_text(VM *vm, VmOut *out, const char *text); /* NUL-terminated */
void vm_out_char(VM *vm, VmOut *out, uint32_t code_point);
void vm_out_str(VM *vm, VmOut *out, const VmStr *s);
/* printf-like, our own small subset on every port: %s %d %u %x %c %% %zu %ld %lld; %q a VmStr*; %v repr of a VmValue; %V its
 * str; %t the name of a VmValue's type. */
void vm_out_format(VM *vm, VmOut *out, const char *format, ...);
void vm_out_vformat(VM *vm, VmOut *out, const char *format, __builtin_va_list *args);

/* repr() and str() of any value, honouring __repr__/__str__, with a depth limit (RuntimeError). */
void vm_out_repr(VM *vm, VmOut *out, VmValue v);
void vm_out_value(VM *vm, VmOut *out, VmValue v);

/* Guard for containers that hold themselves: true when @container is already being printed by an outer call (then print
 * "[...]" or the like and do not call vm_print_leave). */
bool vm_print_enter(VM *vm, VmValue container);
void vm_print_leave(VM *vm);

#endif
