/* SPDX-License-Identifier: MIT */
/* One interpreter's life: creation, pending events, the end. */
#include "vm/core/vm.h"

#include "vm/core/gc.h"
#include "vm/core/module.h"
#include "vm/hal.h"

#define FIRST_SEGMENT_WORDS (VM_VALUE_64 ? 512 : 128)
#define MAX_STACK_WORDS (1u << 20) /* about 50,000 frames; small heaps get less */

/* What needs the heap and may fail. */
static void
start(VM *vm, void *arg)
{
    VmStack *segment = vm_alloc(vm, sizeof *segment + (FIRST_SEGMENT_WORDS + 8) * sizeof(VmValue), VM_BLOCK_RAW);

    (void)arg;
    segment->n_words = FIRST_SEGMENT_WORDS;
    vm->stack = segment;
    vm->stack_words = FIRST_SEGMENT_WORDS;
    vm->limit = segment->words + FIRST_SEGMENT_WORDS;
    vm->top = segment->words;
    vm->memory_error = (VmException *)vm_exception_new(vm, &vm_type_MemoryError, 0, NULL);
    vm->modules = vm_dict_new(vm, 4);
    vm->path = vm_list_new(vm, 0, NULL);
    vm->argv = vm_list_new(vm, 0, NULL);
    vm->builtins_dict = vm_dict_new(vm, 0);
    vm->builtins_dict->bits |= VM_DICT_WATCHED;
    vm->builtins = vm_import(vm, &vm_s_builtins);
    vm->builtins->globals = vm->builtins_dict;
    vm->main = vm_module_new(vm, &vm_s___main__);
    vm_dict_set_name(vm, vm->modules, &vm_s___main__, vm_value(vm->main));
}

VM *
vm_new(const VmOptions *options, void *c_stack_base)
{
    VmHeap *heap = vm_heap_new(options->heap, options->heap_bytes, options->reserve_only);
    VM *vm = heap == NULL ? NULL : vm_heap_take_fixed(heap, sizeof *vm);
    size_t most = options->heap_bytes / 4 / sizeof(VmValue);

    if (vm == NULL)
        return NULL;
    vm->heap = heap;
    vm->port = options->port;
    vm->c_stack_base = c_stack_base;
    vm->c_stack_limit = (char *)c_stack_base - options->c_stack_bytes;
    vm->max_stack_words = most < MAX_STACK_WORDS ? most : MAX_STACK_WORDS;
    vm->handled = VM_NONE;
    vm->stop_value = VM_NONE;
    vm->interrupt_char = 3;
    vm->names_epoch = vm->types_epoch = 1;
    if (vm_protect(vm, start, NULL) != VM_UNDEF)
        return NULL;
    return vm;
}

void
vm_free_all(VM *vm)
{
    vm_gc_finalize_all(vm);
}

/* --- Events --- */

void
vm_interrupt(VM *vm)
{
    __atomic_fetch_or(&vm->events, VM_EVENT_INTERRUPT, __ATOMIC_RELAXED);
}

void
vm_set_trace(VM *vm, VmTraceFn trace, void *data)
{
    vm->trace = trace;
    vm->trace_data = data;
    __atomic_fetch_or(&vm->events, VM_EVENT_TRACE, __ATOMIC_RELAXED);
}

bool
vm_schedule(VM *vm, VmValue function, VmValue argument)
{
    unsigned at;

    if (vm->n_scheduled == VM_SCHEDULE_MAX)
        return false;
    at = (vm->scheduled_head + vm->n_scheduled) % VM_SCHEDULE_MAX;
    vm->scheduled[at].function = function;
    vm->scheduled[at].argument = argument;
    vm->n_scheduled++;
    __atomic_fetch_or(&vm->events, VM_EVENT_SCHEDULED, __ATOMIC_RELAXED);
    return true;
}

static void
clear_event(VM *vm, uint32_t event)
{
    __atomic_fetch_and(&vm->events, ~event, __ATOMIC_RELAXED);
}

static void
call_body(VM *vm, void *arg)
{
    VmValue *call = arg;

    vm_call_1(vm, call[0], call[1]);
}

/* Errors of callbacks are printed: there is nobody to catch them. */
static void
call_unattended(VM *vm, VmValue function, VmValue argument)
{
    VmValue call[2] = {function, argument};
    VmValue raised = vm_protect(vm, call_body, call);

    if (raised == VM_UNDEF)
        return;
    if (vm_is_instance(raised, &vm_type_KeyboardInterrupt) || vm_is_instance(raised, &vm_type_SystemExit))
        vm_reraise(vm, raised);
    vm_print_exception(vm, &vm_stderr, raised);
}

static void
run_scheduled(VM *vm)
{
    // Only those that are waiting now: one that schedules itself again must not keep the program from going on.
    for (unsigned n = vm->n_scheduled; n > 0 && vm->n_scheduled > 0; n--) {
        unsigned at = vm->scheduled_head;
        VmValue function = vm->scheduled[at].function, argument = vm->scheduled[at].argument;

        vm->scheduled[at].function = vm->scheduled[at].argument = VM_UNDEF;
        vm->scheduled_head = (uint8_t)((at + 1) % VM_SCHEDULE_MAX);
        if (--vm->n_scheduled == 0)
            clear_event(vm, VM_EVENT_SCHEDULED);
        call_unattended(vm, function, argument);
    }
}

static void
run_del_methods(VM *vm)
{
    VmValue object;

    while ((object = vm_gc_take_del(vm)) != VM_UNDEF) {
        VmValue del = vm_type_lookup(vm, vm_type_of(object), &vm_s___del__);

        if (del != VM_UNDEF)
            call_unattended(vm, del, object);
    }
}

void
vm_handle_events(VM *vm)
{
    uint32_t events = vm->events;

    if ((events & VM_EVENT_INTERRUPT) != 0) {
        clear_event(vm, VM_EVENT_INTERRUPT);
        vm_raise(vm, vm_exception_new(vm, &vm_type_KeyboardInterrupt, 0, NULL));
    }
    // Nothing to do: the interpreter looks at vm->trace after this.
    clear_event(vm, VM_EVENT_TRACE);
    if ((events & VM_EVENT_LIMIT) != 0 && vm->steps_left-- == 0) {
        clear_event(vm, VM_EVENT_LIMIT);
        vm_raise_runtime_error(vm, "step limit reached");
    }
    if ((events & VM_EVENT_PORT) != 0) {
        clear_event(vm, VM_EVENT_PORT);
        vm_hal_poll(vm);
    }
    if ((events & VM_EVENT_DEL) != 0 && !vm->heap_locked) {
        clear_event(vm, VM_EVENT_DEL);
        run_del_methods(vm);
    }
    if ((events & VM_EVENT_SCHEDULED) != 0 && !vm->heap_locked)
        run_scheduled(vm);
}
