/* SPDX-License-Identifier: MIT */
/* The interpreter from C: two of them in one process, allocations that fail at every point, hooks,
 * interrupts. */
#include <stdio.h>
#include <stdlib.h>

#include "vm/core/compile.h"
#include "vm/core/gc.h"
#include "vm/core/vm.h"

static unsigned n_cases, n_failed;

static void
check(bool good, const char *name)
{
    n_failed += !good;
    printf("%sok %u - %s\n", good ? "" : "not ", ++n_cases, name);
}

typedef struct Program {
    const char *source;
    VmValue result; /* of its last line's name `r` */
} Program;

static void
run_body(VM *vm, void *arg)
{
    Program *program = arg;
    VmDict *globals = vm_dict_new(vm, 0);
    VmCode *code =
        vm_compile(vm, program->source, strlen(program->source), &vm_s_string_, VM_COMPILE_EXEC, 0);

    vm_run_code(vm, code, globals, VM_UNDEF);
    program->result = vm_dict_get_name(globals, vm_intern_c(vm, "r"));
}

/* The exception that ended it, or VM_UNDEF. */
static VmValue
run(VM *vm, const char *source, VmValue *result)
{
    Program program = {source, VM_UNDEF};
    VmValue raised = vm_protect(vm, run_body, &program);

    if (result != NULL)
        *result = program.result;
    return raised;
}

static VM *
new_vm(void *memory, size_t bytes, void *base)
{
    VmOptions options = {.heap = memory, .heap_bytes = bytes, .c_stack_bytes = 512 * 1024};

    return vm_new(&options, base);
}

enum { HEAP_BYTES = 512 * 1024 };

static void __attribute__((noinline)) two_at_once(void *base)
{
    void *memory_a = calloc(1, HEAP_BYTES), *memory_b = calloc(1, HEAP_BYTES);
    VM *a = new_vm(memory_a, HEAP_BYTES, base);
    VM *b = new_vm(memory_b, HEAP_BYTES, base);
    VmValue ra, rb;

    check(run(a, "r = 1\nfor i in range(10):\n r += i\n", &ra) == VM_UNDEF && ra == VM_SMALL(46),
          "first VM");
    check(run(b, "class C:\n x = 5\nr = C().x\n", &rb) == VM_UNDEF && rb == VM_SMALL(5),
          "second VM");
    check(run(a, "import sys\nsys.mark = 1\nr = sys.mark\n", &ra) == VM_UNDEF && ra == VM_SMALL(1),
          "modules are its own");
    check(run(b, "import sys\nr = int(hasattr(sys, 'mark'))\n", &rb) == VM_UNDEF &&
              rb == VM_SMALL(0),
          "and not the other's");
    vm_free_all(a);
    vm_free_all(b);
    free(memory_a);
    free(memory_b);
}

/* Programs that use every kind of object; `r` is what they must give in the end. */
static const struct {
    const char *name, *source;
    intptr_t result;
} programs[] = {
    {"calls",
     "def f(a, b=2, *c, d=4, **e):\n return a + b + sum(c) + d + len(e)\nr = f(1) + f(1, 2, 3, "
     "d=5, x=6) + f(*[1, 2], **{'d': 1})\n",
     23},
    {"classes",
     "class A:\n def __init__(s, x):\n  s.x = x\n  s.y = s.z = s.x\n def __add__(s, o):\n  return "
     "A(s.x + o.x)\nclass B(A):\n @property\n def p(s):\n  return super().__init__(3) or s.x\nr = "
     "(A(1) + A(2)).x + B(9).p\n",
     6},
    {"generators",
     "def g(n):\n try:\n  for i in range(n):\n   yield i\n finally:\n  out.append(1)\ndef h():\n "
     "yield from g(4)\nout = []\nr = sum(h()) + sum([x * y for x in g(3) for y in g(2)]) + "
     "len(out)\n",
     14},
    {"exceptions",
     "r = 0\nfor e in (ValueError, KeyError, ZeroDivisionError):\n try:\n  try:\n   raise e('x')\n "
     " except KeyError as k:\n   r += 1\n  finally:\n   r += 10\n except ValueError:\n  r += 100\n "
     "except ArithmeticError:\n  r += 1000\n",
     1131},
    {"containers",
     "d = {i: str(i) for i in range(40)}\nd.update(a=1, b=[1, 2, 3])\ns = {x for x in d}\nl = "
     "sorted(d.values(), key=str)\nr = len(d) + len(s) + len(l) + len('-'.join(map(str, l))) + "
     "len(f'{r!r:>10}' if 0 else f'{l[0]:>10}')\n",
     257},
    {"numbers",
     "n = 1\nfor i in range(1, 40):\n n *= i\nr = len(str(n)) + int(str(n)[:3]) + (n >> 100) % "
     "1000 + int(1.5 ** 3 * 2)\n",
     1127},
};

static void __attribute__((noinline)) failing_allocations(void *base)
{
    for (size_t p = 0; p < sizeof programs / sizeof programs[0]; p++) {
        void *memory = calloc(1, HEAP_BYTES);
        VM *vm = new_vm(memory, HEAP_BYTES, base);
        VmValue expected = VM_UNDEF, result, raised;
        VmHeapInfo before, after;
        size_t n, survived = 0;
        bool good = true;
        char name[160];

        raised = run(vm, programs[p].source, &expected);
        good = raised == VM_UNDEF && expected == vm_small(programs[p].result);
        vm_heap_fail_after(vm, 0);
        raised = run(vm, programs[p].source, &expected);
        n = vm_heap_fail_after(vm, 0);
        vm_gc(vm);
        vm_heap_info(vm, &before);
        for (size_t i = 1; i <= n && good; i++) {
            vm_heap_fail_after(vm, i);
            raised = run(vm, programs[p].source, &result);
            vm_heap_fail_after(vm, 0);
            // Either it ends by MemoryError (or what the program made of it), or went round it to
            // the right result.
            if (raised == VM_UNDEF)
                survived += good = result == expected;
            // And the VM is as good as new.
            raised = run(vm, programs[p].source, &result);
            good = good && raised == VM_UNDEF && result == expected;
        }
        raised = result = VM_UNDEF;
        vm_gc(vm);
        vm_heap_info(vm, &after);
        good = good && after.used <= before.used + 4096; // inline caches and stack segments stay
        snprintf(
            name, sizeof name,
            "each of %zu allocations of \"%s\" fails (%zu went unnoticed; %zu -> %zu bytes live)",
            n, programs[p].name, survived, before.used, after.used);
        check(good && n > 20, name);
        vm_free_all(vm);
        free(memory);
    }
}

static void
count_instruction(VM *vm, VmFunction *function, uint32_t offset, void *data)
{
    unsigned *n = data;

    if (vm_code_line(function->code, offset) == 2 && ++*n == 50)
        vm_set_trace(vm, NULL, NULL);
}

static void
stop_at_line(VM *vm, VmFunction *function, uint32_t offset, void *data)
{
    if (vm_code_line(function->code, offset) == *(unsigned *)data)
        vm_interrupt(vm);
}

static void __attribute__((noinline)) hooks(void *base)
{
    void *memory = calloc(1, HEAP_BYTES);
    VM *vm = new_vm(memory, HEAP_BYTES, base);
    unsigned n = 0, line = 3;
    VmValue result, raised;

    vm_set_trace(vm, count_instruction, &n);
    raised = run(vm, "r = 0\nfor i in range(1000): r += i\n", &result);
    check(raised == VM_UNDEF && result == VM_SMALL(499500) && n == 50,
          "a hook sees instructions and takes itself away");
    vm_set_trace(vm, stop_at_line, &line);
    raised = run(vm, "r = 0\nwhile True:\n r += 1\n", &result);
    check(raised != VM_UNDEF && vm_is_instance(raised, &vm_type_KeyboardInterrupt),
          "a hook stops a program");
    vm_set_trace(vm, NULL, NULL);
    vm->steps_left = 1000;
    vm->events |= VM_EVENT_LIMIT;
    raised = run(vm, "while True: pass\n", &result);
    check(raised != VM_UNDEF && vm_is_instance(raised, &vm_type_RuntimeError),
          "a limit of steps ends a program");
    vm_free_all(vm);
    free(memory);
}

int
main(void)
{
    char base;

    two_at_once(&base);
    failing_allocations(&base);
    hooks(&base);
    printf("1..%u\n", n_cases);
    return n_failed != 0;
}
