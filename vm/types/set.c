/* SPDX-License-Identifier: MIT */
/* set and frozenset: the table of table.c with keys only. They keep the order of insertion, which Python leaves open. */
#include "vm/types/iterators.h"
#include "vm/types/table.h"

static VmDict *
table(VmValue set)
{
    return (VmDict *)set;
}

static bool
is_frozen(VmValue v)
{
    return vm_object(v)->type->layout == &vm_type_frozenset;
}

static VmValue
set_alloc(VM *vm, const VmType *type)
{
    VmSet *s;

    if (type == &vm_type_set || type == &vm_type_frozenset)
        s = VM_NEW(vm, VmSet, type);
    else
        s = vm_instance_alloc(vm, type, sizeof(VmSet));
    s->bits = TABLE_SET;
    return vm_value(s);
}

static void
add_hashed(VM *vm, VmValue set, VmValue item, uint32_t hash)
{
    if (vm_table_find(vm, table(set), item, hash) < 0)
        vm_table_insert(vm, table(set), item, hash, VM_UNDEF);
}

void
vm_set_add(VM *vm, VmValue set, VmValue item)
{
    add_hashed(vm, set, item, vm_table_hash(vm, item));
}

/* Sets are unhashable, but `set in set_of_frozensets` finds the equal frozenset. */
static VmValue
as_key(VM *vm, VmValue item)
{
    if (vm_is_set(item) && !is_frozen(item)) {
        VmValue frozen = set_alloc(vm, &vm_type_frozenset);

        vm_table_copy(vm, table(frozen), table(item));
        return frozen;
    }
    return item;
}

static bool
has_hashed(VM *vm, VmValue set, VmValue item, uint32_t hash)
{
    return vm_table_find(vm, table(set), item, hash) >= 0;
}

bool
vm_set_contains(VM *vm, VmValue set, VmValue item)
{
    item = as_key(vm, item);
    return has_hashed(vm, set, item, vm_table_hash(vm, item));
}

static bool
discard(VM *vm, VmValue set, VmValue item)
{
    intptr_t i;

    item = as_key(vm, item);
    i = vm_table_find(vm, table(set), item, vm_table_hash(vm, item));
    if (i < 0)
        return false;
    vm_table_delete_at(vm, table(set), (size_t)i);
    return true;
}

/* A walk over the items of any iterable with their hashes; those of sets and dicts are known. */
typedef struct Walk {
    VmDict *table; /* NULL: use it */
    size_t at, used;
    VmValue it;
} Walk;

static Walk
walk(VM *vm, VmValue iterable)
{
    Walk w = {0};

    if (vm_is_set(iterable) || vm_is_exact(iterable, &vm_type_dict)) {
        w.table = table(iterable);
        w.used = w.table->used;
    } else {
        w.it = vm_iter(vm, iterable);
    }
    return w;
}

static bool
walk_next(VM *vm, Walk *w, VmValue *item, uint32_t *hash)
{
    if (w->table == NULL) {
        *item = vm_next(vm, w->it);
        if (*item == VM_UNDEF)
            return false;
        *hash = vm_table_hash(vm, *item);
        return true;
    }
    if (!vm_table_seek(w->table, &w->at))
        return false;
    *item = *vm_table_entry(w->table, w->at);
    *hash = vm_table_hash_at(w->table, w->at);
    w->at++;
    return true;
}

static void
update(VM *vm, VmValue set, VmValue iterable)
{
    Walk w;
    VmValue item;
    uint32_t hash;

    if (set == iterable)
        return;
    if (table(set)->used == 0 && vm_is_set(iterable)) {
        vm_table_clear(vm, table(set));
        vm_table_copy(vm, table(set), table(iterable));
        return;
    }
    w = walk(vm, iterable);
    while (walk_next(vm, &w, &item, &hash))
        add_hashed(vm, set, item, hash);
}

VmValue
vm_set_new(VM *vm, const VmType *type, VmValue iterable)
{
    VmValue set = set_alloc(vm, type);

    if (iterable != VM_UNDEF)
        update(vm, set, iterable);
    return set;
}

static VmValue
copy_of(VM *vm, VmValue set, const VmType *type)
{
    VmValue copy = set_alloc(vm, type);

    vm_table_copy(vm, table(copy), table(set));
    return copy;
}

/* @v itself if it is a set or frozenset, else a new set of its items. */
static VmValue
as_set(VM *vm, VmValue v)
{
    return vm_is_set(v) ? v : vm_set_new(vm, &vm_type_set, v);
}

/* The base type that results of operations on @set have. */
static const VmType *
result_type(VmValue set)
{
    return is_frozen(set) ? &vm_type_frozenset : &vm_type_set;
}

static VmValue
intersection(VM *vm, VmValue set, VmValue other)
{
    VmValue result = set_alloc(vm, result_type(set)), item;
    uint32_t hash;
    Walk w;

    // Walk the smaller one.
    if (vm_is_set(other) && vm_table_len(table(other)) > vm_table_len(table(set))) {
        w = walk(vm, set);
        while (walk_next(vm, &w, &item, &hash))
            if (has_hashed(vm, other, item, hash))
                add_hashed(vm, result, item, hash);
        return result;
    }
    w = walk(vm, other);
    while (walk_next(vm, &w, &item, &hash))
        if (has_hashed(vm, set, item, hash))
            add_hashed(vm, result, item, hash);
    return result;
}

static void
remove_all(VM *vm, VmValue set, VmValue other)
{
    Walk w;
    VmValue item;
    uint32_t hash;

    if (set == other) {
        vm_table_clear(vm, table(set));
        return;
    }
    w = walk(vm, other);
    while (walk_next(vm, &w, &item, &hash)) {
        intptr_t i = vm_table_find(vm, table(set), item, hash);

        if (i >= 0)
            vm_table_delete_at(vm, table(set), (size_t)i);
    }
}

static VmValue
difference(VM *vm, VmValue set, VmValue other)
{
    VmValue result, item;
    uint32_t hash;
    Walk w;

    if (!vm_is_set(other)) {
        result = copy_of(vm, set, result_type(set));
        remove_all(vm, result, other);
        return result;
    }
    result = set_alloc(vm, result_type(set));
    w = walk(vm, set);
    while (walk_next(vm, &w, &item, &hash))
        if (!has_hashed(vm, other, item, hash))
            add_hashed(vm, result, item, hash);
    return result;
}

static void
symmetric_update(VM *vm, VmValue set, VmValue other)
{
    Walk w;
    VmValue item;
    uint32_t hash;

    if (set == other) {
        vm_table_clear(vm, table(set));
        return;
    }
    // An item that other gives twice counts once.
    other = as_set(vm, other);
    w = walk(vm, other);
    while (walk_next(vm, &w, &item, &hash)) {
        intptr_t i = vm_table_find(vm, table(set), item, hash);

        if (i >= 0)
            vm_table_delete_at(vm, table(set), (size_t)i);
        else
            vm_table_insert(vm, table(set), item, hash, VM_UNDEF);
    }
}

/* Makes @set hold what @result does. */
static void
replace(VM *vm, VmValue set, VmValue result)
{
    VmDict *t = table(set), *r = table(result);

    vm_table_clear(vm, t);
    t->entries = r->entries;
    t->used = r->used;
    t->bits = r->bits;
    r->entries = NULL;
    r->used = 0;
    r->bits = TABLE_SET;
}

static bool
is_subset(VM *vm, VmValue a, VmValue b)
{
    Walk w;
    VmValue item;
    uint32_t hash;

    if (vm_table_len(table(a)) > vm_table_len(table(b)))
        return false;
    w = walk(vm, a);
    while (walk_next(vm, &w, &item, &hash))
        if (!has_hashed(vm, b, item, hash))
            return false;
    return true;
}

/* --- Slots --- */

static VmValue
set_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    return set_alloc(vm, type);
}

static void
set_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_check_args(vm, &vm_s_set, n_args, kw, 0, 1);
    if (table(self)->used != 0)
        vm_table_clear(vm, table(self));
    if (n_args != 0)
        update(vm, self, args[0]);
}

static VmValue
frozenset_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (type == &vm_type_frozenset) {
        vm_check_args(vm, &vm_s_frozenset, n_args, kw, 0, 1);
        if (n_args != 0 && vm_is_exact(args[0], &vm_type_frozenset))
            return args[0];
    }
    return vm_set_new(vm, type, n_args != 0 ? args[0] : VM_UNDEF);
}

static void
set_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmType *type = vm_object(self)->type;
    bool bare = type == &vm_type_set;
    bool first = true;

    if (vm_table_len(table(self)) == 0) {
        vm_out_format(vm, out, "%t()", self);
        return;
    }
    if (vm_print_enter(vm, self)) {
        vm_out_format(vm, out, "%t(...)", self);
        return;
    }
    if (bare)
        vm_out_text(vm, out, "{");
    else
        vm_out_format(vm, out, "%t({", self);
    for (size_t at = 0; vm_table_seek(table(self), &at); at++) {
        if (!first)
            vm_out_text(vm, out, ", ");
        first = false;
        vm_out_repr(vm, out, *vm_table_entry(table(self), at));
    }
    vm_out_text(vm, out, bare ? "}" : "})");
    vm_print_leave(vm);
}

static intptr_t
set_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_table_len(table(self));
}

/* The same for every order of the items. */
static intptr_t
frozenset_hash(VM *vm, VmValue self)
{
    VmDict *t = table(self);
    uint32_t h = 1927868237u;

    (void)vm;
    for (size_t at = 0; vm_table_seek(t, &at); at++) {
        uint32_t x = vm_table_hash_at(t, at);

        h ^= (x ^ (x << 16) ^ 89869747u) * 3644798167u;
    }
    h = h * 69069u + 907133923u + (uint32_t)vm_table_len(t);
    return (intptr_t)(h & 0x3fffffff);
}

static VmValue
set_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    size_t a, b;

    if (!vm_is_set(other))
        return VM_UNDEF;
    vm_check_c_stack(vm);
    a = vm_table_len(table(self));
    b = vm_table_len(table(other));
    switch (op) {
    case VM_CMP_EQ: return vm_bool(a == b && is_subset(vm, self, other));
    case VM_CMP_NE: return vm_bool(a != b || !is_subset(vm, self, other));
    case VM_CMP_LE: return vm_bool(is_subset(vm, self, other));
    case VM_CMP_LT: return vm_bool(a < b && is_subset(vm, self, other));
    case VM_CMP_GE: return vm_bool(is_subset(vm, other, self));
    default: return vm_bool(a > b && is_subset(vm, other, self));
    }
}

static VmValue
set_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue result;

    (void)self_is_right;
    if (!vm_is_set(left) || !vm_is_set(right))
        return VM_UNDEF;
    switch (op) {
    case VM_BIN_AND: return intersection(vm, left, right);
    case VM_BIN_SUB: return difference(vm, left, right);
    case VM_BIN_OR:
        result = copy_of(vm, left, result_type(left));
        update(vm, result, right);
        return result;
    case VM_BIN_XOR:
        result = copy_of(vm, left, result_type(left));
        symmetric_update(vm, result, right);
        return result;
    default: return VM_UNDEF;
    }
}

static VmValue
set_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    if (!vm_is_set(right))
        return VM_UNDEF;
    switch (op) {
    case VM_BIN_AND: replace(vm, left, intersection(vm, left, right)); return left;
    case VM_BIN_SUB: remove_all(vm, left, right); return left;
    case VM_BIN_OR: update(vm, left, right); return left;
    case VM_BIN_XOR: symmetric_update(vm, left, right); return left;
    default: return VM_UNDEF;
    }
}

/* --- Iterator --- */

typedef struct VmSetIterator {
    VmObject base;
    VmDict *table; /* NULL once exhausted */
    uint32_t at, len;
} VmSetIterator;

static VmValue
set_iter(VM *vm, VmValue self)
{
    VmSetIterator *it = VM_NEW(vm, VmSetIterator, &vm_type_set_iterator);

    it->table = table(self);
    it->len = (uint32_t)vm_table_len(it->table);
    return vm_value(it);
}

static VmValue
set_next(VM *vm, VmValue self)
{
    VmSetIterator *it = (VmSetIterator *)self;
    VmDict *t = it->table;
    size_t i = it->at;

    if (t == NULL)
        return vm_stop(vm);
    if (vm_table_len(t) != it->len) {
        it->len = UINT32_MAX;
        vm_raise_runtime_error(vm, "Set changed size during iteration");
    }
    if (vm_table_seek(t, &i)) {
        it->at = (uint32_t)i + 1;
        return *vm_table_entry(t, i);
    }
    it->table = NULL;
    return vm_stop(vm);
}

static void
set_iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmSetIterator *)self)->table);
}

static VmValue
set_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmSetIterator *it = (VmSetIterator *)args[0];
    intptr_t n = 0;

    (void)vm;
    (void)n_args;
    (void)kw;
    if (it->table != NULL && vm_table_len(it->table) == it->len)
        for (size_t i = it->at; vm_table_seek(it->table, &i); i++)
            n++;
    return vm_small(n);
}

static const VmMember set_iterator_members[] = {
    VM_METHOD(__length_hint__, set_length_hint, 1, 1),
};

const VmType vm_type_set_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_set_iterator, .parent = &vm_type_object, .layout = &vm_type_set_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmSetIterator), .trace = set_iterator_trace, .iter = vm_iter_self,
    .next = set_next, VM_MEMBERS(set_iterator_members),
};

/* --- Methods --- */

static VmValue
set_add(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_set_add(vm, args[0], args[1]);
    return VM_NONE;
}

static VmValue
set_clear(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_table_clear(vm, table(args[0]));
    return VM_NONE;
}

static VmValue
set_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    if (vm_is_exact(args[0], &vm_type_frozenset))
        return args[0];
    return copy_of(vm, args[0], result_type(args[0]));
}

static VmValue
set_discard(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    discard(vm, args[0], args[1]);
    return VM_NONE;
}

static VmValue
set_remove(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    if (!discard(vm, args[0], args[1]))
        vm_raise_key_error(vm, args[1]);
    return VM_NONE;
}

static VmValue
set_pop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDict *t = table(args[0]);
    VmValue item;

    (void)n_args;
    (void)kw;
    if (vm_table_len(t) == 0)
        vm_raise_key_error(vm, vm_str_from_c(vm, "pop from an empty set"));
    item = *vm_table_entry(t, t->used - 1);
    vm_table_delete_at(vm, t, t->used - 1);
    return item;
}

static VmValue
set_union(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue result = copy_of(vm, args[0], result_type(args[0]));

    (void)kw;
    for (unsigned i = 1; i < n_args; i++)
        update(vm, result, args[i]);
    return result;
}

static VmValue
set_update(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)kw;
    for (unsigned i = 1; i < n_args; i++)
        update(vm, args[0], args[i]);
    return VM_NONE;
}

static VmValue
set_intersection(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue result = args[0];

    (void)kw;
    if (n_args == 1)
        return copy_of(vm, args[0], result_type(args[0]));
    for (unsigned i = 1; i < n_args; i++)
        result = intersection(vm, result, args[i]);
    return result;
}

static VmValue
set_intersection_update(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    replace(vm, args[0], set_intersection(vm, n_args, args, kw));
    return VM_NONE;
}

static VmValue
set_difference(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue result = copy_of(vm, args[0], result_type(args[0]));

    (void)kw;
    for (unsigned i = 1; i < n_args; i++)
        remove_all(vm, result, args[i]);
    return result;
}

static VmValue
set_difference_update(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)kw;
    for (unsigned i = 1; i < n_args; i++)
        remove_all(vm, args[0], args[i]);
    return VM_NONE;
}

static VmValue
set_symmetric_difference(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue result = copy_of(vm, args[0], result_type(args[0]));

    (void)n_args;
    (void)kw;
    symmetric_update(vm, result, args[1]);
    return result;
}

static VmValue
set_symmetric_difference_update(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    symmetric_update(vm, args[0], args[1]);
    return VM_NONE;
}

static VmValue
set_isdisjoint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Walk w = walk(vm, args[1]);
    VmValue item;
    uint32_t hash;

    (void)n_args;
    (void)kw;
    while (walk_next(vm, &w, &item, &hash))
        if (has_hashed(vm, args[0], item, hash))
            return VM_FALSE;
    return VM_TRUE;
}

static VmValue
set_issubset(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return vm_bool(is_subset(vm, args[0], as_set(vm, args[1])));
}

static VmValue
set_issuperset(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Walk w = walk(vm, args[1]);
    VmValue item;
    uint32_t hash;

    (void)n_args;
    (void)kw;
    while (walk_next(vm, &w, &item, &hash))
        if (!has_hashed(vm, args[0], item, hash))
            return VM_FALSE;
    return VM_TRUE;
}

static VmValue
class_getitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return args[0];
}

#define SHARED_METHODS \
    VM_CLASS_METHOD(__class_getitem__, class_getitem, 2, 2), VM_METHOD(copy, set_copy, 1, 1), \
        VM_METHOD(difference, set_difference, 1, VM_ANY_ARGS), \
        VM_METHOD(intersection, set_intersection, 1, VM_ANY_ARGS), VM_METHOD(isdisjoint, set_isdisjoint, 2, 2), \
        VM_METHOD(issubset, set_issubset, 2, 2), VM_METHOD(issuperset, set_issuperset, 2, 2), \
        VM_METHOD(symmetric_difference, set_symmetric_difference, 2, 2), \
        VM_METHOD(union, set_union, 1, VM_ANY_ARGS)

static const VmMember set_members[] = {
    SHARED_METHODS,
    VM_METHOD(add, set_add, 2, 2),
    VM_METHOD(clear, set_clear, 1, 1),
    VM_METHOD(difference_update, set_difference_update, 1, VM_ANY_ARGS),
    VM_METHOD(discard, set_discard, 2, 2),
    VM_METHOD(intersection_update, set_intersection_update, 1, VM_ANY_ARGS),
    VM_METHOD(pop, set_pop, 1, 1),
    VM_METHOD(remove, set_remove, 2, 2),
    VM_METHOD(symmetric_difference_update, set_symmetric_difference_update, 2, 2),
    VM_METHOD(update, set_update, 1, VM_ANY_ARGS),
};

static const VmMember frozenset_members[] = {SHARED_METHODS};

const VmType vm_type_set = {
    .base = {&vm_type_type}, .name = &vm_s_set, .parent = &vm_type_object, .layout = &vm_type_set,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmSet), .trace = vm_table_trace, .make = set_make, .init = set_init,
    .repr = set_repr, .len = set_len, .contains = vm_set_contains, .compare = set_compare, .binary = set_binary,
    .in_place = set_in_place, .iter = set_iter, VM_MEMBERS(set_members),
};

const VmType vm_type_frozenset = {
    .base = {&vm_type_type}, .name = &vm_s_frozenset, .parent = &vm_type_object, .layout = &vm_type_frozenset,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmSet), .trace = vm_table_trace, .make = frozenset_make,
    .repr = set_repr, .len = set_len, .hash = frozenset_hash, .contains = vm_set_contains, .compare = set_compare,
    .binary = set_binary, .iter = set_iter, VM_MEMBERS(frozenset_members),
};
