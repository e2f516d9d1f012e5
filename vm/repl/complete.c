/* SPDX-License-Identifier: MIT */
/* Tab completion: names of the program, built-ins and keywords, attributes behind a dot, modules
 * after `import`. */
#include "vm/core/compile.h"
#include "vm/core/module.h"
#include "vm/hal.h"
#include "vm/repl/line.h"

typedef struct Matches {
    const char *prefix;
    size_t prefix_len;
    VmList *names;
} Matches;

typedef struct Job {
    const char *text;
    size_t len;
    Matches matches;
} Job;

static bool
is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
}

static void
add(VM *vm, Matches *self, const char *name, size_t len)
{
    if (len <= self->prefix_len || memcmp(name, self->prefix, self->prefix_len) != 0)
        return;
    if (name[0] == '_' && self->prefix_len == 0)
        return; // private names only when asked for
    for (size_t i = 0; i < self->names->n; i++) {
        const VmStr *known = vm_str(self->names->items[i]);

        if (known->len == len && memcmp(known->data, name, len) == 0)
            return;
    }
    vm_list_append(vm, self->names, vm_str_decode(vm, name, len));
}

static void
add_list(VM *vm, Matches *self, VmList *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (vm_is_str(names->items[i]))
            add(vm, self, vm_str(names->items[i])->data, vm_str(names->items[i])->len);
}

static void
add_modules(VM *vm, Matches *self)
{
    for (unsigned i = 0; vm_module_defs[i] != NULL; i++)
        add(vm, self, vm_module_defs[i]->name->data, vm_module_defs[i]->name->len);
    for (size_t i = 0; i < vm->path->n; i++) {
        VmHalEntry entry;
        void *folder;
        int error;

        if (!vm_is_str(vm->path->items[i]) || vm_str_equal_c(vm_str(vm->path->items[i]), ".frozen"))
            continue;
        folder = vm_hal_folder_open(
            vm, vm_str(vm->path->items[i])->len > 0 ? vm_str(vm->path->items[i])->data : ".",
            &error);
        while (folder != NULL && vm_hal_folder_next(vm, folder, &entry)) {
            size_t len = strlen(entry.name);

            // Only what matches allocates: a full heap here would leave the folder open.
            if (strncmp(entry.name, self->prefix, self->prefix_len) != 0)
                continue;
            if (len > 3 && strcmp(entry.name + len - 3, ".py") == 0)
                add(vm, self, entry.name, len - 3);
            else if ((entry.mode & 0xf000) == 0x4000 && memchr(entry.name, '.', len) == NULL)
                add(vm, self, entry.name, len);
        }
        if (folder != NULL)
            vm_hal_folder_close(vm, folder);
    }
}

/* Is the name the one after `import` or `from`? */
static bool
wants_module(const char *text, size_t end)
{
    size_t at = 0, n;

    while (at < end && text[at] == ' ')
        at++;
    n = end - at;
    return (n >= 7 && memcmp(text + at, "import ", 7) == 0) ||
           (n >= 5 && memcmp(text + at, "from ", 5) == 0 &&
            memchr(text + at + 5, ' ', n - 5) == NULL);
}

static void
find_matches(VM *vm, void *arg)
{
    Job *job = arg;
    Matches *self = &job->matches;
    size_t start = job->len, name_start;
    VmValue object = VM_UNDEF;

    self->names = vm_list_new(vm, 0, NULL);
    while (start > 0 && (is_name_char(job->text[start - 1]) || job->text[start - 1] == '.'))
        start--;
    for (name_start = start;;) {
        const char *dot = memchr(job->text + name_start, '.', job->len - name_start);
        VmStr *name;

        self->prefix = job->text + name_start;
        self->prefix_len = job->len - name_start;
        if (dot == NULL)
            break;
        name = vm_interned_maybe(vm, self->prefix, (size_t)(dot - self->prefix));
        if (name == NULL)
            return;
        if (object != VM_UNDEF) {
            object = vm_get_attr_maybe(vm, object, name);
        } else {
            object = vm_dict_get_name(vm->main->globals, name);
            if (object == VM_UNDEF)
                object = vm_get_attr_maybe(vm, vm_value(vm->builtins), name);
            if (object == VM_UNDEF && wants_module(job->text, start))
                object = vm_dict_get_name(vm->modules, name);
        }
        if (object == VM_UNDEF)
            return;
        name_start = (size_t)(dot - job->text) + 1;
    }
    if (object != VM_UNDEF) {
        add_list(vm, self, vm_dir(vm, object));
        return;
    }
    if (wants_module(job->text, start)) {
        add_modules(vm, self);
        return;
    }
    if (self->prefix_len == 0)
        return;
    add_list(vm, self, vm_list_from(vm, vm_value(vm->main->globals)));
    add_list(vm, self, vm_dir(vm, vm_value(vm->builtins)));
    for (unsigned i = 0; vm_keywords[i] != NULL; i++)
        add(vm, self, vm_keywords[i], strlen(vm_keywords[i]));
}

static void
show(VM *vm, VmList *names)
{
    size_t width = 0, column = 0;

    for (size_t i = 0; i < names->n; i++)
        if (vm_str_n_chars(vm_str(names->items[i])) > width)
            width = vm_str_n_chars(vm_str(names->items[i]));
    width = (width + 4) / 4 * 4 + (width % 4 == 3 ? 4 : 0);
    for (size_t i = 0; i < names->n; i++) {
        const VmStr *name = vm_str(names->items[i]);
        size_t pad = width - vm_str_n_chars(name);

        vm_hal_write_raw(vm, name->data, name->len);
        column += width;
        if (i + 1 == names->n || column + width > 79) {
            vm_hal_write_raw(vm, "\r\n", 2);
            column = 0;
        } else {
            while (pad-- > 0)
                vm_hal_write_raw(vm, " ", 1);
        }
    }
}

size_t
vm_complete(VM *vm, const char *text, size_t len, bool list, VmValue *common)
{
    Job job = {.text = text, .len = len};
    VmList *names;
    size_t shared;

    *common = VM_UNDEF;
    // A property that raises, a full heap: then there is nothing to offer.
    if (vm_protect(vm, find_matches, &job) != VM_UNDEF || job.matches.names == NULL ||
        job.matches.names->n == 0)
        return 0;
    names = job.matches.names;
    vm_list_sort(vm, names, VM_NONE, false);
    if (list) {
        show(vm, names);
        return names->n;
    }
    shared = vm_str(names->items[0])->len;
    for (size_t i = 1; i < names->n; i++) {
        const VmStr *first = vm_str(names->items[0]), *name = vm_str(names->items[i]);
        size_t n = 0;

        while (n < shared && n < name->len && first->data[n] == name->data[n])
            n++;
        shared = n;
    }
    // Not into the middle of a character.
    while (shared > job.matches.prefix_len && shared < vm_str(names->items[0])->len &&
           ((uint8_t)vm_str(names->items[0])->data[shared] & 0xc0) == 0x80)
        shared--;
    if (shared > job.matches.prefix_len)
        *common = vm_str_new(vm, vm_str(names->items[0])->data + job.matches.prefix_len,
                             shared - job.matches.prefix_len);
    return names->n;
}
