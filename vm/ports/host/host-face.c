/* SPDX-License-Identifier: MIT */
/* The public face (vm/include/vm/vm.h) on the host port.
 *
 * Calls may come from any depth of the caller's stack, so each sets anew from where the collector
 * scans it.
 */
#include "vm/include/vm/vm.h"

#include <stdlib.h>

#include "vm/core/compile.h"
#include "vm/core/module.h"
#include "vm/ports/host/host.h"

struct VmHost {
    VmPort port;
    VM *vm;
    void *heap;
    size_t heap_bytes;
    size_t c_stack_bytes;
};

typedef struct Job {
    const char *text;
    size_t len;
    const char *filename;
    bool run;
} Job;

static void
job_body(VM *vm, void *arg)
{
    const Job *job = arg;
    VmStr *filename = vm_str(vm_str_decode(vm, job->filename, strlen(job->filename)));
    VmCode *code = vm_compile(vm, job->text, job->len, filename, VM_COMPILE_EXEC, 0);

    if (job->run)
        vm_run_code(vm, code, vm->main->globals, VM_UNDEF);
}

static unsigned
number(VmValue v)
{
    int64_t n;

    return vm_is_int(v) && vm_int_to_int64_maybe(v, &n) && n > 0 && n < UINT32_MAX ? (unsigned)n
                                                                                   : 0;
}

typedef struct Describe {
    VmValue e;
    VmProblem *problem;
} Describe;

static void
describe_body(VM *vm, void *arg)
{
    Describe *self = arg;
    VmProblem *problem = self->problem;
    VmTuple *args = vm_tuple(((VmException *)self->e)->args);
    VmValue traceback = ((VmException *)self->e)->traceback;
    VmValue text;
    size_t len;

    if (vm_is_instance(self->e, &vm_type_SyntaxError) && args->n == 2 &&
        vm_is_tuple(args->items[1]) && vm_tuple(args->items[1])->n >= 3) {
        const VmTuple *where = vm_tuple(args->items[1]);

        problem->line = number(where->items[1]);
        problem->column = number(where->items[2]);
        if (where->n >= 6) {
            problem->end_line = number(where->items[4]);
            problem->end_column = number(where->items[5]);
        }
        text = vm_to_str(vm, args->items[0]);
    } else {
        for (; traceback != VM_NONE; traceback = ((VmTraceback *)traceback)->next)
            problem->line =
                vm_code_line(((VmTraceback *)traceback)->code, ((VmTraceback *)traceback)->offset);
        text = vm_to_str(vm, self->e);
    }
    len = vm_str(text)->len;
    if (len >= sizeof problem->message) {
        len = sizeof problem->message - 1;
        while (len > 0 && ((uint8_t)vm_str(text)->data[len] & 0xc0) == 0x80)
            len--;
    }
    memcpy(problem->message, vm_str(text)->data, len);
    problem->message[len] = '\0';
}

static bool __attribute__((noinline))
do_job(VmHost *self, Job *job, VmProblem *problem, char *c_stack_base)
{
    VM *vm = self->vm;
    Describe describe = {.problem = problem};

    vm->c_stack_base = c_stack_base;
    vm->c_stack_limit = c_stack_base - self->c_stack_bytes;
    memset(problem, 0, sizeof *problem);
    describe.e = vm_protect(vm, job_body, job);
    if (describe.e == VM_UNDEF || (job->run && vm_is_instance(describe.e, &vm_type_SystemExit))) {
        vm_hal_flush(vm);
        return true;
    }
    strncpy(problem->kind, vm_type_of(describe.e)->name->data, sizeof problem->kind - 1);
    if (job->run)
        vm_print_exception(vm, &vm_stderr, describe.e);
    vm_protect(vm, describe_body, &describe);
    vm_hal_flush(vm);
    return false;
}

VmHost *
vm_host_new(size_t heap_bytes, VmWriteCb write, void *user_data)
{
    VmHost *self = calloc(1, sizeof *self);
    VmOptions options = {.heap_bytes = heap_bytes, .reserve_only = true};

    if (self == NULL)
        return NULL;
    vm_host_port_init(&self->port);
    self->port.write = write;
    self->port.write_data = user_data;
    self->port.in_fd = -1;
    self->heap_bytes = heap_bytes;
    // Threads have less stack than the first one; this is what the usual ones have room for.
    self->c_stack_bytes = 512 * 1024;
    options.port = &self->port;
    options.c_stack_bytes = self->c_stack_bytes;
    options.heap = self->heap = vm_host_heap_new(heap_bytes);
    if (self->heap != NULL)
        self->vm = vm_new(&options, __builtin_frame_address(0));
    if (self->vm == NULL) {
        if (self->heap != NULL)
            vm_host_heap_free(self->heap, heap_bytes);
        free(self);
        return NULL;
    }
    vm_host_port_set_vm(&self->port, self->vm);
    vm_hal_set_interrupt_char(self->vm, -1);
    return self;
}

void
vm_host_free(VmHost *self)
{
    self->vm->c_stack_base = __builtin_frame_address(0);
    vm_free_all(self->vm);
    vm_host_port_set_vm(&self->port, NULL);
    vm_host_port_close(&self->port);
    vm_host_heap_free(self->heap, self->heap_bytes);
    free(self);
}

bool
vm_host_check(VmHost *self, const char *text, size_t len, const char *filename, VmProblem *problem)
{
    Job job = {.text = text, .len = len, .filename = filename};

    return do_job(self, &job, problem, __builtin_frame_address(0));
}

bool
vm_host_run(VmHost *self, const char *text, size_t len, const char *filename, VmProblem *problem)
{
    Job job = {.text = text, .len = len, .filename = filename, .run = true};

    return do_job(self, &job, problem, __builtin_frame_address(0));
}

void
vm_host_stop(VmHost *self)
{
    vm_interrupt(self->vm);
}
