/* SPDX-License-Identifier: MIT */
/* Iterators over iterators and callables: enumerate, zip, map, filter, reversed, iter(callable, sentinel), and iteration by
 * __getitem__. Each holds what it draws from and ends for good once that has ended.
 */
#include "vm/types/iterators.h"

/* --- enumerate --- */

typedef struct VmEnumerate {
    VmObject base;
    VmValue iterator, index;
} VmEnumerate;

static VmValue
enumerate_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(iterable), VM_PARAM_REQUIRED, VM_UNDEF},
        {VM_S(start), 0, VM_SMALL(0)},
    };
    VmValue out[2], iterator;
    VmEnumerate *e;

    if (n_args == 0 && kw == NULL)
        vm_raise_type_error(vm, "enumerate() missing required argument 'iterable'");
    vm_parse_args(vm, &vm_s_enumerate, params, 2, n_args, args, kw, out);
    out[1] = vm_index(vm, out[1]);
    iterator = vm_iter(vm, out[0]);
    e = vm_instance_alloc(vm, type, sizeof(VmEnumerate));
    e->iterator = iterator;
    e->index = out[1];
    return vm_value(e);
}

static VmValue
enumerate_next(VM *vm, VmValue self)
{
    VmEnumerate *e = (VmEnumerate *)self;
    VmValue item = vm_next(vm, e->iterator), index = e->index;
    VmTuple *pair;

    if (item == VM_UNDEF)
        return vm_stop(vm);
    pair = vm_tuple_new(vm, 2, NULL);
    pair->items[0] = index;
    pair->items[1] = item;
    if (vm_is_small(index) && index != vm_small(VM_SMALL_MAX))
        e->index = vm_small(vm_small_value(index) + 1);
    else
        e->index = vm_number_binary(vm, VM_BIN_ADD, index, vm_small(1), false);
    return vm_value(pair);
}

static void
enumerate_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmEnumerate *)self)->iterator, 2);
}

const VmType vm_type_enumerate = {
    .base = {&vm_type_type}, .name = &vm_s_enumerate, .parent = &vm_type_object, .layout = &vm_type_enumerate,
    .flags = VM_TYPE_ITERATOR | VM_TYPE_SUBCLASSABLE, .size = sizeof(VmEnumerate), .trace = enumerate_trace,
    .make = enumerate_make, .iter = vm_iter_self, .next = enumerate_next,
};

/* --- zip --- */

typedef struct VmZip {
    VmObject base;
    VmTuple *iterators;
    bool strict, ended;
} VmZip;

/* Iterators of @n iterables. */
static VmTuple *
iterators_of(VM *vm, unsigned n, const VmValue *iterables)
{
    VmTuple *t = vm_tuple_new(vm, n, NULL);

    for (unsigned i = 0; i < n; i++)
        t->items[i] = vm_iter(vm, iterables[i]);
    return t;
}

static VmValue
zip_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    bool strict = false;
    VmTuple *iterators;
    VmZip *z;

    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        if (kw->names[i] != VM_S(strict))
            vm_raise_type_error(vm, "zip() got an unexpected keyword argument '%q'", vm_str(kw->names[i]));
        strict = vm_is_true(vm, kw->values[i]);
    }
    iterators = iterators_of(vm, n_args, args);
    z = vm_instance_alloc(vm, type, sizeof(VmZip));
    z->iterators = iterators;
    z->strict = strict;
    z->ended = n_args == 0;
    return vm_value(z);
}

static VmValue
zip_next(VM *vm, VmValue self)
{
    VmZip *z = (VmZip *)self;
    VmTuple *its = z->iterators, *items;
    size_t n = its->n;

    if (z->ended)
        return vm_stop(vm);
    items = vm_tuple_new(vm, n, NULL);
    for (size_t i = 0; i < n; i++) {
        VmValue item = vm_next(vm, its->items[i]);

        if (item != VM_UNDEF) {
            items->items[i] = item;
            continue;
        }
        z->ended = true;
        if (z->strict && i > 0)
            vm_raise_value_error(vm, "zip() argument %zu is shorter than argument%s%zu", i + 1, i == 1 ? " " : "s 1-", i);
        for (size_t k = 1; z->strict && k < n; k++)
            if (vm_next(vm, its->items[k]) != VM_UNDEF)
                vm_raise_value_error(vm, "zip() argument %zu is longer than argument%s%zu", k + 1, k == 1 ? " " : "s 1-", k);
        return vm_stop(vm);
    }
    return vm_value(items);
}

static void
zip_trace(VM *vm, VmObject *self)
{
    vm_mark_object(vm, ((VmZip *)self)->iterators);
}

const VmType vm_type_zip = {
    .base = {&vm_type_type}, .name = &vm_s_zip, .parent = &vm_type_object, .layout = &vm_type_zip,
    .flags = VM_TYPE_ITERATOR | VM_TYPE_SUBCLASSABLE, .size = sizeof(VmZip), .trace = zip_trace, .make = zip_make,
    .iter = vm_iter_self, .next = zip_next,
};

/* --- map --- */

typedef struct VmMap {
    VmObject base;
    VmValue function;
    VmTuple *iterators;
} VmMap;

static VmValue
map_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmTuple *iterators;
    VmMap *m;

    if (type == &vm_type_map && kw != NULL && kw->n != 0)
        vm_raise_type_error(vm, "map() takes no keyword arguments");
    if (n_args < 2)
        vm_raise_type_error(vm, "map() must have at least two arguments.");
    iterators = iterators_of(vm, n_args - 1, args + 1);
    m = vm_instance_alloc(vm, type, sizeof(VmMap));
    m->function = args[0];
    m->iterators = iterators;
    return vm_value(m);
}

static VmValue
map_next(VM *vm, VmValue self)
{
    VmMap *m = (VmMap *)self;
    size_t n = m->iterators->n;
    VmTuple *args;

    if (n == 1) {
        VmValue item = vm_next(vm, m->iterators->items[0]);

        return item == VM_UNDEF ? vm_stop(vm) : vm_call_1(vm, m->function, item);
    }
    args = vm_tuple_new(vm, n, NULL);
    for (size_t i = 0; i < n; i++) {
        args->items[i] = vm_next(vm, m->iterators->items[i]);
        if (args->items[i] == VM_UNDEF)
            return vm_stop(vm);
    }
    return vm_call(vm, m->function, (unsigned)n, args->items);
}

static void
map_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmMap *)self)->function);
    vm_mark_object(vm, ((VmMap *)self)->iterators);
}

const VmType vm_type_map = {
    .base = {&vm_type_type}, .name = &vm_s_map, .parent = &vm_type_object, .layout = &vm_type_map,
    .flags = VM_TYPE_ITERATOR | VM_TYPE_SUBCLASSABLE, .size = sizeof(VmMap), .trace = map_trace, .make = map_make,
    .iter = vm_iter_self, .next = map_next,
};

/* --- filter --- */

typedef struct VmFilter {
    VmObject base;
    VmValue function, iterator;
} VmFilter;

static VmValue
filter_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue iterator;
    VmFilter *f;

    vm_check_args(vm, &vm_s_filter, n_args, type == &vm_type_filter ? kw : NULL, 2, 2);
    iterator = vm_iter(vm, args[1]);
    f = vm_instance_alloc(vm, type, sizeof(VmFilter));
    f->function = args[0];
    f->iterator = iterator;
    return vm_value(f);
}

static VmValue
filter_next(VM *vm, VmValue self)
{
    VmFilter *f = (VmFilter *)self;
    VmValue item;

    while ((item = vm_next(vm, f->iterator)) != VM_UNDEF) {
        if (vm_is_true(vm, f->function == VM_NONE || f->function == VM_ROM(vm_type_bool) ? item
                                                                                       : vm_call_1(vm, f->function, item)))
            return item;
        vm_poll(vm);
    }
    return vm_stop(vm);
}

static void
filter_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmFilter *)self)->function, 2);
}

const VmType vm_type_filter = {
    .base = {&vm_type_type}, .name = &vm_s_filter, .parent = &vm_type_object, .layout = &vm_type_filter,
    .flags = VM_TYPE_ITERATOR | VM_TYPE_SUBCLASSABLE, .size = sizeof(VmFilter), .trace = filter_trace,
    .make = filter_make, .iter = vm_iter_self, .next = filter_next,
};

/* --- By index: reversed() and iteration by __getitem__ --- */

typedef struct VmIndexIterator {
    VmObject base;
    VmValue sequence; /* VM_UNDEF once exhausted */
    intptr_t at;      /* next index */
} VmIndexIterator;

typedef struct Fetch {
    VmValue sequence, item;
    intptr_t at;
} Fetch;

static void
fetch(VM *vm, void *arg)
{
    Fetch *f = arg;

    f->item = vm_get_item(vm, f->sequence, vm_int(vm, f->at));
}

/* The item at it->at, or VM_UNDEF where there is none. */
static VmValue
index_fetch(VM *vm, VmIndexIterator *it)
{
    Fetch f = {it->sequence, VM_UNDEF, it->at};
    VmValue error;

    error = vm_protect(vm, fetch, &f);
    if (error == VM_UNDEF)
        return f.item;
    if (!vm_exception_matches(vm, error, VM_ROM(vm_type_IndexError)) &&
        !vm_exception_matches(vm, error, VM_ROM(vm_type_StopIteration)))
        vm_reraise(vm, error);
    it->sequence = VM_UNDEF;
    return vm_stop(vm);
}

static VmValue
sequence_next(VM *vm, VmValue self)
{
    VmIndexIterator *it = (VmIndexIterator *)self;
    VmValue item;

    if (it->sequence == VM_UNDEF)
        return vm_stop(vm);
    item = index_fetch(vm, it);
    it->at++;
    return item;
}

static VmValue
reversed_next(VM *vm, VmValue self)
{
    VmIndexIterator *it = (VmIndexIterator *)self;

    if (it->sequence == VM_UNDEF || it->at < 0) {
        it->sequence = VM_UNDEF;
        return vm_stop(vm);
    }
    if (vm_is_exact(it->sequence, &vm_type_tuple)) {
        VmTuple *t = vm_tuple(it->sequence);

        return t->items[it->at--];
    }
    VmValue item = index_fetch(vm, it);

    it->at--;
    return item;
}

static void
index_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmIndexIterator *)self)->sequence);
}

static VmValue
reversed_length_hint(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmIndexIterator *it = (VmIndexIterator *)args[0];

    (void)n_args;
    (void)kw;
    return vm_int(vm, it->sequence == VM_UNDEF ? 0 : it->at + 1);
}

VmValue
vm_sequence_iterator_new(VM *vm, VmValue sequence)
{
    VmIndexIterator *it = VM_NEW(vm, VmIndexIterator, &vm_type_sequence_iterator);

    it->sequence = sequence;
    return vm_value(it);
}

VmValue
vm_reversed(VM *vm, VmValue object)
{
    const VmType *type = vm_type_of(object);
    VmValue method = vm_special_maybe(vm, object, &vm_s___reversed__);
    VmIndexIterator *it;

    if (method != VM_UNDEF && method != VM_NONE)
        return vm_call_0(vm, method);
    if (method == VM_NONE || type->get_item == NULL ||
        (vm_is_class(type) && vm_special_maybe(vm, object, &vm_s___getitem__) == VM_UNDEF))
        vm_raise_type_error(vm, "'%t' object is not reversible", object);
    it = VM_NEW(vm, VmIndexIterator, &vm_type_reversed);
    it->sequence = object;
    it->at = vm_len(vm, object) - 1;
    return vm_value(it);
}

static VmValue
reversed_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)type;
    vm_check_args(vm, &vm_s_reversed, n_args, kw, 1, 1);
    return vm_reversed(vm, args[0]);
}

static const VmMember reversed_members[] = {
    VM_METHOD(__length_hint__, reversed_length_hint, 1, 1),
};

const VmType vm_type_sequence_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_iterator, .parent = &vm_type_object, .layout = &vm_type_sequence_iterator,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmIndexIterator), .trace = index_trace, .iter = vm_iter_self,
    .next = sequence_next,
};

const VmType vm_type_reversed = {
    .base = {&vm_type_type}, .name = &vm_s_reversed, .parent = &vm_type_object, .layout = &vm_type_reversed,
    .flags = VM_TYPE_ITERATOR, .size = sizeof(VmIndexIterator), .trace = index_trace, .make = reversed_make,
    .iter = vm_iter_self, .next = reversed_next, VM_MEMBERS(reversed_members),
};

/* --- iter(callable, sentinel) --- */

typedef struct VmCallableIterator {
    VmObject base;
    VmValue callable; /* VM_UNDEF once exhausted */
    VmValue sentinel;
} VmCallableIterator;

typedef struct Call {
    VmValue callable, result;
} Call;

static void
call_it(VM *vm, void *arg)
{
    Call *c = arg;

    c->result = vm_call_0(vm, c->callable);
}

static VmValue
callable_next(VM *vm, VmValue self)
{
    VmCallableIterator *it = (VmCallableIterator *)self;
    Call c = {it->callable, VM_UNDEF};
    VmValue error;

    if (it->callable == VM_UNDEF)
        return vm_stop(vm);
    error = vm_protect(vm, call_it, &c);
    if (error != VM_UNDEF) {
        if (!vm_exception_matches(vm, error, VM_ROM(vm_type_StopIteration)))
            vm_reraise(vm, error);
        it->callable = VM_UNDEF;
        return vm_stop(vm);
    }
    if (vm_equal(vm, c.result, it->sentinel)) {
        it->callable = VM_UNDEF;
        return vm_stop(vm);
    }
    return c.result;
}

static void
callable_trace(VM *vm, VmObject *self)
{
    vm_mark_values(vm, &((VmCallableIterator *)self)->callable, 2);
}

VmValue
vm_callable_iterator_new(VM *vm, VmValue callable, VmValue sentinel)
{
    VmCallableIterator *it = VM_NEW(vm, VmCallableIterator, &vm_type_callable_iterator);

    it->callable = callable;
    it->sentinel = sentinel;
    return vm_value(it);
}

const VmType vm_type_callable_iterator = {
    .base = {&vm_type_type}, .name = &vm_s_callable_iterator, .parent = &vm_type_object,
    .layout = &vm_type_callable_iterator, .flags = VM_TYPE_ITERATOR, .size = sizeof(VmCallableIterator),
    .trace = callable_trace, .iter = vm_iter_self, .next = callable_next,
};
