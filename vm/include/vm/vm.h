/* SPDX-License-Identifier: MIT */
/* The interpreter for other rooms: make one, compile, run, stop.
 *
 * Everything hangs on the VmHost; a process may have as many as it likes, each used by one thread
 * at a time. Programs see the computer's files unless a folder is given to live in, and have no
 * terminal: what they print goes to a function.
 */
#ifndef VM_INCLUDE_VM_H
#define VM_INCLUDE_VM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct VmHost VmHost;

/* What is wrong with a text, or what ended a program. Lines count from 1, columns from 1 in
 * characters; 0: not known. */
typedef struct VmProblem {
    unsigned line, column, end_line, end_column;
    char kind[64];     /* "SyntaxError" */
    char message[256]; /* UTF-8, cut at a character if it is longer */
} VmProblem;

/* Called with what programs print, in pieces; on the thread that runs them. */
typedef void (*VmWriteCb)(const char *text, size_t len, void *user_data);

/* @heap_bytes: memory for objects; only what is used is taken.
 * Returns: (transfer full) (nullable): NULL when there is no memory. Free with vm_host_free(). */
VmHost *vm_host_new(size_t heap_bytes, VmWriteCb write, void *user_data);
void vm_host_free(VmHost *self);

/* Is @text (UTF-8, not NUL-terminated) a correct program? If not, *problem says where and why.
 * Nothing is run. */
bool vm_host_check(VmHost *self, const char *text, size_t len, const char *filename,
                   VmProblem *problem);

/* Runs @text as the main program; names stay for the next one. False when an exception ended it
 * (*problem; its traceback was written). SystemExit is no failure. */
bool vm_host_run(VmHost *self, const char *text, size_t len, const char *filename,
                 VmProblem *problem);

/* Ends what is running with a KeyboardInterrupt. From any thread. */
void vm_host_stop(VmHost *self);

#endif
