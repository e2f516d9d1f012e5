/* SPDX-License-Identifier: MIT */
/* Interned strings: one object for each text that names something, so that names compare by
 * address.
 *
 * Two tables. Names that the C sources use are in ROM, sorted by hash (names.c, generated). Others
 * are in a hash table on the heap with linear probing; it holds its strs weakly: the collector
 * calls vm_intern_sweep() after marking. A str that left leaves a tombstone, because a sweep must
 * not allocate.
 */
#include <string.h>

#include "vm/core/gc.h"
#include "vm/core/vm.h"

struct VmIntern {
    uint32_t n_used; /* slots that are not NULL, tombstones included */
    uint32_t n_live;
    uint32_t mask; /* number of slots - 1 */
    VmStr *slots[];
};

#define TOMBSTONE   ((VmStr *)(uintptr_t)4)
#define FIRST_SLOTS 32

uint32_t
vm_hash_bytes(const void *data, size_t len)
{
    const uint8_t *p = data;
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < len; i++)
        h = (h ^ p[i]) * 16777619u;
    h = (h ^ (h >> 30)) & VM_STR_HASH_MASK;
    return h != 0 ? h : 1;
}

static bool
has_text(const VmStr *s, uint32_t hash, const char *utf8, size_t len)
{
    return (s->bits & VM_STR_HASH_MASK) == hash && s->len == len && memcmp(s->data, utf8, len) == 0;
}

static VmStr *
find_rom(uint32_t hash, const char *utf8, size_t len)
{
    size_t low = 0, high = vm_rom_names_count;

    if (len == 1 && (uint8_t)utf8[0] < 128)
        return (VmStr *)vm_rom_chars[(uint8_t)utf8[0]];
    while (low < high) {
        size_t middle = (low + high) / 2;

        if ((vm_rom_names[middle]->bits & VM_STR_HASH_MASK) < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < vm_rom_names_count && (vm_rom_names[low]->bits & VM_STR_HASH_MASK) == hash;
         low++) {
        if (has_text(vm_rom_names[low], hash, utf8, len))
            return (VmStr *)vm_rom_names[low];
    }
    return NULL;
}

/* The slot that holds the text, or the one where it should be put. */
static VmStr **
find_slot(struct VmIntern *table, uint32_t hash, const char *utf8, size_t len)
{
    VmStr **free_slot = NULL;

    for (uint32_t i = hash & table->mask;; i = (i + 1) & table->mask) {
        VmStr **slot = &table->slots[i];

        if (*slot == NULL)
            return free_slot != NULL ? free_slot : slot;
        if (*slot == TOMBSTONE) {
            if (free_slot == NULL)
                free_slot = slot;
        } else if (has_text(*slot, hash, utf8, len)) {
            return slot;
        }
    }
}

static VmStr *
find_dynamic(VM *vm, uint32_t hash, const char *utf8, size_t len)
{
    VmStr *found;

    if (vm->interned == NULL)
        return NULL;
    found = *find_slot(vm->interned, hash, utf8, len);
    return found == TOMBSTONE ? NULL : found;
}

/* Makes room for one more str, with a quarter of the slots free. */
static void
reserve_slot(VM *vm)
{
    struct VmIntern *old = vm->interned, *table;
    uint32_t n_slots = FIRST_SLOTS;

    if (old != NULL && old->n_used < old->mask - old->mask / 4)
        return;
    if (old != NULL) {
        n_slots = old->mask + 1;
        if (old->n_live >= n_slots / 2)
            n_slots *= 2;
    }
    // This may sweep the old table: look at it only afterwards.
    table = vm_alloc(vm, sizeof *table + n_slots * sizeof table->slots[0], VM_BLOCK_RAW);
    table->mask = n_slots - 1;
    for (uint32_t i = 0; old != NULL && i <= old->mask; i++) {
        VmStr *s = old->slots[i];

        if (s == NULL || s == TOMBSTONE)
            continue;
        *find_slot(table, s->bits & VM_STR_HASH_MASK, s->data, s->len) = s;
        table->n_used++;
    }
    table->n_live = table->n_used;
    vm->interned = table;
    vm_free(vm, old);
}

static void
insert(VM *vm, VmStr *s, uint32_t hash)
{
    VmStr **slot;

    reserve_slot(vm);
    slot = find_slot(vm->interned, hash, s->data, s->len);
    if (*slot == NULL)
        vm->interned->n_used++;
    vm->interned->n_live++;
    s->bits |= VM_STR_INTERNED;
    *slot = s;
}

VmStr *
vm_interned_maybe(VM *vm, const char *utf8, size_t len)
{
    uint32_t hash = vm_hash_bytes(utf8, len);
    VmStr *found = find_rom(hash, utf8, len);

    return found != NULL ? found : find_dynamic(vm, hash, utf8, len);
}

VmStr *
vm_intern(VM *vm, const char *utf8, size_t len)
{
    uint32_t hash = vm_hash_bytes(utf8, len);
    VmStr *found = find_rom(hash, utf8, len);

    if (found == NULL)
        found = find_dynamic(vm, hash, utf8, len);
    if (found == NULL) {
        found = vm_str_alloc(vm, len);
        memcpy(found->data, utf8, len);
        vm_str_finish(vm, found);
        vm_str_hash(found);
        insert(vm, found, hash);
    }
    return found;
}

VmStr *
vm_intern_c(VM *vm, const char *text)
{
    return vm_intern(vm, text, strlen(text));
}

VmStr *
vm_intern_str(VM *vm, VmStr *s)
{
    uint32_t hash;
    VmStr *found;

    if (vm_str_is_interned(s))
        return s;
    // An instance of a subclass cannot stand for the plain text.
    if (s->base.type != &vm_type_str)
        return vm_intern(vm, s->data, s->len);
    hash = vm_str_hash(s);
    found = find_rom(hash, s->data, s->len);
    if (found == NULL)
        found = find_dynamic(vm, hash, s->data, s->len);
    if (found != NULL)
        return found;
    insert(vm, s, hash);
    return s;
}

void
vm_intern_sweep(VM *vm)
{
    struct VmIntern *table = vm->interned;

    for (uint32_t i = 0; table != NULL && i <= table->mask; i++) {
        VmStr *s = table->slots[i];

        if (s == NULL || s == TOMBSTONE || vm_is_marked(vm, s))
            continue;
        table->slots[i] = TOMBSTONE;
        table->n_live--;
    }
}

void
vm_each_name(VM *vm, void (*each)(VM *vm, const VmStr *name, void *data), void *data)
{
    for (unsigned i = 0; i < vm_rom_names_count; i++)
        each(vm, vm_rom_names[i], data);
    for (uint32_t i = 0; vm->interned != NULL && i <= vm->interned->mask; i++) {
        VmStr *s = vm->interned->slots[i];

        if (s != NULL && s != TOMBSTONE)
            each(vm, s, data);
    }
}
