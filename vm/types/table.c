/* SPDX-License-Identifier: MIT */
#include "vm/types/table.h"

#define FOUND_NONE ((intptr_t)-1)
#define CHANGED ((intptr_t)-2)

/* Entries that an index of 2^@k slots serves: two thirds. */
static inline size_t
index_cap(unsigned k)
{
    return ((size_t)2 << k) / 3;
}

static inline size_t
capacity(const VmDict *t)
{
    unsigned size = t->bits & TABLE_SIZE_MASK;

    return (t->bits & TABLE_INDEXED) ? index_cap(size) : size;
}

static inline VmTableIndex *
index_of(const VmDict *t)
{
    return (VmTableIndex *)vm_table_entry(t, index_cap(t->bits & TABLE_SIZE_MASK));
}

static inline uint32_t *
hashes_of(const VmDict *t)
{
    return (uint32_t *)(index_of(t) + 1);
}

static inline void *
slots_of(const VmDict *t)
{
    return hashes_of(t) + ((t->bits & TABLE_HASHED) ? index_cap(t->bits & TABLE_SIZE_MASK) : 0);
}

static inline unsigned
slot_bytes(unsigned k)
{
    return k <= 8 ? 1 : k <= 16 ? 2 : 4;
}

static inline uint32_t
get_slot(const void *slots, unsigned k, size_t at)
{
    if (k <= 8)
        return ((const uint8_t *)slots)[at];
    return k <= 16 ? ((const uint16_t *)slots)[at] : ((const uint32_t *)slots)[at];
}

static inline void
set_slot(void *slots, unsigned k, size_t at, uint32_t number)
{
    if (k <= 8)
        ((uint8_t *)slots)[at] = (uint8_t)number;
    else if (k <= 16)
        ((uint16_t *)slots)[at] = (uint16_t)number;
    else
        ((uint32_t *)slots)[at] = number;
}

static inline uint32_t
deleted_slot(unsigned k)
{
    return k <= 8 ? 0xff : k <= 16 ? 0xffff : 0xffffffffu;
}

/* Where the search for @hash begins. */
static inline size_t
first_slot(uint32_t hash, unsigned k)
{
    return (size_t)((hash * 0x9e3779b1u) >> (32 - k));
}

static inline uint32_t
fold(intptr_t hash)
{
#if VM_VALUE_64
    return (uint32_t)hash ^ (uint32_t)((uint64_t)hash >> 32);
#else
    return (uint32_t)hash;
#endif
}

static inline bool
is_exact_str(VmValue v)
{
    return vm_is_exact(v, &vm_type_str);
}

/* Hash and equality of simple keys call no Python. */
static inline bool
is_simple(VmValue key)
{
    if (vm_is_small(key))
        return true;
    if (vm_is_object(key))
        return vm_object(key)->type == &vm_type_str;
#if VM_VALUE_64
    return !vm_is_float_word(key);
#else
    return true;
#endif
}

static inline uint32_t
simple_hash(VmValue key)
{
    if (vm_is_small(key)) {
        intptr_t n = vm_small_value(key);

        return fold(n == -1 ? -2 : n); // as numbers hash
    }
    if (vm_is_object(key))
        return vm_str_hash(vm_str(key));
    if (vm_is_bool(key))
        return key == VM_TRUE;
    return (uint32_t)(key * 2654435761u);
}

/* Both simple and not the same word. */
static inline bool
simple_equal(VmValue a, VmValue b)
{
    if (vm_is_object(a) && vm_is_object(b)) {
        const VmStr *s = vm_str(a), *t = vm_str(b);

        if ((s->bits & t->bits & VM_STR_INTERNED) != 0 || s->len != t->len)
            return false;
        return memcmp(s->data, t->data, s->len) == 0;
    }
    if (vm_is_bool(a))
        return b == vm_small(a == VM_TRUE);
    return vm_is_bool(b) && a == vm_small(b == VM_TRUE);
}

uint32_t
vm_table_hash(VM *vm, VmValue key)
{
    return is_simple(key) ? simple_hash(key) : fold(vm_hash(vm, key));
}

size_t
vm_table_len(const VmDict *t)
{
    if (t->bits & TABLE_INDEXED)
        return t->used - index_of(t)->n_holes;
    return t->used - ((t->bits & TABLE_HOLES_MASK) >> TABLE_HOLES_SHIFT);
}

uint32_t
vm_table_hash_at(const VmDict *t, size_t i)
{
    return (t->bits & TABLE_HASHED) ? hashes_of(t)[i] : simple_hash(*vm_table_entry(t, i));
}

bool
vm_table_seek(const VmDict *t, size_t *i)
{
    size_t stride = vm_table_stride(t);
    const VmValue *words = (const VmValue *)t->entries;

    for (size_t at = *i; at < t->used; at++)
        if (words[at * stride] != VM_DELETED) {
            *i = at;
            return true;
        }
    return false;
}

/* Is entry @i's key, not the same word and of equal hash, equal to @key? May run Python: CHANGED when that changed the table. */
static intptr_t
compare_keys(VM *vm, VmDict *t, size_t i, VmValue key)
{
    const VmDictEntry *entries = t->entries;
    uint32_t used = t->used;
    VmValue own = *vm_table_entry(t, i);
    bool equal;

    if (own == VM_DELETED)
        return 0;
    if (is_simple(own) && is_simple(key))
        return simple_equal(own, key);
    equal = vm_equal(vm, own, key);
    if (t->entries != entries || t->used != used || *vm_table_entry(t, i) != own)
        return CHANGED;
    return equal;
}

static intptr_t
find_once(VM *vm, VmDict *t, VmValue key, uint32_t hash)
{
    unsigned k = t->bits & TABLE_SIZE_MASK;
    const void *slots;
    size_t mask;

    if (!(t->bits & TABLE_INDEXED)) {
        size_t stride = vm_table_stride(t);
        const VmValue *words = (const VmValue *)t->entries;

        for (size_t i = 0; i < t->used; i++)
            if (words[i * stride] == key)
                return (intptr_t)i;
        // A name that is no entry's very key can only be equal to a str that is not interned.
        if (is_exact_str(key) && vm_str_is_interned(vm_str(key)) && !(t->bits & TABLE_TEXTS))
            return FOUND_NONE;
        for (size_t i = 0; i < t->used; i++) {
            VmValue own = ((const VmValue *)t->entries)[i * stride];
            intptr_t equal;

            if (own == VM_DELETED || simple_hash(own) != hash)
                continue;
            equal = compare_keys(vm, t, i, key);
            if (equal == CHANGED)
                return CHANGED;
            if (equal)
                return (intptr_t)i;
        }
        return FOUND_NONE;
    }
    slots = slots_of(t);
    mask = ((size_t)1 << k) - 1;
    for (size_t at = first_slot(hash, k);; at = (at + 1) & mask) {
        uint32_t number = get_slot(slots, k, at);
        size_t i = number - 1;
        intptr_t equal;

        if (number == 0)
            return FOUND_NONE;
        if (number == deleted_slot(k))
            continue;
        if (*vm_table_entry(t, i) == key)
            return (intptr_t)i;
        if (vm_table_hash_at(t, i) != hash)
            continue;
        equal = compare_keys(vm, t, i, key);
        if (equal == CHANGED)
            return CHANGED;
        if (equal)
            return (intptr_t)i;
    }
}

intptr_t
vm_table_find(VM *vm, VmDict *t, VmValue key, uint32_t hash)
{
    intptr_t found;

    if (t->used == 0)
        return FOUND_NONE;
    while ((found = find_once(vm, t, key, hash)) == CHANGED)
        vm_poll(vm); // an __eq__ that changes the table at every call keeps us here: let Ctrl-C through
    return found;
}

/* Enters entry @i in the index. */
static void
index_entry(VmDict *t, size_t i, uint32_t hash)
{
    unsigned k = t->bits & TABLE_SIZE_MASK;
    void *slots = slots_of(t);
    size_t mask = ((size_t)1 << k) - 1;
    size_t at = first_slot(hash, k);

    while (get_slot(slots, k, at) != 0)
        at = (at + 1) & mask;
    set_slot(slots, k, at, (uint32_t)i + 1);
    index_of(t)->n_slots_used++;
}

/* Bytes of a block with the layout that @bits says. */
static size_t
block_bytes(VM *vm, uint32_t bits)
{
    size_t stride = (bits & TABLE_SET) ? 1 : 2;
    unsigned k = bits & TABLE_SIZE_MASK;
    size_t cap;

    if (!(bits & TABLE_INDEXED))
        return (size_t)k * stride * sizeof(VmValue);
    if (k > 31 || k >= sizeof(size_t) * 8 - 6)
        vm_raise_memory_error(vm);
    cap = index_cap(k);
    return cap * stride * sizeof(VmValue) + sizeof(VmTableIndex) + ((bits & TABLE_HASHED) ? cap * 4 : 0) +
           ((size_t)slot_bytes(k) << k);
}

/* Gives the table a new block of the layout @bits (size, INDEXED, HASHED; other flags are kept) and puts the entries in it, without
 * holes. */
static void
rebuild(VM *vm, VmDict *t, uint32_t bits)
{
    const uint32_t layout = TABLE_SIZE_MASK | TABLE_HOLES_MASK | TABLE_INDEXED | TABLE_HASHED;
    size_t stride = vm_table_stride(t);
    VmDict old, new;
    size_t n = 0;

    bits = (t->bits & ~layout) | bits;
    new = *t;
    new.entries = vm_alloc(vm, block_bytes(vm, bits), VM_BLOCK_VALUES);
    new.bits = bits;
    old = *t;
    for (size_t i = 0; i < old.used; i++) {
        VmValue *from = vm_table_entry(&old, i);
        VmValue *to = vm_table_entry(&new, n);
        uint32_t hash;

        if (*from == VM_DELETED)
            continue;
        to[0] = from[0];
        if (stride == 2)
            to[1] = from[1];
        if (bits & TABLE_INDEXED) {
            hash = vm_table_hash_at(&old, i);
            if (bits & TABLE_HASHED)
                hashes_of(&new)[n] = hash;
            index_entry(&new, n, hash);
        }
        n++;
    }
    t->entries = new.entries;
    t->bits = bits;
    t->used = (uint32_t)n;
    vm_free(vm, old.entries);
}

/* Smallest index for @n entries. */
static unsigned
index_size_for(size_t n)
{
    unsigned k = 3;

    while (k < 31 && index_cap(k) < n)
        k++;
    return k;
}

/* Makes room for one more key. */
static void
make_room(VM *vm, VmDict *t, bool simple)
{
    size_t live = vm_table_len(t);
    unsigned k;

    if (!(t->bits & TABLE_INDEXED) && simple && live < TABLE_LINEAR) {
        size_t stride = vm_table_stride(t);
        unsigned cap = t->bits & TABLE_SIZE_MASK;

        if (t->used != live) {
            // Close the holes.
            VmValue *words = (VmValue *)t->entries;
            size_t n = 0;

            for (size_t i = 0; i < t->used; i++)
                if (words[i * stride] != VM_DELETED) {
                    memmove(words + n * stride, words + i * stride, stride * sizeof(VmValue));
                    n++;
                }
            memset(words + n * stride, 0, (t->used - n) * stride * sizeof(VmValue));
            t->used = (uint32_t)n;
            t->bits &= ~TABLE_HOLES_MASK;
            return;
        }
        cap = cap < 2 ? 2 : cap < 4 ? 4 : cap < 6 ? 6 : TABLE_LINEAR;
        t->entries = vm_realloc(vm, t->entries, (size_t)t->used * stride * sizeof(VmValue),
                                cap * stride * sizeof(VmValue), VM_BLOCK_VALUES);
        t->bits = (t->bits & ~(TABLE_SIZE_MASK | TABLE_HOLES_MASK)) | cap;
        return;
    }
    if (live >= 0x7fffffff / 2)
        vm_raise_memory_error(vm);
    k = t->bits & TABLE_INDEXED ? t->bits & TABLE_SIZE_MASK : 0;
    if (k == 0 || live >= index_cap(k) || live > index_cap(k) / 2)
        k = live == 0 ? 3 : index_size_for(live < index_cap(4) ? live + 1 + live / 2 : live + live / 2 + 1);
    rebuild(vm, t, k | TABLE_INDEXED | ((t->bits & TABLE_HASHED) || !simple ? TABLE_HASHED : 0));
}

void
vm_table_insert(VM *vm, VmDict *t, VmValue key, uint32_t hash, VmValue value)
{
    bool simple = is_simple(key);
    size_t in_use = (t->bits & TABLE_INDEXED) ? index_of(t)->n_slots_used : t->used;
    VmValue *entry;

    if (in_use >= capacity(t) || (!simple && !(t->bits & TABLE_HASHED)))
        make_room(vm, t, simple);
    entry = vm_table_entry(t, t->used);
    entry[0] = key;
    if (!(t->bits & TABLE_SET)) {
        entry[1] = value;
        if (t->bits & VM_DICT_WATCHED)
            vm->names_epoch++;
    }
    if (simple && vm_is_object(key) && !vm_str_is_interned(vm_str(key)))
        t->bits |= TABLE_TEXTS;
    if (t->bits & TABLE_INDEXED) {
        if (t->bits & TABLE_HASHED)
            hashes_of(t)[t->used] = hash;
        index_entry(t, t->used, hash);
    }
    t->used++;
}

/* Moves the entries together in the block they are in. */
static void
compact(VmDict *t)
{
    size_t stride = vm_table_stride(t), n = 0;
    unsigned k = t->bits & TABLE_SIZE_MASK;
    VmValue *words = (VmValue *)t->entries;

    memset(slots_of(t), 0, (size_t)slot_bytes(k) << k);
    memset(index_of(t), 0, sizeof(VmTableIndex));
    for (size_t i = 0; i < t->used; i++) {
        uint32_t hash;

        if (words[i * stride] == VM_DELETED)
            continue;
        hash = vm_table_hash_at(t, i);
        memmove(words + n * stride, words + i * stride, stride * sizeof(VmValue));
        if (t->bits & TABLE_HASHED)
            hashes_of(t)[n] = hash;
        index_entry(t, n, hash);
        n++;
    }
    memset(words + n * stride, 0, (t->used - n) * stride * sizeof(VmValue));
    t->used = (uint32_t)n;
}

void
vm_table_delete_at(VM *vm, VmDict *t, size_t i)
{
    VmValue *entry = vm_table_entry(t, i);
    size_t stride = vm_table_stride(t);
    size_t holes = 1;

    if (t->bits & TABLE_INDEXED) {
        unsigned k = t->bits & TABLE_SIZE_MASK;
        void *slots = slots_of(t);
        size_t at = first_slot(vm_table_hash_at(t, i), k);

        while (get_slot(slots, k, at) != i + 1)
            at = (at + 1) & (((size_t)1 << k) - 1);
        set_slot(slots, k, at, deleted_slot(k));
    }
    entry[0] = VM_DELETED;
    if (stride == 2) {
        entry[1] = VM_UNDEF;
        if (t->bits & VM_DICT_WATCHED)
            vm->names_epoch++;
    }
    // Holes at the end are given back at once: popitem() need not walk over them.
    while (t->used != 0 && *(entry = vm_table_entry(t, t->used - 1)) == VM_DELETED) {
        entry[0] = VM_UNDEF;
        t->used--;
        holes--;
    }
    if (t->bits & TABLE_INDEXED) {
        index_of(t)->n_holes += (uint32_t)holes;
        // A queue is emptied at its front: whoever takes the first entry shall not walk over ever more holes.
        if (t->used > 32 && index_of(t)->n_holes > t->used - t->used / 4)
            compact(t);
    } else {
        t->bits += (uint32_t)holes << TABLE_HOLES_SHIFT;
    }
}

void
vm_table_reserve(VM *vm, VmDict *t, size_t n)
{
    if (n == 0 || n > 1000000)
        return;
    rebuild(vm, t, n <= TABLE_LINEAR ? (uint32_t)n : index_size_for(n) | TABLE_INDEXED);
}

void
vm_table_clear(VM *vm, VmDict *t)
{
    void *block = t->entries;

    if (t->used != 0 && (t->bits & VM_DICT_WATCHED))
        vm->names_epoch++;
    t->entries = NULL;
    t->used = 0;
    t->bits &= VM_DICT_WATCHED | TABLE_SET;
    vm_free(vm, block);
}

void
vm_table_copy(VM *vm, VmDict *t, const VmDict *from)
{
    const uint32_t layout = TABLE_SIZE_MASK | TABLE_INDEXED | TABLE_HASHED | TABLE_TEXTS | TABLE_SET;
    size_t live = vm_table_len(from);

    if (live == 0)
        return;
    if (live == from->used && !(from->bits & TABLE_INDEXED)) {
        // Few entries: exactly as many as are there.
        size_t bytes = live * vm_table_stride(from) * sizeof(VmValue);
        VmDictEntry *entries = vm_alloc(vm, bytes, VM_BLOCK_VALUES);

        memcpy(entries, from->entries, bytes);
        t->entries = entries;
        t->bits = (t->bits & VM_DICT_WATCHED) | (from->bits & (TABLE_TEXTS | TABLE_SET)) | (uint32_t)live;
        t->used = (uint32_t)live;
    } else if (from->used - live <= live / 4) {
        size_t bytes = block_bytes(vm, from->bits);
        VmDictEntry *entries = vm_alloc(vm, bytes, VM_BLOCK_VALUES);

        memcpy(entries, from->entries, bytes);
        t->entries = entries;
        t->bits = (t->bits & VM_DICT_WATCHED) | (from->bits & (layout | TABLE_HOLES_MASK));
        t->used = from->used;
    } else {
        VmDict view = *from;
        uint32_t bits = (from->bits & TABLE_INDEXED) ? index_size_for(live) | (from->bits & (TABLE_INDEXED | TABLE_HASHED))
                                                     : (uint32_t)live;

        // rebuild() frees the old block: let it build from a view whose block it cannot free.
        view.bits &= layout | TABLE_HOLES_MASK;
        VmDictEntry *copy = vm_alloc(vm, block_bytes(vm, view.bits), VM_BLOCK_VALUES);

        memcpy(copy, from->entries, block_bytes(vm, view.bits));
        view.entries = copy;
        rebuild(vm, &view, bits);
        t->entries = view.entries;
        t->bits = (t->bits & VM_DICT_WATCHED) | (view.bits & layout);
        t->used = view.used;
    }
    if (t->bits & VM_DICT_WATCHED)
        vm->names_epoch++;
}

void
vm_table_trace(VM *vm, VmObject *self)
{
    VmDict *t = (VmDict *)self;

    if (t->entries != NULL)
        vm_mark_value_block(vm, (const VmValue *)t->entries, (size_t)t->used * vm_table_stride(t));
}

/* --- Names: for globals, modules and classes; never calls Python --- */

intptr_t
vm_dict_find_name(const VmDict *d, const VmStr *name)
{
    VmValue key = vm_value(name);
    unsigned k = d->bits & TABLE_SIZE_MASK;
    uint32_t hash;
    const void *slots;

    if (!(d->bits & TABLE_INDEXED)) {
        const VmDictEntry *e = d->entries;

        for (size_t i = 0; i < d->used; i++)
            if (e[i].key == key)
                return (intptr_t)i;
        if (!(d->bits & TABLE_TEXTS))
            return -1;
        for (size_t i = 0; i < d->used; i++)
            if (is_exact_str(e[i].key) && simple_equal(e[i].key, key))
                return (intptr_t)i;
        return -1;
    }
    hash = simple_hash(key);
    slots = slots_of(d);
    for (size_t at = first_slot(hash, k);; at = (at + 1) & (((size_t)1 << k) - 1)) {
        uint32_t number = get_slot(slots, k, at);
        VmValue own;

        if (number == 0)
            return -1;
        if (number == deleted_slot(k))
            continue;
        own = d->entries[number - 1].key;
        if (own == key)
            return (intptr_t)number - 1;
        if ((d->bits & TABLE_TEXTS) && is_exact_str(own) && simple_equal(own, key))
            return (intptr_t)number - 1;
    }
}
