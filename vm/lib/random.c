/* SPDX-License-Identifier: MIT */
/* random: the xoshiro256** generator (Blackman and Vigna, 2018; public domain description), seeded
 * through splitmix64.
 *
 * The module's functions are methods of one hidden Random instance, made and seeded from the port's
 * entropy at first use. The sequences differ from CPython's, which promises them only for random();
 * everything else is as there.
 */
#include <math.h>

#include "vm/hal.h"
#include "vm/lib/modules.h"
#include "vm/types/int.h"

typedef struct VmRandom {
    VmObject base;
    bool has_gauss;
    double next_gauss; /* gauss() makes two at a time */
    uint64_t state[4];
} VmRandom;

static const VmType vm_type_random;

static uint64_t
rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static uint64_t
next_bits(VmRandom *r)
{
    uint64_t *s = r->state, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

static double
next_double(VmRandom *r)
{
    return (double)(next_bits(r) >> 11) * 0x1p-53;
}

static uint64_t
splitmix(uint64_t *x)
{
    uint64_t z = *x += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void
seed(VM *vm, VmRandom *r, VmValue v)
{
    uint64_t x = 0;

    r->has_gauss = false;
    if (v == VM_NONE) {
        vm_hal_random(vm, &x, sizeof x);
    } else if (vm_is_int(v)) {
        VmIntView a;

        vm_int_view(&a, v); // the sign does not count, as in CPython
        for (size_t i = 0; i < a.n; i++) {
            x ^= a.d[i];
            x = splitmix(&x);
        }
    } else if (vm_is_str(v) || vm_is_bytes(v)) {
        const char *data;
        size_t len;

        vm_get_text_or_buffer(vm, v, &data, &len);
        for (size_t i = 0; i < len; i++) {
            x ^= (uint8_t)data[i];
            x = splitmix(&x);
        }
    } else {
        x = (uint64_t)vm_hash(vm, v);
    }
    for (unsigned i = 0; i < 4; i++)
        r->state[i] = splitmix(&x);
}

/* The module's own generator. */
static VmRandom *
shared(VM *vm)
{
    VmValue *slot = &vm->module_state[VM_STATE_RANDOM];

    if (*slot == VM_UNDEF) {
        VmRandom *r = VM_NEW(vm, VmRandom, &vm_type_random);

        seed(vm, r, VM_NONE);
        *slot = vm_value(r);
    }
    return (VmRandom *)*slot;
}

/* A whole number of @bits random bits. */
static VmValue
random_bits(VM *vm, VmRandom *r, size_t bits)
{
    VmInt *i;
    size_t n = (bits + VM_DIGIT_BITS - 1) / VM_DIGIT_BITS;

    if (bits == 0)
        return VM_SMALL(0);
    if (bits <= 64)
        return vm_int_from_uint64(vm, next_bits(r) >> (64 - bits));
    i = vm_int_alloc(vm, n);
    for (size_t k = 0; k < n; k++)
        i->digits[k] = (VmDigit)(next_bits(r) >> 32);
    if (bits % VM_DIGIT_BITS != 0)
        i->digits[n - 1] &= (VmDigit)(((VmDigit)1 << bits % VM_DIGIT_BITS) - 1);
    return vm_int_finish(vm, i);
}

/* 0 <= result < n, all alike; n > 0. */
static uint64_t
below(VmRandom *r, uint64_t n)
{
    unsigned shift = n <= 1 ? 63 : (unsigned)__builtin_clzll(n - 1);
    uint64_t x;

    do
        x = next_bits(r) >> shift;
    while (x >= n);
    return x;
}

static VmValue
int_below(VM *vm, VmRandom *r, VmValue n)
{
    int64_t small;
    VmValue x;

    if (vm_int_to_int64_maybe(n, &small))
        return vm_int(vm, (int64_t)below(r, (uint64_t)small));
    do
        x = random_bits(vm, r, vm_int_bit_length(n));
    while (vm_int_compare(x, n) >= 0);
    return x;
}

/* --- The functions. Each exists as a method of Random (self in front) and as a function of the
 * module. --- */

#define FUNCTION(name)                                                                  \
    static VmValue do_##name(VM *vm, VmRandom *r, unsigned n_args, const VmValue *args, \
                             const VmKw *kw)

FUNCTION(seed)
{
    static const VmParam params[] = {{VM_S(a), 0, VM_NONE}, {VM_S(version), 0, VM_SMALL(2)}};
    VmValue a[2];

    vm_parse_args(vm, &vm_s_seed, params, 2, n_args, args, kw, a);
    if (a[0] != VM_NONE && !vm_is_int(a[0]) && !vm_is_float(a[0]) && !vm_is_str(a[0]) &&
        !vm_is_bytes(a[0]) && !vm_has_layout(a[0], &vm_type_bytearray))
        vm_raise_type_error(vm, "The only supported seed types are: None,\n"
                                "int, float, str, bytes, and bytearray.");
    if (vm_has_layout(a[0], &vm_type_bytearray))
        a[0] = vm_call_1(vm, VM_ROM(vm_type_bytes), a[0]);
    seed(vm, r, a[0]);
    return VM_NONE;
}

FUNCTION(random)
{
    return vm_float(vm, next_double(r));
}

FUNCTION(getrandbits)
{
    intptr_t bits = vm_get_int(vm, args[0]);

    if (bits < 0)
        vm_raise_value_error(vm, "number of bits must be non-negative");
    return random_bits(vm, r, (size_t)bits);
}

FUNCTION(randbytes)
{
    intptr_t len = vm_get_int(vm, args[0]);
    VmBytes *bytes;

    if (len < 0)
        vm_raise_value_error(vm, "negative argument not allowed");
    bytes = vm_bytes_alloc(vm, (size_t)len);
    for (intptr_t i = 0; i < len; i++)
        bytes->data[i] = (uint8_t)(next_bits(r) >> 56);
    return vm_value(bytes);
}

static VmValue
range_value(VM *vm, VmRandom *r, VmValue start, VmValue stop, VmValue step)
{
    VmValue width = vm_int_sub(vm, stop, start), n;
    int sign = vm_int_sign(step);

    if (sign == 0)
        vm_raise_value_error(vm, "zero step for randrange()");
    // n = ceil(width / step)
    n = vm_int_binary(
        vm, VM_BIN_FLOORDIV,
        vm_int_add(vm, width, vm_int_sub(vm, step, sign > 0 ? VM_SMALL(1) : VM_SMALL(-1))), step);
    if (vm_int_sign(n) <= 0) {
        if (step == VM_SMALL(1))
            vm_raise_value_error(vm, "empty range for randrange() (%v, %v, %v)", start, stop,
                                 width);
        vm_raise_value_error(vm, "empty range for randrange()");
    }
    return vm_int_add(vm, start, vm_int_mul(vm, step, int_below(vm, r, n)));
}

FUNCTION(randrange)
{
    VmValue start = vm_index(vm, args[0]);

    if (n_args == 1 || args[1] == VM_NONE) {
        if (n_args > 2 && args[2] != VM_SMALL(1))
            vm_raise_type_error(vm, "Missing a non-None stop argument");
        if (vm_int_sign(start) <= 0)
            vm_raise_value_error(vm, "empty range for randrange()");
        return int_below(vm, r, start);
    }
    return range_value(vm, r, start, vm_index(vm, args[1]),
                       n_args > 2 ? vm_index(vm, args[2]) : VM_SMALL(1));
}

FUNCTION(randint)
{
    VmValue low = vm_index(vm, args[0]);

    return range_value(vm, r, low, vm_int_add(vm, vm_index(vm, args[1]), VM_SMALL(1)), VM_SMALL(1));
}

FUNCTION(choice)
{
    intptr_t n = vm_len(vm, args[0]);

    if (n == 0)
        vm_raise_index_error(vm, "Cannot choose from an empty sequence");
    return vm_get_item(vm, args[0], vm_int(vm, (int64_t)below(r, (uint64_t)n)));
}

FUNCTION(uniform)
{
    double low = vm_get_float(vm, args[0]), high = vm_get_float(vm, args[1]);

    return vm_float(vm, low + (high - low) * next_double(r));
}

FUNCTION(triangular)
{
    double low = n_args > 0 ? vm_get_float(vm, args[0]) : 0,
           high = n_args > 1 ? vm_get_float(vm, args[1]) : 1;
    double u = next_double(r), c = 0.5, t;

    if (n_args > 2 && args[2] != VM_NONE) {
        if (high == low)
            return vm_float(vm, low);
        c = (vm_get_float(vm, args[2]) - low) / (high - low);
    }
    if (u > c) {
        u = 1 - u;
        c = 1 - c;
        t = low;
        low = high;
        high = t;
    }
    return vm_float(vm, low + (high - low) * sqrt(u * c));
}

static double
next_gauss(VmRandom *r)
{
    double x, y, s;

    if (r->has_gauss) {
        r->has_gauss = false;
        return r->next_gauss;
    }
    // Marsaglia's polar method.
    do {
        x = 2 * next_double(r) - 1;
        y = 2 * next_double(r) - 1;
        s = x * x + y * y;
    } while (s >= 1 || s == 0);
    s = sqrt(-2 * log(s) / s);
    r->next_gauss = y * s;
    r->has_gauss = true;
    return x * s;
}

FUNCTION(gauss)
{
    static const VmParam params[] = {{VM_S(mu), 0, VM_SMALL(0)}, {VM_S(sigma), 0, VM_SMALL(1)}};
    VmValue a[2];
    double mu, sigma;

    vm_parse_args(vm, &vm_s_gauss, params, 2, n_args, args, kw, a);
    mu = vm_get_float(vm, a[0]);
    sigma = vm_get_float(vm, a[1]);
    return vm_float(vm, mu + sigma * next_gauss(r));
}

FUNCTION(expovariate)
{
    double lambda = n_args > 0 ? vm_get_float(vm, args[0]) : 1;

    if (lambda == 0)
        vm_raise_format(vm, &vm_type_ZeroDivisionError, "float division by zero");
    return vm_float(vm, -log(1 - next_double(r)) / lambda);
}

FUNCTION(shuffle)
{
    intptr_t n = vm_len(vm, args[0]);

    for (intptr_t i = n - 1; i > 0; i--) {
        VmValue j = vm_int(vm, (int64_t)below(r, (uint64_t)i + 1)), at = vm_small(i), held;

        if (vm_is_exact(args[0], &vm_type_list)) {
            VmList *list = vm_list(args[0]);
            size_t k = (size_t)vm_small_value(j);

            held = list->items[i];
            list->items[i] = list->items[k];
            list->items[k] = held;
            continue;
        }
        held = vm_get_item(vm, args[0], at);
        vm_set_item(vm, args[0], at, vm_get_item(vm, args[0], j));
        vm_set_item(vm, args[0], j, held);
    }
    return VM_NONE;
}

FUNCTION(sample)
{
    static const VmParam params[] = {{VM_S(population), VM_PARAM_REQUIRED},
                                     {VM_S(k), VM_PARAM_REQUIRED},
                                     {VM_S(counts), VM_PARAM_KW_ONLY, VM_NONE}};
    VmValue a[3];
    VmList *pool;
    intptr_t k;

    vm_parse_args(vm, &vm_s_sample, params, 3, n_args, args, kw, a);
    if (vm_type_of(a[0])->get_item == NULL || vm_type_of(a[0])->len == NULL || vm_is_dict(a[0]))
        vm_raise_type_error(vm,
                            "Population must be a sequence.  For dicts or sets, use sorted(d).");
    k = vm_get_int(vm, a[1]);
    if (a[2] != VM_NONE) {
        VmTuple *items = vm_tuple_from(vm, a[0]), *counts = vm_tuple_from(vm, a[2]);

        if (items->n != counts->n)
            vm_raise_value_error(vm, "The number of counts does not match the population");
        pool = vm_list_new(vm, 0, NULL);
        for (size_t i = 0; i < items->n; i++)
            for (intptr_t n = vm_get_int(vm, counts->items[i]); n > 0; n--)
                vm_list_append(vm, pool, items->items[i]);
    } else if (vm_type_of(a[0]) == &vm_type_range) {
        // A range may be far longer than memory: draw positions until they differ.
        intptr_t n = vm_len(vm, a[0]);
        VmValue seen = vm_set_new(vm, &vm_type_set, VM_UNDEF);

        if (k < 0 || k > n)
            vm_raise_value_error(vm, "Sample larger than population or is negative");
        if (k <= n / 4) {
            pool = vm_list_new(vm, 0, NULL);
            while ((intptr_t)pool->n < k) {
                VmValue at = vm_int(vm, (int64_t)below(r, (uint64_t)n));

                if (vm_set_contains(vm, seen, at))
                    continue;
                vm_set_add(vm, seen, at);
                vm_list_append(vm, pool, vm_get_item(vm, a[0], at));
            }
            return vm_value(pool);
        }
        pool = vm_list_from(vm, a[0]);
    } else {
        pool = vm_list_from(vm, a[0]);
    }
    if (k < 0 || k > (intptr_t)pool->n)
        vm_raise_value_error(vm, "Sample larger than population or is negative");
    for (intptr_t i = 0; i < k; i++) {
        size_t j = (size_t)i + (size_t)below(r, pool->n - (size_t)i);
        VmValue held = pool->items[i];

        pool->items[i] = pool->items[j];
        pool->items[j] = held;
    }
    return vm_value(vm_list_new(vm, (size_t)k, pool->items));
}

FUNCTION(choices)
{
    static const VmParam params[] = {{VM_S(population), VM_PARAM_REQUIRED},
                                     {VM_S(weights), 0, VM_NONE},
                                     {VM_S(cum_weights), VM_PARAM_KW_ONLY, VM_NONE},
                                     {VM_S(k), VM_PARAM_KW_ONLY, VM_SMALL(1)}};
    VmValue a[4], weights;
    VmTuple *items;
    VmList *out;
    double *sums = NULL;
    intptr_t k;

    vm_parse_args(vm, &vm_s_choices, params, 4, n_args, args, kw, a);
    items = vm_tuple_from(vm, a[0]);
    k = vm_get_int_clamped(vm, a[3]);
    if (a[1] != VM_NONE && a[2] != VM_NONE)
        vm_raise_type_error(vm, "Cannot specify both weights and cumulative weights");
    weights = a[1] != VM_NONE ? a[1] : a[2];
    if (weights != VM_NONE) {
        VmTuple *w = vm_tuple_from(vm, weights);

        if (w->n != items->n)
            vm_raise_value_error(vm, "The number of weights does not match the population");
        sums = vm_alloc(vm, (w->n + 1) * sizeof *sums, VM_BLOCK_RAW);
        for (size_t i = 0; i < w->n; i++)
            sums[i] = (a[1] != VM_NONE && i > 0 ? sums[i - 1] : 0) + vm_get_float(vm, w->items[i]);
        if (w->n > 0 && sums[w->n - 1] <= 0)
            vm_raise_value_error(vm, "Total of weights must be greater than zero");
        if (w->n > 0 && !isfinite(sums[w->n - 1]))
            vm_raise_value_error(vm, "Total of weights must be finite");
    }
    out = vm_list_new(vm, 0, NULL);
    if (k > 0 && items->n == 0)
        vm_raise_index_error(vm, "list index out of range");
    for (intptr_t i = 0; i < k; i++) {
        size_t at = 0;

        if (sums == NULL) {
            at = (size_t)below(r, items->n);
        } else {
            double x = next_double(r) * sums[items->n - 1];
            size_t high = items->n - 1;

            while (at < high) {
                size_t middle = (at + high) / 2;

                if (x < sums[middle])
                    high = middle;
                else
                    at = middle + 1;
            }
        }
        vm_list_append(vm, out, items->items[at]);
        vm_poll(vm);
    }
    return vm_value(out);
}

FUNCTION(getstate)
{
    return vm_tuple_of(vm, 6, vm_int_from_uint64(vm, r->state[0]),
                       vm_int_from_uint64(vm, r->state[1]), vm_int_from_uint64(vm, r->state[2]),
                       vm_int_from_uint64(vm, r->state[3]), vm_bool(r->has_gauss),
                       vm_float(vm, r->next_gauss));
}

FUNCTION(setstate)
{
    VmTuple *state = vm_is_tuple(args[0]) ? vm_tuple(args[0]) : NULL;

    if (state == NULL || state->n != 6 || !vm_is_bool(state->items[4]) ||
        !vm_is_float(state->items[5]))
        vm_raise_value_error(vm, "not a state of this generator");
    for (unsigned i = 0; i < 4; i++)
        r->state[i] = vm_get_uint64_truncated(vm, state->items[i]);
    if ((r->state[0] | r->state[1] | r->state[2] | r->state[3]) == 0)
        r->state[0] = 1;
    r->has_gauss = state->items[4] == VM_TRUE;
    r->next_gauss = vm_float_value(state->items[5]);
    return VM_NONE;
}

#define BOTH(name)                                                                               \
    static VmValue function_##name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw) \
    {                                                                                            \
        return do_##name(vm, shared(vm), n_args, args, kw);                                      \
    }                                                                                            \
    static VmValue method_##name(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)   \
    {                                                                                            \
        if (!vm_has_layout(args[0], &vm_type_random))                                            \
            vm_raise_type_error(vm, "descriptor requires a 'Random' object but received a '%t'", \
                                args[0]);                                                        \
        return do_##name(vm, (VmRandom *)args[0], n_args - 1, args + 1, kw);                     \
    }
BOTH(choice)
BOTH(choices)
BOTH(expovariate)
BOTH(gauss)
BOTH(getrandbits)
BOTH(getstate)
BOTH(randbytes)
BOTH(randint)
BOTH(random)
BOTH(randrange)
BOTH(sample)
BOTH(seed)
BOTH(setstate)
BOTH(shuffle)
BOTH(triangular)
BOTH(uniform)

static const VmMember random_type_members[] = {
    VM_METHOD(choice, method_choice, 2, 2),
    VM_METHOD_KW(choices, method_choices, 1, VM_ANY_ARGS),
    VM_METHOD(expovariate, method_expovariate, 1, 2),
    VM_METHOD_KW(gauss, method_gauss, 1, VM_ANY_ARGS),
    VM_METHOD(getrandbits, method_getrandbits, 2, 2),
    VM_METHOD(getstate, method_getstate, 1, 1),
    VM_METHOD_KW(normalvariate, method_gauss, 1, VM_ANY_ARGS),
    VM_METHOD(randbytes, method_randbytes, 2, 2),
    VM_METHOD(randint, method_randint, 3, 3),
    VM_METHOD(random, method_random, 1, 1),
    VM_METHOD(randrange, method_randrange, 2, 4),
    VM_METHOD_KW(sample, method_sample, 1, VM_ANY_ARGS),
    VM_METHOD_KW(seed, method_seed, 1, VM_ANY_ARGS),
    VM_METHOD(setstate, method_setstate, 2, 2),
    VM_METHOD(shuffle, method_shuffle, 2, 2),
    VM_METHOD(triangular, method_triangular, 1, 4),
    VM_METHOD(uniform, method_uniform, 3, 3),
};

static VmValue
random_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmRandom *r = vm_instance_alloc(vm, type, sizeof *r);

    seed(vm, r, VM_NONE);
    if (n_args > 0 || kw != NULL)
        do_seed(vm, r, n_args, args, kw);
    return vm_value(r);
}

static const VmType vm_type_random = {
    .base = {&vm_type_type},
    .name = &vm_s_Random,
    .parent = &vm_type_object,
    .layout = &vm_type_random,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmRandom),
    .make = random_make,
    .repr = NULL,
    .hash = vm_hash_identity,
    VM_MEMBERS(random_type_members),
};

static const VmMember random_members[] = {
    VM_OBJECT_MEMBER(Random, vm_type_random),
    VM_FUNCTION(choice, function_choice, 1, 1),
    VM_FUNCTION_KW(choices, function_choices, 0, VM_ANY_ARGS),
    VM_FUNCTION(expovariate, function_expovariate, 0, 1),
    VM_FUNCTION_KW(gauss, function_gauss, 0, VM_ANY_ARGS),
    VM_FUNCTION(getrandbits, function_getrandbits, 1, 1),
    VM_FUNCTION(getstate, function_getstate, 0, 0),
    VM_FUNCTION_KW(normalvariate, function_gauss, 0, VM_ANY_ARGS),
    VM_FUNCTION(randbytes, function_randbytes, 1, 1),
    VM_FUNCTION(randint, function_randint, 2, 2),
    VM_FUNCTION(random, function_random, 0, 0),
    VM_FUNCTION(randrange, function_randrange, 1, 3),
    VM_FUNCTION_KW(sample, function_sample, 0, VM_ANY_ARGS),
    VM_FUNCTION_KW(seed, function_seed, 0, VM_ANY_ARGS),
    VM_FUNCTION(setstate, function_setstate, 1, 1),
    VM_FUNCTION(shuffle, function_shuffle, 1, 1),
    VM_FUNCTION(triangular, function_triangular, 0, 3),
    VM_FUNCTION(uniform, function_uniform, 2, 2),
};

const VmModuleDef vm_module_random = {.name = &vm_s_random, VM_MEMBERS(random_members)};
