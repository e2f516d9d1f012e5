/* SPDX-License-Identifier: MIT */
/* The collections module: deque, namedtuple, OrderedDict, defaultdict. */
#include "vm/core/module.h"
#include "vm/types/dict.h"
#include "vm/types/iterators.h"

/* --- deque: a ring of values --- */

typedef struct VmDeque {
    VmObject base;
    VmValue *items;    /* VALUES block of cap words */
    uint32_t first, n, cap;
    uint32_t changes;  /* counts them, for iterators */
    intptr_t max_len;  /* -1: none */
    bool refuse_when_full, no_iteration_check; /* MicroPython's flags */
} VmDeque;

typedef struct VmDequeIterator {
    VmObject base;
    VmDeque *deque;
    uint32_t at, changes; /* items given so far */
    bool backwards;
} VmDequeIterator;

extern const VmType vm_type_deque, vm_type_deque_iterator, vm_type_deque_reverse_iterator, vm_type_ordered_dict,
    vm_type_default_dict, vm_type_named_tuple, vm_type_tuple_getter;

#define deque_of(v) ((VmDeque *)(v))

static inline VmValue *
item_at(VmDeque *d, size_t i)
{
    size_t at = (size_t)d->first + i;

    return &d->items[at < d->cap ? at : at - d->cap];
}

/* Gives the ring @cap places, first item at 0. */
static void
set_capacity(VM *vm, VmDeque *d, size_t cap)
{
    VmValue *items, *old = d->items;

    if (cap > UINT32_MAX / 2)
        vm_raise_memory_error(vm);
    items = vm_alloc(vm, cap * sizeof(VmValue), VM_BLOCK_VALUES);
    for (size_t i = 0; i < d->n; i++)
        items[i] = *item_at(d, i);
    d->items = items;
    d->cap = (uint32_t)cap;
    d->first = 0;
    vm_free(vm, old);
}

static VmValue
take_first(VmDeque *d)
{
    VmValue v = d->items[d->first];

    d->items[d->first] = VM_UNDEF;
    d->first = d->first + 1 == d->cap ? 0 : d->first + 1;
    d->n--;
    d->changes++;
    return v;
}

static VmValue
take_last(VmDeque *d)
{
    VmValue *at = item_at(d, d->n - 1), v = *at;

    *at = VM_UNDEF;
    d->n--;
    d->changes++;
    return v;
}

/* False: full, and nothing may be pushed out. */
static bool
make_place(VM *vm, VmDeque *d, bool at_front)
{
    if (d->max_len >= 0 && (intptr_t)d->n >= d->max_len) {
        if (d->refuse_when_full)
            vm_raise_index_error(vm, "full");
        if (d->max_len == 0)
            return false;
        if (at_front)
            take_last(d);
        else
            take_first(d);
    }
    if (d->n == d->cap)
        set_capacity(vm, d, (size_t)d->cap + d->cap / 2 + 4);
    d->changes++;
    return true;
}

static void
push_last(VM *vm, VmDeque *d, VmValue v)
{
    if (make_place(vm, d, false))
        *item_at(d, d->n++) = v;
}

static void
push_first(VM *vm, VmDeque *d, VmValue v)
{
    if (!make_place(vm, d, true))
        return;
    d->first = d->first == 0 ? d->cap - 1 : d->first - 1;
    d->items[d->first] = v;
    d->n++;
}

static void
extend(VM *vm, VmDeque *d, VmValue iterable, bool front)
{
    VmValue it, v;

    if (iterable == vm_value(d))
        iterable = vm_value(vm_list_from(vm, iterable));
    it = vm_iter(vm, iterable);
    while ((v = vm_next(vm, it)) != VM_UNDEF) {
        if (front)
            push_first(vm, d, v);
        else
            push_last(vm, d, v);
        vm_poll(vm);
    }
}

static VmDeque *
deque_alloc(VM *vm, const VmType *type, intptr_t max_len)
{
    VmDeque *d = vm_instance_alloc(vm, type, sizeof(VmDeque));

    d->max_len = max_len;
    return d;
}

static VmValue
deque_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)args;
    (void)kw;
    return vm_value(deque_alloc(vm, type, -1));
}

static void
deque_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(iterable), 0, VM_UNDEF},
        {VM_S(maxlen), 0, VM_NONE},
        {VM_S(flags), 0, VM_SMALL(0)},
    };
    VmDeque *d = deque_of(self);
    VmValue out[3];
    intptr_t max_len = -1, flags;

    vm_parse_args(vm, &vm_s_deque, params, 3, n_args, args, kw, out);
    if (out[1] != VM_NONE) {
        max_len = vm_get_int(vm, out[1]);
        if (max_len < 0)
            vm_raise_value_error(vm, "maxlen must be non-negative");
    }
    flags = vm_get_int(vm, out[2]);
    d->n = 0;
    d->max_len = max_len;
    d->refuse_when_full = (flags & 1) != 0;
    d->no_iteration_check = (flags & 2) != 0;
    if (out[0] != VM_UNDEF)
        extend(vm, d, out[0], false);
}

static void
deque_trace(VM *vm, VmObject *self)
{
    VmDeque *d = (VmDeque *)self;

    if (d->items != NULL)
        vm_mark_value_block(vm, d->items, d->cap);
}

static void
deque_repr(VM *vm, VmOut *out, VmValue self)
{
    VmDeque *d = deque_of(self);

    vm_out_format(vm, out, "%t(", self);
    if (vm_print_enter(vm, self)) {
        vm_out_text(vm, out, "[...])");
        return;
    }
    vm_out_text(vm, out, "[");
    for (size_t i = 0; i < d->n; i++) {
        if (i != 0)
            vm_out_text(vm, out, ", ");
        vm_out_repr(vm, out, *item_at(d, i));
    }
    vm_out_text(vm, out, "]");
    if (d->max_len >= 0)
        vm_out_format(vm, out, ", maxlen=%v", vm_int(vm, d->max_len));
    vm_out_text(vm, out, ")");
    vm_print_leave(vm);
}

static intptr_t
deque_len(VM *vm, VmValue self)
{
    (void)vm;
    return (intptr_t)deque_of(self)->n;
}

static void
delete_at(VmDeque *d, size_t i)
{
    if (i < d->n / 2) {
        for (; i > 0; i--)
            *item_at(d, i) = *item_at(d, i - 1);
        take_first(d);
    } else {
        for (; i + 1 < d->n; i++)
            *item_at(d, i) = *item_at(d, i + 1);
        take_last(d);
    }
}

static size_t
deque_index_of(VM *vm, VmDeque *d, VmValue key)
{
    intptr_t i;

    if (!vm_is_int(key) && vm_special_maybe(vm, key, &vm_s___index__) == VM_UNDEF)
        vm_raise_type_error(vm, "sequence index must be integer, not '%t'", key);
    i = vm_get_int(vm, key);
    if (i < 0)
        i += (intptr_t)d->n;
    if (i < 0 || (size_t)i >= d->n)
        vm_raise_index_error(vm, "deque index out of range");
    return (size_t)i;
}

static VmValue
deque_get_item(VM *vm, VmValue self, VmValue key)
{
    return *item_at(deque_of(self), deque_index_of(vm, deque_of(self), key));
}

static void
deque_set_item(VM *vm, VmValue self, VmValue key, VmValue value)
{
    VmDeque *d = deque_of(self);
    size_t i = deque_index_of(vm, d, key);

    if (value == VM_UNDEF)
        delete_at(d, i);
    else
        *item_at(d, i) = value;
}

static void
check_unchanged(VM *vm, VmDeque *d, uint32_t changes)
{
    if (d->changes != changes && !d->no_iteration_check)
        vm_raise_runtime_error(vm, "deque mutated during iteration");
}

/* The first index from @start on with an item equal to @v; SIZE_MAX: none. */
static size_t
find(VM *vm, VmDeque *d, VmValue v, size_t start, size_t stop)
{
    for (size_t i = start; i < stop && i < d->n; i++) {
        uint32_t changes = d->changes;

        if (vm_equal(vm, *item_at(d, i), v))
            return i;
        check_unchanged(vm, d, changes);
    }
    return SIZE_MAX;
}

static bool
deque_contains(VM *vm, VmValue self, VmValue v)
{
    return find(vm, deque_of(self), v, 0, SIZE_MAX) != SIZE_MAX;
}

static VmValue
deque_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    if (!vm_has_layout(other, &vm_type_deque))
        return VM_UNDEF;
    if ((op == VM_CMP_EQ || op == VM_CMP_NE) && deque_of(self)->n != deque_of(other)->n)
        return vm_bool(op == VM_CMP_NE);
    return vm_compare(vm, op, vm_value(vm_list_from(vm, self)), vm_value(vm_list_from(vm, other)));
}

static VmValue
deque_copy_of(VM *vm, VmValue self)
{
    VmDeque *d = deque_of(self);
    VmDeque *copy = deque_alloc(vm, d->base.type, d->max_len);

    copy->refuse_when_full = d->refuse_when_full;
    copy->no_iteration_check = d->no_iteration_check;
    if (d->n != 0) {
        set_capacity(vm, copy, d->n);
        for (size_t i = 0; i < d->n; i++)
            copy->items[i] = *item_at(d, i);
        copy->n = d->n;
    }
    return vm_value(copy);
}

static void
repeat_in_place(VM *vm, VmDeque *d, VmValue count)
{
    size_t n = d->n, total = vm_repeated(vm, n, count);

    if (total == 0) {
        d->n = 0;
        d->changes++;
        return;
    }
    if (d->max_len >= 0 && total > (size_t)d->max_len + n)
        total = ((size_t)d->max_len / n + 1) * n + (size_t)d->max_len % n;
    for (size_t i = n; i < total; i++) {
        VmValue v = *item_at(d, d->n - n);

        push_last(vm, d, v);
    }
}

static VmValue
deque_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue copy;

    if (op == VM_BIN_MUL) {
        VmValue count = self_is_right ? left : right;

        if (!vm_is_int(count) && vm_special_maybe(vm, count, &vm_s___index__) == VM_UNDEF)
            return VM_UNDEF;
        copy = deque_copy_of(vm, self_is_right ? right : left);
        repeat_in_place(vm, deque_of(copy), count);
        return copy;
    }
    if (op != VM_BIN_ADD || self_is_right)
        return VM_UNDEF;
    if (!vm_has_layout(right, &vm_type_deque))
        vm_raise_type_error(vm, "can only concatenate deque (not \"%t\") to deque", right);
    copy = deque_copy_of(vm, left);
    extend(vm, deque_of(copy), right, false);
    return copy;
}

static VmValue
deque_in_place(VM *vm, VmBinaryOp op, VmValue left, VmValue right)
{
    if (op == VM_BIN_ADD) {
        extend(vm, deque_of(left), right, false);
        return left;
    }
    if (op == VM_BIN_MUL && (vm_is_int(right) || vm_special_maybe(vm, right, &vm_s___index__) != VM_UNDEF)) {
        repeat_in_place(vm, deque_of(left), right);
        return left;
    }
    return VM_UNDEF;
}

static VmValue
deque_iterator_new(VM *vm, VmValue self, bool backwards)
{
    VmDequeIterator *it =
        VM_NEW(vm, VmDequeIterator, backwards ? &vm_type_deque_reverse_iterator : &vm_type_deque_iterator);

    it->deque = deque_of(self);
    it->changes = it->deque->changes;
    it->backwards = backwards;
    return vm_value(it);
}

static VmValue
deque_iter(VM *vm, VmValue self)
{
    return deque_iterator_new(vm, self, false);
}

static VmValue
deque_next(VM *vm, VmValue self)
{
    VmDequeIterator *it = (VmDequeIterator *)self;
    VmDeque *d = it->deque;
    size_t i;

    if (d == NULL)
        return vm_stop(vm);
    if (it->changes != d->changes && !d->no_iteration_check) {
        it->deque = NULL;
        check_unchanged(vm, d, it->changes);
    }
    if (it->at >= d->n) {
        it->deque = NULL;
        return vm_stop(vm);
    }
    i = it->at++;
    return *item_at(d, it->backwards ? d->n - 1 - i : i);
}

static void
deque_iterator_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmDequeIterator *)self)->deque);
}

static VmValue
deque_append(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    push_last(vm, deque_of(args[0]), args[1]);
    return VM_NONE;
}

static VmValue
deque_appendleft(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    push_first(vm, deque_of(args[0]), args[1]);
    return VM_NONE;
}

static VmValue
deque_clear(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);
    VmValue *items = d->items;

    (void)n_args;
    (void)kw;
    d->items = NULL;
    d->n = d->cap = d->first = 0;
    d->changes++;
    vm_free(vm, items);
    return VM_NONE;
}

static VmValue
deque_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return deque_copy_of(vm, args[0]);
}

static VmValue
deque_count(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);
    intptr_t n = 0;

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < d->n; i++) {
        uint32_t changes = d->changes;

        n += vm_equal(vm, *item_at(d, i), args[1]);
        check_unchanged(vm, d, changes);
    }
    return vm_small(n);
}

static VmValue
deque_extend(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    extend(vm, deque_of(args[0]), args[1], false);
    return VM_NONE;
}

static VmValue
deque_extendleft(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    extend(vm, deque_of(args[0]), args[1], true);
    return VM_NONE;
}

static size_t
clamp_index(VM *vm, VmDeque *d, VmValue v)
{
    intptr_t i = vm_get_int_clamped(vm, v);

    if (i < 0)
        i = i + (intptr_t)d->n < 0 ? 0 : i + (intptr_t)d->n;
    return (size_t)i;
}

static VmValue
deque_index(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);
    size_t start = n_args > 2 ? clamp_index(vm, d, args[2]) : 0;
    size_t stop = n_args > 3 ? clamp_index(vm, d, args[3]) : SIZE_MAX;
    size_t i = find(vm, d, args[1], start, stop);

    (void)kw;
    if (i == SIZE_MAX)
        vm_raise_value_error(vm, "%v is not in deque", args[1]);
    return vm_small((intptr_t)i);
}

static VmValue
deque_insert(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);
    size_t at = clamp_index(vm, d, args[1]);

    (void)n_args;
    (void)kw;
    if (d->max_len >= 0 && (intptr_t)d->n >= d->max_len)
        vm_raise_index_error(vm, "deque already at its maximum size");
    push_last(vm, d, args[2]);
    for (size_t i = d->n - 1; i > at; i--) {
        *item_at(d, i) = *item_at(d, i - 1);
        *item_at(d, i - 1) = args[2];
    }
    return VM_NONE;
}

static VmValue
deque_pop(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    if (deque_of(args[0])->n == 0)
        vm_raise_index_error(vm, "pop from an empty deque");
    return take_last(deque_of(args[0]));
}

static VmValue
deque_popleft(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    if (deque_of(args[0])->n == 0)
        vm_raise_index_error(vm, "pop from an empty deque");
    return take_first(deque_of(args[0]));
}

static VmValue
deque_remove(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < d->n; i++) {
        uint32_t changes = d->changes;
        bool equal = vm_equal(vm, *item_at(d, i), args[1]);

        if (d->changes != changes)
            vm_raise_index_error(vm, "deque mutated during remove().");
        if (equal) {
            delete_at(d, i);
            return VM_NONE;
        }
    }
    vm_raise_value_error(vm, "%v is not in deque", args[1]);
}

static VmValue
deque_reverse(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);

    (void)vm;
    (void)n_args;
    (void)kw;
    for (size_t i = 0, k = d->n; i + 1 < k; i++) {
        VmValue v = *item_at(d, i);

        k--;
        *item_at(d, i) = *item_at(d, k);
        *item_at(d, k) = v;
    }
    return VM_NONE;
}

static VmValue
deque_reversed(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return deque_iterator_new(vm, args[0], true);
}

static VmValue
deque_rotate(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmDeque *d = deque_of(args[0]);
    intptr_t by = n_args > 1 ? vm_get_int_clamped(vm, args[1]) : 1, n = (intptr_t)d->n;

    (void)kw;
    if (n < 2)
        return VM_NONE;
    by %= n;
    if (by > n / 2)
        by -= n;
    else if (by < -n / 2)
        by += n;
    // Never grows: each step frees the place it needs, or there is one.
    for (; by > 0; by--) {
        VmValue v = take_last(d);

        d->first = d->first == 0 ? d->cap - 1 : d->first - 1;
        d->items[d->first] = v;
        d->n++;
    }
    for (; by < 0; by++) {
        VmValue v = take_first(d);

        *item_at(d, d->n++) = v;
    }
    return VM_NONE;
}

static VmValue
deque_maxlen(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    intptr_t max_len = deque_of(args[0])->max_len;

    (void)n_args;
    (void)kw;
    return max_len < 0 ? VM_NONE : vm_int(vm, max_len);
}

static const VmMember deque_members[] = {
    VM_METHOD(__copy__, deque_copy, 1, 1),
    VM_METHOD(__reversed__, deque_reversed, 1, 1),
    VM_METHOD(append, deque_append, 2, 2),
    VM_METHOD(appendleft, deque_appendleft, 2, 2),
    VM_METHOD(clear, deque_clear, 1, 1),
    VM_METHOD(copy, deque_copy, 1, 1),
    VM_METHOD(count, deque_count, 2, 2),
    VM_METHOD(extend, deque_extend, 2, 2),
    VM_METHOD(extendleft, deque_extendleft, 2, 2),
    VM_METHOD(index, deque_index, 2, 4),
    VM_METHOD(insert, deque_insert, 3, 3),
    VM_GETTER(maxlen, deque_maxlen),
    VM_METHOD(pop, deque_pop, 1, 1),
    VM_METHOD(popleft, deque_popleft, 1, 1),
    VM_METHOD(remove, deque_remove, 2, 2),
    VM_METHOD(reverse, deque_reverse, 1, 1),
    VM_METHOD(rotate, deque_rotate, 1, 2),
};

const VmType vm_type_deque = {
    .base = {&vm_type_type}, .name = &vm_s_deque, .parent = &vm_type_object, .layout = &vm_type_deque,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmDeque), .trace = deque_trace, .make = deque_make,
    .init = deque_init, .repr = deque_repr, .len = deque_len, .get_item = deque_get_item, .set_item = deque_set_item,
    .contains = deque_contains, .compare = deque_compare, .binary = deque_binary, .in_place = deque_in_place,
    .iter = deque_iter, VM_MEMBERS(deque_members),
};

const VmType vm_type_deque_iterator = {
    .base = {&vm_type_type}, .name = &vm_s__deque_iterator, .parent = &vm_type_object, .layout = &vm_type_deque_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmDequeIterator), .trace = deque_iterator_trace, .iter = vm_iter_self,
    .next = deque_next,
};

const VmType vm_type_deque_reverse_iterator = {
    .base = {&vm_type_type}, .name = &vm_s__deque_reverse_iterator, .parent = &vm_type_object,
    .layout = &vm_type_deque_reverse_iterator, .flags = VM_TYPE_ITERATOR, .size = sizeof(VmDequeIterator),
    .trace = deque_iterator_trace, .iter = vm_iter_self, .next = deque_next,
};

/* --- OrderedDict: a dict, with what its order is good for --- */

static bool
is_ordered_dict(VmValue v)
{
    return vm_is_dict(v) && vm_is_instance(v, &vm_type_ordered_dict);
}

static void
ordered_repr(VM *vm, VmOut *out, VmValue self)
{
    VmDict *d = vm_dict(self);
    bool first = true;

    if (vm_table_len(d) == 0) {
        vm_out_format(vm, out, "%t()", self);
        return;
    }
    if (vm_print_enter(vm, self)) {
        vm_out_text(vm, out, "...");
        return;
    }
    vm_out_format(vm, out, "%t([", self);
    for (size_t at = 0; vm_table_seek(d, &at); at++) {
        VmValue value = d->entries[at].value;

        vm_out_text(vm, out, first ? "(" : ", (");
        first = false;
        vm_out_repr(vm, out, d->entries[at].key);
        vm_out_text(vm, out, ", ");
        vm_out_repr(vm, out, value);
        vm_out_text(vm, out, ")");
    }
    vm_out_text(vm, out, "])");
    vm_print_leave(vm);
}

static VmValue
ordered_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    VmValue same = vm_dict_slot_compare(vm, op, self, other);
    VmDict *a = vm_dict(self), *b = vm_dict(other);

    if (same == VM_UNDEF || !is_ordered_dict(other) || (same == VM_TRUE) != (op == VM_CMP_EQ))
        return same;
    // Equal as dicts: now the order.
    for (size_t i = 0, k = 0; vm_table_seek(a, &i) && vm_table_seek(b, &k); i++, k++)
        if (!vm_equal(vm, a->entries[i].key, b->entries[k].key))
            return vm_bool(op == VM_CMP_NE);
    return same;
}

static VmValue
ordered_copy_of(VM *vm, VmValue self)
{
    VmValue copy = vm_dict_slot_make(vm, &vm_type_ordered_dict, 0, NULL, NULL);

    vm_table_copy(vm, vm_dict(copy), vm_dict(self));
    return copy;
}

static VmValue
ordered_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue result;

    (void)self_is_right;
    if (op != VM_BIN_OR || !vm_is_dict(left) || !vm_is_dict(right))
        return VM_UNDEF;
    result = ordered_copy_of(vm, left);
    vm_dict_update(vm, vm_dict(result), right);
    return result;
}

static void
ordered_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args > 1)
        vm_raise_type_error(vm, "expected at most 1 arguments, got %u", n_args);
    vm_dict_slot_init(vm, self, n_args, args, kw);
}

static VmValue
ordered_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return ordered_copy_of(vm, args[0]);
}

static VmValue
ordered_popitem(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(last), 0, VM_TRUE}};
    VmDict *d = vm_dict(args[0]);
    VmTuple *pair;
    VmValue last;
    size_t i = 0;

    vm_parse_args(vm, &vm_s_popitem, params, 1, n_args - 1, args + 1, kw, &last);
    if (vm_table_len(d) == 0)
        vm_raise_key_error(vm, vm_str_from_c(vm, "dictionary is empty"));
    pair = vm_tuple_new(vm, 2, NULL);
    if (vm_is_true(vm, last))
        i = d->used - 1;
    if (!vm_table_seek(d, &i))
        vm_raise_key_error(vm, vm_str_from_c(vm, "dictionary is empty"));
    pair->items[0] = d->entries[i].key;
    pair->items[1] = d->entries[i].value;
    vm_table_delete_at(vm, d, i);
    return vm_value(pair);
}

static VmValue
ordered_move_to_end(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(key), VM_PARAM_REQUIRED, VM_UNDEF},
        {VM_S(last), 0, VM_TRUE},
    };
    VmDict *d = vm_dict(args[0]);
    VmValue out[2], value;

    vm_parse_args(vm, &vm_s_move_to_end, params, 2, n_args - 1, args + 1, kw, out);
    bool last = vm_is_true(vm, out[1]);

    uint32_t hash = vm_table_hash(vm, out[0]);
    intptr_t i = vm_table_find(vm, d, out[0], hash);

    if (i < 0)
        vm_raise_key_error(vm, out[0]);
    value = d->entries[i].value;
    if (last) {
        VmValue key = d->entries[i].key;

        if ((size_t)i + 1 == d->used)
            return VM_NONE;
        vm_table_delete_at(vm, d, (size_t)i);
        vm_table_insert(vm, d, key, hash, value);
    } else {
        // Rare: everything is put behind it again.
        VmDict *fresh = vm_dict_new(vm, 0), swap;

        vm_table_insert(vm, fresh, d->entries[i].key, hash, value);
        for (size_t at = 0; vm_table_seek(d, &at); at++)
            if (at != (size_t)i)
                vm_table_insert(vm, fresh, d->entries[at].key, vm_table_hash_at(d, at), d->entries[at].value);
        swap = *fresh;
        fresh->entries = d->entries;
        fresh->used = d->used;
        fresh->bits = d->bits;
        d->entries = swap.entries;
        d->used = swap.used;
        d->bits = swap.bits;
    }
    return VM_NONE;
}

static const VmMember ordered_members[] = {
    VM_METHOD(copy, ordered_copy, 1, 1),
    VM_METHOD_KW(move_to_end, ordered_move_to_end, 1, VM_ANY_ARGS),
    VM_METHOD_KW(popitem, ordered_popitem, 1, VM_ANY_ARGS),
};

const VmType vm_type_ordered_dict = {
    .base = {&vm_type_type}, .name = &vm_s_OrderedDict, .parent = &vm_type_dict, .layout = &vm_type_dict,
    .flags = VM_TYPE_SUBCLASSABLE, .size = sizeof(VmDict), VM_DICT_SLOTS, .trace = vm_table_trace,
    .init = ordered_init, .repr = ordered_repr,
    .compare = ordered_compare, .binary = ordered_binary, VM_MEMBERS(ordered_members),
};

/* --- defaultdict: the factory is an ordinary attribute --- */

static VmValue
factory_of(VM *vm, VmValue self)
{
    VmValue factory = vm_get_attr_maybe(vm, self, &vm_s_default_factory);

    return factory == VM_UNDEF ? VM_NONE : factory;
}

static void
default_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue factory = n_args != 0 ? args[0] : VM_NONE;

    if (factory != VM_NONE && !vm_is_callable(vm, factory))
        vm_raise_type_error(vm, "first argument must be callable or None");
    vm_set_attr(vm, self, &vm_s_default_factory, factory);
    vm_dict_slot_init(vm, self, n_args != 0 ? n_args - 1 : 0, args + 1, kw);
}

static void
default_trace(VM *vm, VmObject *self)
{
    VmAttrs *attrs = vm_attrs_of(self);

    vm_table_trace(vm, self);
    if (attrs != NULL && attrs->shape == NULL)
        vm_mark_object(vm, attrs->slots);
}

static void
default_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_format(vm, out, "%t(", self);
    if (vm_print_enter(vm, self))
        vm_out_text(vm, out, "...");
    else {
        vm_out_repr(vm, out, factory_of(vm, self));
        vm_print_leave(vm);
    }
    vm_out_text(vm, out, ", ");
    vm_dict_slot_repr(vm, out, self);
    vm_out_text(vm, out, ")");
}

static VmValue
default_copy_of(VM *vm, VmValue self)
{
    VmValue copy = vm_dict_slot_make(vm, &vm_type_default_dict, 0, NULL, NULL);

    vm_set_attr(vm, copy, &vm_s_default_factory, factory_of(vm, self));
    vm_table_copy(vm, vm_dict(copy), vm_dict(self));
    return copy;
}

static VmValue
default_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue result;

    if (op != VM_BIN_OR || !vm_is_dict(left) || !vm_is_dict(right))
        return VM_UNDEF;
    result = default_copy_of(vm, self_is_right ? right : left);
    if (self_is_right) {
        vm_table_clear(vm, vm_dict(result));
        vm_dict_update(vm, vm_dict(result), left);
    }
    vm_dict_update(vm, vm_dict(result), right);
    return result;
}

static VmValue
default_copy(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return default_copy_of(vm, args[0]);
}

static VmValue
default_missing(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue factory = factory_of(vm, args[0]), value;

    (void)n_args;
    (void)kw;
    if (factory == VM_NONE)
        vm_raise_key_error(vm, args[1]);
    value = vm_call_0(vm, factory);
    vm_dict_set(vm, vm_dict(args[0]), args[1], value);
    return value;
}

static const VmMember default_members[] = {
    VM_METHOD(__copy__, default_copy, 1, 1),
    VM_METHOD(__missing__, default_missing, 2, 2),
    VM_METHOD(copy, default_copy, 1, 1),
};

const VmType vm_type_default_dict = {
    .base = {&vm_type_type}, .name = &vm_s_defaultdict, .parent = &vm_type_dict, .layout = &vm_type_dict,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_ATTRS, .size = sizeof(VmDict), VM_DICT_SLOTS, .trace = default_trace,
    .init = default_init,
    .repr = default_repr, .compare = vm_dict_slot_compare, .binary = default_binary, VM_MEMBERS(default_members),
};

/* --- namedtuple: classes with the base vm_type_named_tuple, whose attribute _fields says it all --- */

typedef struct VmTupleGetter {
    VmObject base;
    size_t index;
} VmTupleGetter;

static VmValue
getter_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    size_t i = ((VmTupleGetter *)self)->index;

    (void)owner;
    if (instance == VM_UNDEF)
        return self;
    if (!vm_is_tuple(instance) || i >= vm_tuple(instance)->n)
        vm_raise_type_error(vm, "descriptor for index '%zu' for tuple subclasses doesn't apply to '%t' object", i, instance);
    return vm_tuple(instance)->items[i];
}

static void
getter_set(VM *vm, VmValue self, VmValue instance, VmValue value)
{
    (void)self;
    (void)instance;
    (void)value;
    vm_raise_format(vm, &vm_type_AttributeError, "can't set attribute");
}

const VmType vm_type_tuple_getter = {
    .base = {&vm_type_type}, .name = &vm_s__tuplegetter, .parent = &vm_type_object, .layout = &vm_type_tuple_getter,
    .size = sizeof(VmTupleGetter), .descr_get = getter_get, .descr_set = getter_set,
};

static VmTuple *
fields_of(VM *vm, const VmType *type)
{
    VmValue fields = vm_type_lookup(vm, type, &vm_s__fields);

    if (fields == VM_UNDEF || !vm_is_tuple(fields))
        vm_raise_type_error(vm, "_fields of a named tuple must be a tuple");
    return vm_tuple(fields);
}

static VmValue
named_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *fields = fields_of(vm, type), *t;
    size_t n = fields->n, n_missing = 0;
    VmValue defaults, first_missing = VM_UNDEF;

    if (n_args > n)
        vm_raise_type_error(vm, "%q.__new__() takes %zu positional argument%s but %u %s given", type->name, n + 1,
                            n == 0 ? "" : "s", n_args + 1, n_args == 0 ? "was" : "were");
    t = vm_instance_alloc(vm, type, sizeof(VmTuple) + n * sizeof(VmValue));
    t->n = n;
    for (size_t i = 0; i < n_args; i++)
        t->items[i] = args[i];
    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        size_t at = 0;

        while (at < n && fields->items[at] != kw->names[i])
            at++;
        if (at == n)
            vm_raise_type_error(vm, "%q.__new__() got an unexpected keyword argument '%V'", type->name, kw->names[i]);
        if (t->items[at] != VM_UNDEF)
            vm_raise_type_error(vm, "%q.__new__() got multiple values for argument '%V'", type->name, kw->names[i]);
        t->items[at] = kw->values[i];
    }
    defaults = vm_type_lookup(vm, type, &vm_s__field_defaults);
    for (size_t i = n_args; i < n; i++) {
        if (t->items[i] != VM_UNDEF)
            continue;
        if (defaults != VM_UNDEF && vm_is_dict(defaults))
            t->items[i] = vm_dict_get_maybe(vm, vm_dict(defaults), fields->items[i]);
        if (t->items[i] == VM_UNDEF) {
            if (n_missing++ == 0)
                first_missing = fields->items[i];
            t->items[i] = VM_NONE;
        }
    }
    if (n_missing == 1)
        vm_raise_type_error(vm, "%q.__new__() missing 1 required positional argument: '%V'", type->name, first_missing);
    if (n_missing > 1) {
        // Their names as in 'a', 'b', and 'c'.
        VmBuf buf;
        size_t named = 0;

        vm_buf_init(&buf);
        for (size_t i = n_args; i < n; i++) {
            bool given = false;

            for (unsigned k = 0; kw != NULL && k < kw->n; k++)
                given |= kw->names[k] == fields->items[i];
            if (given || (defaults != VM_UNDEF && vm_is_dict(defaults) &&
                          vm_dict_get_maybe(vm, vm_dict(defaults), fields->items[i]) != VM_UNDEF))
                continue;
            if (named != 0)
                vm_out_text(vm, &buf.out, named + 1 < n_missing ? ", " : n_missing > 2 ? ", and " : " and ");
            vm_out_format(vm, &buf.out, "'%V'", fields->items[i]);
            named++;
        }
        vm_raise_type_error(vm, "%q.__new__() missing %zu required positional arguments: %V", type->name, n_missing,
                            vm_buf_to_str(vm, &buf));
    }
    return vm_value(t);
}

static void
named_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmType *type = vm_object(self)->type;
    VmTuple *fields = fields_of(vm, type), *t = vm_tuple(self);

    vm_check_c_stack(vm);
    vm_out_format(vm, out, "%q(", type->name);
    for (size_t i = 0; i < t->n && i < fields->n; i++)
        vm_out_format(vm, out, "%s%V=%v", i == 0 ? "" : ", ", fields->items[i], t->items[i]);
    vm_out_text(vm, out, ")");
}

static VmValue
named_asdict(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *t = vm_tuple(args[0]), *fields = fields_of(vm, t->base.type);
    VmDict *d = vm_dict_new(vm, t->n);

    (void)n_args;
    (void)kw;
    for (size_t i = 0; i < t->n && i < fields->n; i++)
        vm_dict_set(vm, d, fields->items[i], t->items[i]);
    return vm_value(d);
}

static VmValue
named_make_from(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *type = (const VmType *)args[0];
    VmTuple *items = vm_tuple_from(vm, args[1]), *fields = fields_of(vm, type);

    (void)n_args;
    (void)kw;
    if (items->n != fields->n)
        vm_raise_type_error(vm, "Expected %zu arguments, got %zu", fields->n, items->n);
    return named_make(vm, type, (unsigned)items->n, items->items, NULL);
}

static VmValue
named_replace(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *t = vm_tuple(args[0]), *fields = fields_of(vm, t->base.type);
    VmTuple *items = vm_tuple_new(vm, t->n, t->items);
    VmList *unknown = NULL;

    (void)n_args;
    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        size_t at = 0;

        while (at < fields->n && fields->items[at] != kw->names[i])
            at++;
        if (at < items->n) {
            items->items[at] = kw->values[i];
            continue;
        }
        if (unknown == NULL)
            unknown = vm_list_new(vm, 0, NULL);
        vm_list_append(vm, unknown, kw->names[i]);
    }
    if (unknown != NULL)
        vm_raise_value_error(vm, "Got unexpected field names: %v", vm_value(unknown));
    return named_make(vm, t->base.type, (unsigned)items->n, items->items, NULL);
}

static VmValue
named_getnewargs(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)n_args;
    (void)kw;
    return vm_value(vm_tuple_new(vm, vm_tuple(args[0])->n, vm_tuple(args[0])->items));
}

static const VmMember named_members[] = {
    VM_METHOD(__getnewargs__, named_getnewargs, 1, 1),
    VM_METHOD(_asdict, named_asdict, 1, 1),
    VM_CLASS_METHOD(_make, named_make_from, 2, 2),
    VM_METHOD_KW(_replace, named_replace, 1, 1),
};

/* The slots that tuple.c has. */
static size_t
named_size_of(const VmObject *self)
{
    return vm_type_tuple.size_of(self);
}

static void
named_trace(VM *vm, VmObject *self)
{
    vm_type_tuple.trace(vm, self);
}

static intptr_t
named_len(VM *vm, VmValue self)
{
    return vm_type_tuple.len(vm, self);
}

static intptr_t
named_hash(VM *vm, VmValue self)
{
    return vm_type_tuple.hash(vm, self);
}

static VmValue
named_get_item(VM *vm, VmValue self, VmValue key)
{
    return vm_type_tuple.get_item(vm, self, key);
}

static bool
named_contains(VM *vm, VmValue self, VmValue item)
{
    return vm_type_tuple.contains(vm, self, item);
}

static VmValue
named_compare(VM *vm, VmCompareOp op, VmValue self, VmValue other)
{
    return vm_type_tuple.compare(vm, op, self, other);
}

static VmValue
named_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    return vm_type_tuple.binary(vm, op, left, right, self_is_right);
}

static VmValue
named_iter(VM *vm, VmValue self)
{
    return vm_type_tuple.iter(vm, self);
}

const VmType vm_type_named_tuple = {
    .base = {&vm_type_type}, .name = &vm_s_namedtuple, .parent = &vm_type_tuple, .layout = &vm_type_tuple,
    .flags = VM_TYPE_SUBCLASSABLE | VM_TYPE_VAR_SIZE, .size = sizeof(VmTuple), .trace = named_trace,
    .size_of = named_size_of, .make = named_make, .repr = named_repr, .len = named_len, .hash = named_hash,
    .get_item = named_get_item, .contains = named_contains, .compare = named_compare, .binary = named_binary,
    .iter = named_iter, VM_MEMBERS(named_members),
};

static bool
is_identifier(const VmStr *s)
{
    for (size_t i = 0; i < s->len; i++) {
        uint8_t c = (uint8_t)s->data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;

        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return s->len != 0;
}

static bool
is_keyword(const VmStr *s)
{
    static const char words[] = " False None True and as assert async await break class continue def del elif else except "
                                "finally for from global if import in is lambda nonlocal not or pass raise return try "
                                "while with yield ";
    for (const char *at = words + 1; *at != 0;) {
        size_t n = strcspn(at, " ");

        if (n == s->len && memcmp(at, s->data, n) == 0)
            return true;
        at += n + 1;
    }
    return false;
}

/* The field names from text like "x, y" or any iterable, interned. */
static VmTuple *
parse_fields(VM *vm, VmValue spec)
{
    VmList *list;

    if (!vm_is_str(spec)) {
        list = vm_list_from(vm, spec);
        for (size_t i = 0; i < list->n; i++)
            list->items[i] = vm_value(vm_intern_str(vm, vm_get_str(vm, vm_to_str(vm, list->items[i]))));
    } else {
        VmStr *s = vm_str(spec);

        list = vm_list_new(vm, 0, NULL);
        for (size_t i = 0; i < s->len;) {
            size_t n = strcspn(s->data + i, " ,\t\n\r");

            if (n != 0)
                vm_list_append(vm, list, vm_value(vm_intern(vm, s->data + i, n)));
            i += n + 1;
        }
    }
    return vm_tuple_new(vm, list->n, list->items);
}

static VmValue
collections_namedtuple(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(typename), VM_PARAM_REQUIRED, VM_UNDEF},
        {VM_S(field_names), VM_PARAM_REQUIRED, VM_UNDEF},
        {VM_S(rename), VM_PARAM_KW_ONLY, VM_FALSE},
        {VM_S(defaults), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(module), VM_PARAM_KW_ONLY, VM_NONE},
    };
    VmValue out[5];
    VmStr *name;
    VmTuple *fields;
    VmDict *attrs, *defaults;
    bool rename;

    vm_parse_args(vm, &vm_s_namedtuple, params, 5, n_args, args, kw, out);
    name = vm_intern_str(vm, vm_get_str(vm, vm_to_str(vm, out[0])));
    fields = parse_fields(vm, out[1]);
    rename = vm_is_true(vm, out[2]);
    if (!is_identifier(name))
        vm_raise_value_error(vm, "Type names and field names must be valid identifiers: %v", vm_value(name));
    if (is_keyword(name))
        vm_raise_value_error(vm, "Type names and field names cannot be a keyword: %v", vm_value(name));
    for (size_t i = 0; i < fields->n; i++) {
        VmStr *field = vm_str(fields->items[i]);
        bool seen = false;

        for (size_t k = 0; k < i; k++)
            seen |= fields->items[k] == fields->items[i];
        if (rename && (!is_identifier(field) || is_keyword(field) || field->data[0] == '_' || seen)) {
            fields->items[i] = vm_value(vm_intern_str(vm, vm_str(vm_str_format(vm, "_%zu", i))));
            continue;
        }
        if (!is_identifier(field))
            vm_raise_value_error(vm, "Type names and field names must be valid identifiers: %v", vm_value(field));
        if (is_keyword(field))
            vm_raise_value_error(vm, "Type names and field names cannot be a keyword: %v", vm_value(field));
        if (field->data[0] == '_')
            vm_raise_value_error(vm, "Field names cannot start with an underscore: %v", vm_value(field));
        if (seen)
            vm_raise_value_error(vm, "Encountered duplicate field name: %v", vm_value(field));
    }
    defaults = vm_dict_new(vm, 0);
    if (out[3] != VM_NONE) {
        VmTuple *values = vm_tuple_from(vm, out[3]);

        if (values->n > fields->n)
            vm_raise_type_error(vm, "Got more default values than field names");
        for (size_t i = 0; i < values->n; i++)
            vm_dict_set(vm, defaults, fields->items[fields->n - values->n + i], values->items[i]);
    }
    attrs = vm_dict_new(vm, 0);
    vm_dict_set_name(vm, attrs, &vm_s___slots__, vm_value(&vm_empty_tuple));
    vm_dict_set_name(vm, attrs, &vm_s__fields, vm_value(fields));
    vm_dict_set_name(vm, attrs, &vm_s__field_defaults, vm_value(defaults));
    vm_dict_set_name(vm, attrs, &vm_s___match_args__, vm_value(fields));
    vm_dict_set_name(vm, attrs, &vm_s___module__, out[4] != VM_NONE ? out[4] : VM_S(__main__));
    for (size_t i = 0; i < fields->n; i++) {
        VmTupleGetter *getter = VM_NEW(vm, VmTupleGetter, &vm_type_tuple_getter);

        getter->index = i;
        vm_dict_set(vm, attrs, fields->items[i], vm_value(getter));
    }
    return vm_class_new(vm, &vm_type_type, name, vm_tuple(vm_tuple_of(vm, 1, VM_ROM(vm_type_named_tuple))), attrs, NULL);
}

static const VmMember collections_members[] = {
    VM_OBJECT_MEMBER(OrderedDict, vm_type_ordered_dict),
    VM_OBJECT_MEMBER(defaultdict, vm_type_default_dict),
    VM_OBJECT_MEMBER(deque, vm_type_deque),
    VM_FUNCTION_KW(namedtuple, collections_namedtuple, 0, VM_ANY_ARGS),
};

const VmModuleDef vm_module_collections = {.name = &vm_s_collections, VM_MEMBERS(collections_members)};
