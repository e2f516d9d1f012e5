/* SPDX-License-Identifier: MIT */
/* The public face of the interpreter, as the window uses it. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "vm/include/vm/vm.h"

static unsigned n_cases, n_failed;

static void
check(bool good, const char *name)
{
    n_failed += !good;
    printf("%sok %u - %s\n", good ? "" : "not ", ++n_cases, name);
}

typedef struct Text {
    char data[4096];
    size_t len;
} Text;

static void
keep_cb(const char *text, size_t len, void *user_data)
{
    Text *self = user_data;

    if (len > sizeof self->data - 1 - self->len)
        len = sizeof self->data - 1 - self->len;
    memcpy(self->data + self->len, text, len);
    self->len += len;
    self->data[self->len] = '\0';
}

static bool
run(VmHost *host, const char *source, VmProblem *problem)
{
    return vm_host_run(host, source, strlen(source), "test.py", problem);
}

static void *
stop_soon(void *host)
{
    usleep(100000);
    vm_host_stop(host);
    return NULL;
}

/* The same from deeper in the stack. */
static bool __attribute__((noinline)) run_deep(VmHost *host, unsigned depth, VmProblem *problem)
{
    volatile char room[256] = {0};

    if (depth > 0)
        return run_deep(host, depth - 1, problem) && room[depth & 255] == 0;
    return run(host, "a = [str(i) for i in range(50000)]\nassert a[77] == '77'\n", problem);
}

int
main(void)
{
    Text text = {.len = 0};
    VmProblem problem;
    VmHost *host = vm_host_new((size_t)64 << 20, keep_cb, &text), *other;
    pthread_t thread;
    const char *wrong = "x = 1\nprint(x\ny = 2\n";

    check(host != NULL, "new");
    check(vm_host_check(host, "x = 1\n", 6, "a.py", &problem), "check good");
    check(!vm_host_check(host, wrong, strlen(wrong), "a.py", &problem) && problem.line == 2 &&
              problem.column == 6 && strcmp(problem.kind, "SyntaxError") == 0 &&
              strcmp(problem.message, "'(' was never closed") == 0,
          "check wrong");
    check(!vm_host_check(host, "a\xff", 2, "a.py", &problem), "check bytes that are no text");
    check(run(host, "print('hello', 6 * 7)", &problem) && strcmp(text.data, "hello 42\n") == 0,
          "run");
    text.len = 0;
    check(!run(host, "def f():\n    1 / 0\n\nf()\n", &problem) && problem.line == 2 &&
              strcmp(problem.kind, "ZeroDivisionError") == 0 &&
              strstr(text.data, "line 2, in f") != NULL,
          "run into an exception");
    check(run(host, "import sys\nsys.exit(3)", &problem), "SystemExit is no failure");
    check(!run(host, "input()", &problem) && strcmp(problem.kind, "EOFError") == 0, "no input");
    check(run_deep(host, 0, &problem) && run_deep(host, 200, &problem) &&
              run_deep(host, 3, &problem),
          "from any depth");
    pthread_create(&thread, NULL, stop_soon, host);
    check(!run(host, "while True: pass", &problem) &&
              strcmp(problem.kind, "KeyboardInterrupt") == 0,
          "stop");
    pthread_join(thread, NULL);
    other = vm_host_new((size_t)1 << 20, keep_cb, &text);
    check(run(host, "x = 1", &problem) && !run(other, "x", &problem),
          "two know nothing of each other");
    vm_host_free(other);
    vm_host_free(host);
    check(vm_host_new(1000, keep_cb, &text) == NULL, "too small a heap");
    printf("1..%u\n", n_cases);
    return n_failed > 0;
}
