/* SPDX-License-Identifier: MIT */
/* dict, its views and their iterators. The table itself is in table.c. */
#include "vm/types/iterators.h"
#include "vm/types/dict.h"

/* --- What C code does with dicts --- */

VmDict *
vm_dict_new(VM *vm, size_t n_expected)
{
    VmDict *d = VM_NEW(vm, VmDict, &vm_type_dict);

    if (n_expected != 0)
        vm_table_reserve(vm, d, n_expected);
    return d;
}

VmValue
vm_dict_get_maybe(VM *vm, VmDict *d, VmValue key)
{
    intptr_t i;

    if (vm_is_exact(key, &vm_type_str) && vm_str_is_interned(vm_str(key)) && !(d->bits & (TABLE_HASHED | TABLE_TEXTS)))
        i = vm_dict_find_name(d, vm_str(key));
    else
        i = vm_table_find(vm, d, key, vm_table_hash(vm, key));
    return i < 0 ? VM_UNDEF : d->entries[i].value;
}

VmValue
vm_dict_get_name(VmDict *d, const VmStr *name)
{
    intptr_t i = vm_dict_find_name(d, name);

    return i < 0 ? VM_UNDEF : d->entries[i].value;
}

void
vm_dict_set(VM *vm, VmDict *d, VmValue key, VmValue value)
{
    uint32_t hash = vm_table_hash(vm, key);
    intptr_t i = vm_table_find(vm, d, key, hash);

    if (i >= 0)
        d->entries[i].value = value;
    else
        vm_table_insert(vm, d, key, hash, value);
}

void
vm_dict_set_name(VM *vm, VmDict *d, const VmStr *name, VmValue value)
{
    intptr_t i = vm_dict_find_name(d, name);

    if (i >= 0)
        d->entries[i].value = value;
    else
        vm_table_insert(vm, d, vm_value(name), vm_table_hash(vm, vm_value(name)), value);
}

VmValue
vm_dict_pop_maybe(VM *vm, VmDict *d, VmValue key)
{
    intptr_t i;
    VmValue value;

    i = vm_table_find(vm, d, key, vm_table_hash(vm, key));
    if (i < 0)
        return VM_UNDEF;
    value = d->entries[i].value;
    vm_table_delete_at(vm, d, (size_t)i);
    return value;
}

bool
vm_dict_delete(VM *vm, VmDict *d, VmValue key)
{
    return vm_dict_pop_maybe(vm, d, key) != VM_UNDEF;
}

size_t
vm_dict_len(const VmDict *d)
{
    return vm_table_len(d);
}

void
vm_dict_clear(VM *vm, VmDict *d)
{
    vm_table_clear(vm, d);
}

VmDict *
vm_dict_copy(VM *vm, const VmDict *d)
{
    VmDict *copy = vm_dict_new(vm, 0);

    vm_table_copy(vm, copy, d);
    return copy;
}

bool
vm_dict_next(const VmDict *d, size_t *position, VmValue *key, VmValue *value)
{
    size_t i = *position;

    if (!vm_table_seek(d, &i))
        return false;
    *key = d->entries[i].key;
    *value = d->entries[i].value;
    *position = i + 1;
    return true;
}

static void
update_from_dict(VM *vm, VmDict *d, VmDict *from)
{
    size_t at = 0, n = from->used;

    if (d == from)
        return;
    if (d->used == 0 && vm_table_len(from) != 0) {
        if (d->entries != NULL)
            vm_table_clear(vm, d);
        vm_table_copy(vm, d, from);
        return;
    }
    for (; vm_table_seek(from, &at); at++) {
        VmValue key = from->entries[at].key, value = from->entries[at].value;
        uint32_t hash = vm_table_hash_at(from, at);
        intptr_t i = vm_table_find(vm, d, key, hash);

        if (i >= 0)
            d->entries[i].value = value;
        else
            vm_table_insert(vm, d, key, hash, value);
        if (from->used != n)
            vm_raise_runtime_error(vm, "dict mutated during update");
    }
}

/* From an iterable of pairs. */
static void
update_from_pairs(VM *vm, VmDict *d, VmValue pairs)
{
    VmValue it = vm_iter(vm, pairs), item;

    for (size_t n = 0; (item = vm_next(vm, it)) != VM_UNDEF; n++) {
        VmValue key, value;

        if (vm_is_tuple(item) && vm_tuple(item)->n == 2) {
            key = vm_tuple(item)->items[0];
            value = vm_tuple(item)->items[1];
        } else {
            VmTuple *pair;

            if (vm_is_small(item) || vm_is_float(item) || item == VM_NONE || vm_is_bool(item))
                vm_raise_type_error(vm, "cannot convert dictionary update sequence element #%zu to a sequence", n);
            pair = vm_tuple_from(vm, item);
            if (pair->n != 2)
                vm_raise_value_error(vm, "dictionary update sequence element #%zu has length %zu; 2 is required", n,
                                     pair->n);
            key = pair->items[0];
            value = pair->items[1];
        }
        vm_dict_set(vm, d, key, value);
    }
}

void
vm_dict_update(VM *vm, VmDict *d, VmValue from)
{
    VmValue keys, it, key;

    if (vm_is_dict(from)) {
        update_from_dict(vm, d, vm_dict(from));
        return;
    }
    keys = vm_get_attr_maybe(vm, from, &vm_s_keys);
    if (keys == VM_UNDEF) {
        update_from_pairs(vm, d, from);
        return;
    }
    it = vm_iter(vm, vm_call_0(vm, keys));
    while ((key = vm_next(vm, it)) != VM_UNDEF)
        vm_dict_set(vm, d, key, vm_get_item(vm, from, key));
}

/* --- The type --- */

VmValue
vm_dict_slot_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    if (type == &vm_type_dict)
        return vm_value(VM_NEW(vm, VmDict, &vm_type_dict));
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmDict)));
}

static void
update_from_args(VM *vm, VmDict *d, const VmStr *name, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args > 1)
        vm_raise_type_error(vm, "%q expected at most 1 argument, got %u", name, n_args);
    if (n_args == 1)
        vm_dict_update(vm, d, args[0]);
    if (kw != NULL)
        for (unsigned i = 0; i < kw->n; i++)
            vm_dict_set(vm, d, kw->names[i], kw->values[i]);
}

void
vm_dict_slot_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    update_from_args(vm, vm_dict(self), &vm_s_dict, n_args, args, kw);
}

void
vm_dict_slot_repr(VM *vm, VmOut *out, VmValue self)
{
    VmDict *d = vm_dict(self);
    bool first = true;

    if (vm_print_enter(vm, self)) {
        vm_out_text(vm, out, "{...}");
        return;
    }
    vm_out_text(vm, out, "{");
    for (size_t at = 0; vm_table_seek(d, &at); at++) {
        VmValue value = d->entries[at].value;

        if (!first)
            vm_out_text(vm, out, ", ");
        first = false;
        vm_out_repr(vm, out, d->entries[at].key);
        vm_out_text(vm, out, ": ");
        vm_out_repr(vm, out, value);
    }
    vm_out_text(vm, out, "}");
    vm_print_leave(vm);
}

intptr_t
vm_dict_slot_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_table_len(vm_dict(self));
}

VmValue
vm_dict_slot_get_item(VM *vm, VmValue self, VmValue key)
{
    VmValue value = vm_dict_get_maybe(vm, vm_dict(self), key);

    if (value != VM_UNDEF)
        return value;
    if (vm_object(self)->type != &vm_type_dict) {
        VmValue missing = vm_special_maybe(vm, self, &vm_s___missing__);

        if (missing != VM_UNDEF)
            return vm_call_1(vm, missing, key);
    }
    vm_raise_key_error(vm, key);
}

void
vm_dict_slot_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    if (value == VM_UNDEF) {
        if (!vm_dict_delete(vm, vm_dict(self), key))
            vm_raise_key_error(vm, key);
        return;
    }
    vm_dict_set(vm, vm_dict(self), key, value);
}

bool
vm_dict_slot_contains(VM *vm, VmValue self, VmValue key)
{
    return vm_dict_get_maybe(vm, vm_dict(self), key) != VM_UNDEF;
}

static bool
dicts_equal(VM *vm, VmDict *a, VmDict *b)
{
    vm_check_c_stack(vm);
    if (vm_table_len(a) != vm_table_len(b))
        return false;
    for (size_t at = 0; vm_table_seek(a, &at); at++) {
        VmValue key = a->entries[at].key, value = a->entries[at].value;
        intptr_t i = vm_table_find(vm, b, key, vm_table_hash_at(a, at));

        if (i < 0 || !vm_equal(vm, value, b->entries[i].value))
            return false;
    }
    return true;
}

VmValue
vm_dict_slot_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    if (!vm_is_dict(other) || (op != VM_CMP_EQ && op != VM_CMP_NE))
        return VM_UNDEF;
    return vm_bool(dicts_equal(vm, vm_dict(self), vm_dict(other)) == (op == VM_CMP_EQ));
}

VmValue
vm_dict_slot_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmDict *d;

    (void)self_is_right;
    if (op != VM_BIN_OR || !vm_is_dict(left) || !vm_is_dict(right))
        return VM_UNDEF;
    d = vm_dict_copy(vm, vm_dict(left));
    vm_dict_update(vm, d, right);
    return vm_value(d);
}

VmValue
vm_dict_slot_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    if (op != VM_BIN_OR)
        return VM_UNDEF;
    vm_dict_update(vm, vm_dict(left), right);
    return left;
}

/* --- Methods --- */

static VmValue
dict_clear(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    vm_table_clear(vm, vm_dict(args[0]));
    return VM_NONE;
}

static VmValue
dict_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return vm_value(vm_dict_copy(vm, vm_dict(args[0])));
}

static VmValue
dict_fromkeys(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue value = n_args > 2 ? args[2] : VM_NONE;
    VmValue self = vm_call_0(vm, args[0]);
    VmValue it = vm_iter(vm, args[1]), key;

    (void)kw;
    while ((key = vm_next(vm, it)) != VM_UNDEF) {
        if (vm_is_exact(self, &vm_type_dict))
            vm_dict_set(vm, vm_dict(self), key, value);
        else
            vm_set_item(vm, self, key, value);
    }
    return self;
}

static VmValue
dict_get(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue value = vm_dict_get_maybe(vm, vm_dict(args[0]), args[1]);

    (void)kw;
    return value != VM_UNDEF ? value : n_args > 2 ? args[2] : VM_NONE;
}

static VmValue
dict_pop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    // An empty dict does not ask for the hash.
    VmValue value = vm_dict(args[0])->used == 0 ? VM_UNDEF : vm_dict_pop_maybe(vm, vm_dict(args[0]), args[1]);

    (void)kw;
    if (value != VM_UNDEF)
        return value;
    if (n_args > 2)
        return args[2];
    vm_raise_key_error(vm, args[1]);
}

static VmValue
dict_popitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDict *d = vm_dict(args[0]);
    VmTuple *pair;

    (void)n_args;
    (void)kw;
    if (vm_table_len(d) == 0)
        vm_raise_key_error(vm, vm_str_from_c(vm, "popitem(): dictionary is empty"));
    pair = vm_tuple_new(vm, 2, NULL);
    // The last entry is never a hole.
    pair->items[0] = d->entries[d->used - 1].key;
    pair->items[1] = d->entries[d->used - 1].value;
    vm_table_delete_at(vm, d, d->used - 1);
    return vm_value(pair);
}

static VmValue
dict_setdefault(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDict *d = vm_dict(args[0]);
    uint32_t hash = vm_table_hash(vm, args[1]);
    intptr_t i = vm_table_find(vm, d, args[1], hash);
    VmValue value = n_args > 2 ? args[2] : VM_NONE;

    (void)kw;
    if (i >= 0)
        return d->entries[i].value;
    vm_table_insert(vm, d, args[1], hash, value);
    return value;
}

static VmValue
dict_update(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    update_from_args(vm, vm_dict(args[0]), &vm_s_update, n_args - 1, args + 1, kw);
    return VM_NONE;
}

/* --- Views --- */

typedef struct VmDictView {
    VmObject base;
    VmDict *dict;
} VmDictView;

typedef struct VmDictIterator {
    VmObject base;
    VmDict *dict; /* NULL once exhausted */
    uint32_t at;  /* next entry; backwards: the number of those not yet given */
    uint32_t len; /* the dict's when it began; bit 31: backwards */
} VmDictIterator;

#define BACKWARDS 0x80000000u

static void
view_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmDictView *)self)->dict);
}

static VmValue
view_new(VM *vm, const VmType *type, VmValue dict)
{
    VmDictView *view = VM_NEW(vm, VmDictView, type);

    view->dict = vm_dict(dict);
    return vm_value(view);
}

static VmValue
dict_keys(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return view_new(vm, &vm_type_dict_keys, args[0]);
}

static VmValue
dict_values(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return view_new(vm, &vm_type_dict_values, args[0]);
}

static VmValue
dict_items(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return view_new(vm, &vm_type_dict_items, args[0]);
}

static VmValue
iterator_new(VM *vm, const VmType *type, VmDict *d, bool backwards)
{
    VmDictIterator *it = VM_NEW(vm, VmDictIterator, type);

    it->dict = d;
    it->len = (uint32_t)vm_table_len(d);
    if (backwards) {
        it->at = d->used;
        it->len |= BACKWARDS;
    }
    return vm_value(it);
}

VmValue
vm_dict_slot_iter(VM *vm, VmValue self)
{
    return iterator_new(vm, &vm_type_dict_iterator, vm_dict(self), false);
}

/* The number of the next entry, or -1 at the end. */
static intptr_t
iterator_step(VM *vm, VmDictIterator *it)
{
    VmDict *d = it->dict;
    size_t i;

    if (d == NULL)
        return -1;
    if (vm_table_len(d) != (it->len & ~BACKWARDS)) {
        it->len = BACKWARDS - 1; // and so it stays
        vm_raise_runtime_error(vm, "dictionary changed size during iteration");
    }
    if (it->len & BACKWARDS) {
        while (it->at > 0) {
            i = --it->at;
            if (i < d->used && d->entries[i].key != VM_DELETED)
                return (intptr_t)i;
        }
    } else {
        i = it->at;
        if (vm_table_seek(d, &i)) {
            it->at = (uint32_t)i + 1;
            return (intptr_t)i;
        }
    }
    it->dict = NULL;
    return -1;
}

static VmValue
key_next(VM *vm, VmValue self)
{
    VmDictIterator *it = (VmDictIterator *)self;
    VmDict *d = it->dict;
    intptr_t i = iterator_step(vm, it);

    return i < 0 ? vm_stop(vm) : d->entries[i].key;
}

static VmValue
value_next(VM *vm, VmValue self)
{
    VmDictIterator *it = (VmDictIterator *)self;
    VmDict *d = it->dict;
    intptr_t i = iterator_step(vm, it);

    return i < 0 ? vm_stop(vm) : d->entries[i].value;
}

static VmValue
item_next(VM *vm, VmValue self)
{
    VmDictIterator *it = (VmDictIterator *)self;
    VmDict *d = it->dict;
    intptr_t i = iterator_step(vm, it);

    return i < 0 ? vm_stop(vm) : vm_value(vm_tuple_new(vm, 2, &d->entries[i].key));
}

static VmValue
iterator_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmDictIterator *it = (const VmDictIterator *)args[0];
    size_t n = 0;

    (void)vm;
    (void)n_args;
    (void)kw;
    if (it->dict != NULL && vm_table_len(it->dict) == (it->len & ~BACKWARDS)) {
        if (it->len & BACKWARDS) {
            for (size_t i = 0; i < it->at && i < it->dict->used; i++)
                n += it->dict->entries[i].key != VM_DELETED;
        } else {
            for (size_t i = it->at; vm_table_seek(it->dict, &i); i++)
                n++;
        }
    }
    return vm_small((intptr_t)n);
}

static void
iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmDictIterator *)self)->dict);
}

static const VmMember iterator_members[] = {
    VM_METHOD(__length_hint__, iterator_length_hint, 1, 1),
};

#define DICT_ITERATOR(c_name, type_name, next_fn) \
    const VmType c_name = {.base = {&vm_type_type}, .name = type_name, .parent = &vm_type_object, \
                           .layout = &c_name, .flags = VM_TYPE_ITERATOR, .size = sizeof(VmDictIterator), \
                           .trace = iterator_trace, .iter = vm_iter_self, .next = next_fn, VM_MEMBERS(iterator_members)}

DICT_ITERATOR(vm_type_dict_iterator, &vm_s_dict_keyiterator, key_next);
DICT_ITERATOR(vm_type_dict_value_iterator, &vm_s_dict_valueiterator, value_next);
DICT_ITERATOR(vm_type_dict_item_iterator, &vm_s_dict_itemiterator, item_next);

static VmDict *
view_dict(VmValue self)
{
    return ((VmDictView *)self)->dict;
}

static VmValue
view_make_iterator(VM *vm, VmValue self, bool backwards)
{
    const VmType *type = vm_object(self)->type;

    return iterator_new(vm,
                        type == &vm_type_dict_keys     ? &vm_type_dict_iterator
                        : type == &vm_type_dict_values ? &vm_type_dict_value_iterator
                                                       : &vm_type_dict_item_iterator,
                        view_dict(self), backwards);
}

static VmValue
view_iter(VM *vm, VmValue self)
{
    return view_make_iterator(vm, self, false);
}

static VmValue
view_reversed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return view_make_iterator(vm, args[0], true);
}

static VmValue
dict_reversed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return iterator_new(vm, &vm_type_dict_iterator, vm_dict(args[0]), true);
}

static intptr_t
view_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)vm_table_len(view_dict(self));
}

static void
view_repr(VM *vm, VmOut *out, VmValue self)
{
    VmValue list;

    vm_check_c_stack(vm);
    if (vm_print_enter(vm, self)) {
        vm_out_text(vm, out, "...");
        return;
    }
    list = vm_value(vm_list_from(vm, self));
    vm_out_format(vm, out, "%t(%v)", self, list);
    vm_print_leave(vm);
}

static bool
keys_contains(VM *vm, VmValue self, VmValue key)
{
    return vm_dict_get_maybe(vm, view_dict(self), key) != VM_UNDEF;
}

static bool
items_contains(VM *vm, VmValue self, VmValue item)
{
    VmValue value;

    if (!vm_is_tuple(item) || vm_tuple(item)->n != 2)
        return false;
    value = vm_dict_get_maybe(vm, view_dict(self), vm_tuple(item)->items[0]);
    return value != VM_UNDEF && vm_equal(vm, value, vm_tuple(item)->items[1]);
}

static bool
is_set_like(VmValue v)
{
    return vm_is_set(v) || vm_has_layout(v, &vm_type_dict_keys) || vm_has_layout(v, &vm_type_dict_items);
}

static bool
all_in(VM *vm, VmValue items, VmValue container)
{
    VmValue it = vm_iter(vm, items), item;

    while ((item = vm_next(vm, it)) != VM_UNDEF)
        if (!vm_contains(vm, container, item))
            return false;
    return true;
}

static VmValue
view_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    intptr_t a, b;

    if (!is_set_like(other))
        return VM_UNDEF;
    a = vm_len(vm, self);
    b = vm_len(vm, other);
    switch (op) {
    case VM_CMP_EQ: return vm_bool(a == b && all_in(vm, self, other));
    case VM_CMP_NE: return vm_bool(a != b || !all_in(vm, self, other));
    case VM_CMP_LT: return vm_bool(a < b && all_in(vm, self, other));
    case VM_CMP_LE: return vm_bool(a <= b && all_in(vm, self, other));
    case VM_CMP_GT: return vm_bool(a > b && all_in(vm, other, self));
    case VM_CMP_GE: return vm_bool(a >= b && all_in(vm, other, self));
    default: return VM_UNDEF;
    }
}

static VmValue
view_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue result;

    (void)self_is_right;
    if (op != VM_BIN_AND && op != VM_BIN_OR && op != VM_BIN_XOR && op != VM_BIN_SUB)
        return VM_UNDEF;
    result = vm_set_new(vm, &vm_type_set, left);
    right = vm_set_new(vm, &vm_type_set, right);
    return vm_binary_in_place(vm, op, result, right);
}

static VmValue
view_isdisjoint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue it = vm_iter(vm, args[1]), item;

    (void)n_args;
    (void)kw;
    while ((item = vm_next(vm, it)) != VM_UNDEF)
        if (vm_contains(vm, args[0], item))
            return VM_FALSE;
    return VM_TRUE;
}

static VmValue
view_mapping(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return vm_value(view_dict(args[0]));
}

static const VmMember view_members[] = {
    VM_METHOD(__reversed__, view_reversed, 1, 1),
    VM_METHOD(isdisjoint, view_isdisjoint, 2, 2),
    VM_GETTER(mapping, view_mapping),
};

static const VmMember values_members[] = {
    VM_METHOD(__reversed__, view_reversed, 1, 1),
    VM_GETTER(mapping, view_mapping),
};

const VmType vm_type_dict_keys = {
    .base = {&vm_type_type}, .name = &vm_s_dict_keys, .parent = &vm_type_object, .layout = &vm_type_dict_keys,
    .size = sizeof(VmDictView), .trace = view_trace, .repr = view_repr, .len = view_len, .iter = view_iter,
    .contains = keys_contains, .compare = view_compare, .binary = view_binary, VM_MEMBERS(view_members),
};

const VmType vm_type_dict_items = {
    .base = {&vm_type_type}, .name = &vm_s_dict_items, .parent = &vm_type_object, .layout = &vm_type_dict_items,
    .size = sizeof(VmDictView), .trace = view_trace, .repr = view_repr, .len = view_len, .iter = view_iter,
    .contains = items_contains, .compare = view_compare, .binary = view_binary, VM_MEMBERS(view_members),
};

const VmType vm_type_dict_values = {
    .base = {&vm_type_type}, .name = &vm_s_dict_values, .parent = &vm_type_object, .layout = &vm_type_dict_values,
    .size = sizeof(VmDictView), .trace = view_trace, .repr = view_repr, .len = view_len, .iter = view_iter,
    .hash = vm_hash_identity, VM_MEMBERS(values_members),
};

static VmValue
class_getitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm;
    (void)n_args;
    (void)kw;
    return args[0];
}

static const VmMember dict_members[] = {
    VM_CLASS_METHOD(__class_getitem__, class_getitem, 2, 2),
    VM_METHOD(__reversed__, dict_reversed, 1, 1),
    VM_METHOD(clear, dict_clear, 1, 1),
    VM_METHOD(copy, dict_copy, 1, 1),
    VM_CLASS_METHOD(fromkeys, dict_fromkeys, 2, 3),
    VM_METHOD(get, dict_get, 2, 3),
    VM_METHOD(items, dict_items, 1, 1),
    VM_METHOD(keys, dict_keys, 1, 1),
    VM_METHOD(pop, dict_pop, 2, 3),
    VM_METHOD(popitem, dict_popitem, 1, 1),
    VM_METHOD(setdefault, dict_setdefault, 2, 3),
    VM_METHOD_KW(update, dict_update, 1, VM_ANY_ARGS),
    VM_METHOD(values, dict_values, 1, 1),
};

const VmType vm_type_dict = {
    .base = {&vm_type_type}, .name = &vm_s_dict, .parent = &vm_type_object, .layout = &vm_type_dict,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmDict), .trace = vm_table_trace, .make = vm_dict_slot_make,
    .init = vm_dict_slot_init, .repr = vm_dict_slot_repr, .len = vm_dict_slot_len, .get_item = vm_dict_slot_get_item, .set_item = vm_dict_slot_set_item,
    .contains = vm_dict_slot_contains, .compare = vm_dict_slot_compare, .binary = vm_dict_slot_binary, .in_place = vm_dict_slot_in_place,
    .iter = vm_dict_slot_iter, VM_MEMBERS(dict_members),
};
