/* SPDX-License-Identifier: MIT */
/* list.sort(): a stable merge sort that takes advantage of order already there.
 *
 * The list is cut in runs that already ascend (or strictly descend, which are turned round); short ones are filled up to
 * MIN_RUN by binary insertion. Runs are merged by the balance rule of timsort; a merge first skips what is in place at
 * both ends by galloping, then copies the shorter side away.
 *
 * While sorting the list is empty, so that Python code called for keys and comparisons cannot reach the items; they are put
 * back whatever happens. When all keys are small ints, all floats or all str they are compared without calls.
 */
#include "vm/types/iterators.h"

#define MIN_RUN 24
#define MAX_RUNS 64

typedef struct Sort {
    VmList *list;
    VmValue key;
    VmValue *items; /* taken from the list */
    uint32_t n, cap;
    VmValue *keys;   /* what is compared: items itself or the keys made from them */
    VmValue *others; /* moved along with keys: the items, or NULL */
    VmValue *room;   /* for merges; of keys, then of others */
    size_t room_n;
    bool reverse;
    /* Should a comparison raise in the middle of a merge: so many items from room[fix_from] on belong at fix_to. */
    size_t fix_to, fix_from, fix_n;
    struct {
        size_t at, n;
    } runs[MAX_RUNS];
    unsigned n_runs;
} Sort;

typedef enum Kind { KIND_ANY, KIND_SMALL, KIND_STR, KIND_FLOAT } Kind;

static inline __attribute__((always_inline)) bool
less(VM *vm, Kind kind, VmValue a, VmValue b)
{
    switch (kind) {
    case KIND_SMALL:
#if VM_VALUE_64
        return a < b; // biased: ordered as unsigned words
#else
        return (intptr_t)a < (intptr_t)b;
#endif
    case KIND_FLOAT: return vm_float_value(a) < vm_float_value(b);
    case KIND_STR: {
        const VmStr *s = vm_str(a), *t = vm_str(b);
        int order = memcmp(s->data, t->data, s->len < t->len ? s->len : t->len);

        return order != 0 ? order < 0 : s->len < t->len; // UTF-8 sorts as code points do
    }
    default: return vm_compare_true(vm, VM_CMP_LT, a, b);
    }
}

static void
reverse_words(VmValue *v, size_t n)
{
    for (size_t i = 0, k = n; i + 1 < k; i++) {
        VmValue x = v[i];

        v[i] = v[--k];
        v[k] = x;
    }
}

static void
reverse_part(Sort *s, size_t at, size_t n)
{
    reverse_words(s->keys + at, n);
    if (s->others != NULL)
        reverse_words(s->others + at, n);
}

/* Length of the run that begins at @at; made ascending. */
static inline __attribute__((always_inline)) size_t
take_run(VM *vm, Sort *s, Kind kind, size_t at)
{
    const VmValue *k = s->keys + at;
    size_t left = s->n - at, n = 2;

    if (left < 2)
        return left;
    if (less(vm, kind, k[1], k[0])) {
        while (n < left && less(vm, kind, k[n], k[n - 1]))
            n++;
        reverse_part(s, at, n);
    } else {
        while (n < left && !less(vm, kind, k[n], k[n - 1]))
            n++;
    }
    return n;
}

/* Items @at .. @at + @sorted are in order; makes @at .. @at + @n so. */
static inline __attribute__((always_inline)) void
insert_rest(VM *vm, Sort *s, Kind kind, size_t at, size_t sorted, size_t n)
{
    VmValue *k = s->keys + at;
    VmValue *o = s->others != NULL ? s->others + at : NULL;

    for (size_t i = sorted; i < n; i++) {
        VmValue key = k[i];
        size_t low = 0, high = i;

        while (low < high) {
            size_t middle = (low + high) / 2;

            if (less(vm, kind, key, k[middle]))
                high = middle;
            else
                low = middle + 1;
        }
        memmove(k + low + 1, k + low, (i - low) * sizeof(VmValue));
        k[low] = key;
        if (o != NULL) {
            VmValue other = o[i];

            memmove(o + low + 1, o + low, (i - low) * sizeof(VmValue));
            o[low] = other;
        }
    }
}

/* How many of the @n ascending keys at @k are <= @key (@or_equal) or < @key; looks near the beginning first. */
static inline __attribute__((always_inline)) size_t
gallop(VM *vm, Kind kind, const VmValue *k, size_t n, VmValue key, bool or_equal)
{
    size_t low = 0, high = 1;

#define BEFORE(x) (or_equal ? !less(vm, kind, key, (x)) : less(vm, kind, (x), key))
    while (high <= n && BEFORE(k[high - 1])) {
        low = high;
        high = high * 2 + 1;
    }
    if (high > n)
        high = n + 1;
    // k[low - 1] is before, k[high - 1] is not.
    high--;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (BEFORE(k[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
#undef BEFORE
}

/* The same from the end: how many of the last of @n keys are >= @key. */
static inline __attribute__((always_inline)) size_t
gallop_end(VM *vm, Kind kind, const VmValue *k, size_t n, VmValue key)
{
    size_t low = 0, high = 1;

    while (high <= n && !less(vm, kind, k[n - high], key)) {
        low = high;
        high = high * 2 + 1;
    }
    if (high > n)
        high = n + 1;
    high--;
    while (low < high) {
        size_t middle = (low + high) / 2;

        if (!less(vm, kind, k[n - 1 - middle], key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
need_room(VM *vm, Sort *s, size_t n)
{
    size_t arrays = s->others != NULL ? 2 : 1;

    if (s->room_n >= n)
        return;
    vm_free(vm, s->room);
    s->room = NULL;
    s->room_n = 0;
    s->room = vm_alloc(vm, n * arrays * sizeof(VmValue), VM_BLOCK_VALUES);
    s->room_n = n;
}

/* Merges the neighbouring runs of @a and @b keys at @at. */
static inline __attribute__((always_inline)) void
merge(VM *vm, Sort *s, Kind kind, size_t at, size_t a, size_t b)
{
    VmValue *k = s->keys + at;
    VmValue *o;
    VmValue *room, *room_o;
    size_t skip = gallop(vm, kind, k, a, k[a], true);

    at += skip;
    k += skip;
    a -= skip;
    if (a == 0)
        return;
    b -= gallop_end(vm, kind, k + a, b, k[a - 1]);
    if (b == 0)
        return;
    need_room(vm, s, a < b ? a : b);
    o = s->others != NULL ? s->others + at : NULL;
    room = s->room;
    room_o = o != NULL ? s->room + s->room_n : NULL;
    if (a <= b) {
        // Forwards; the left side waits in the room.
        size_t i = 0, j = a, to = 0;

        memcpy(room, k, a * sizeof(VmValue));
        if (o != NULL)
            memcpy(room_o, o, a * sizeof(VmValue));
        while (i < a && j < a + b) {
            if (kind == KIND_ANY) {
                s->fix_to = at + to;
                s->fix_from = i;
                s->fix_n = a - i;
            }
            if (less(vm, kind, k[j], room[i])) {
                if (o != NULL)
                    o[to] = o[j];
                k[to++] = k[j++];
            } else {
                if (o != NULL)
                    o[to] = room_o[i];
                k[to++] = room[i++];
            }
        }
        memcpy(k + to, room + i, (a - i) * sizeof(VmValue));
        if (o != NULL)
            memcpy(o + to, room_o + i, (a - i) * sizeof(VmValue));
    } else {
        // Backwards; the right side waits.
        size_t i = a, j = b, to = a + b;

        memcpy(room, k + a, b * sizeof(VmValue));
        if (o != NULL)
            memcpy(room_o, o + a, b * sizeof(VmValue));
        while (i > 0 && j > 0) {
            if (kind == KIND_ANY) {
                s->fix_to = at + i;
                s->fix_from = 0;
                s->fix_n = j;
            }
            to--;
            if (less(vm, kind, room[j - 1], k[i - 1])) {
                i--;
                if (o != NULL)
                    o[to] = o[i];
                k[to] = k[i];
            } else {
                j--;
                if (o != NULL)
                    o[to] = room_o[j];
                k[to] = room[j];
            }
        }
        memcpy(k, room, j * sizeof(VmValue));
        if (o != NULL)
            memcpy(o, room_o, j * sizeof(VmValue));
    }
    s->fix_n = 0;
}

static inline __attribute__((always_inline)) void
merge_runs(VM *vm, Sort *s, Kind kind, unsigned i)
{
    merge(vm, s, kind, s->runs[i].at, s->runs[i].n, s->runs[i + 1].n);
    s->runs[i].n += s->runs[i + 1].n;
    for (unsigned k = i + 1; k + 1 < s->n_runs; k++)
        s->runs[k] = s->runs[k + 1];
    s->n_runs--;
}

static inline __attribute__((always_inline)) void
sort_kind(VM *vm, Sort *s, Kind kind)
{
    size_t at = 0;

    while (at < s->n || s->n_runs > 1) {
        unsigned top;

        if (at < s->n) {
            size_t n = take_run(vm, s, kind, at);

            if (n < MIN_RUN && n < s->n - at) {
                size_t want = s->n - at < MIN_RUN ? s->n - at : MIN_RUN;

                insert_rest(vm, s, kind, at, n, want);
                n = want;
            }
            s->runs[s->n_runs].at = at;
            s->runs[s->n_runs++].n = n;
            at += n;
        }
        // Keep run lengths falling faster than Fibonacci numbers, so that merges are balanced and runs few. At the end merge all.
        while ((top = s->n_runs) > 1) {
            size_t c = s->runs[top - 1].n, b = s->runs[top - 2].n;
            size_t a = top > 2 ? s->runs[top - 3].n : SIZE_MAX;
            size_t before = top > 3 ? s->runs[top - 4].n : SIZE_MAX;

            if (top > 2 && (a <= b + c || (top > 3 && before <= a + b))) {
                merge_runs(vm, s, kind, a < c ? top - 3 : top - 2);
            } else if (b <= c || at >= s->n) {
                merge_runs(vm, s, kind, top - 2);
            } else {
                break;
            }
        }
    }
}

static Kind
kind_of(const VmValue *keys, size_t n)
{
    size_t i = 0;

    if (vm_is_small(keys[0])) {
        while (i < n && vm_is_small(keys[i]))
            i++;
        return i == n ? KIND_SMALL : KIND_ANY;
    }
    if (vm_is_exact(keys[0], &vm_type_str)) {
        while (i < n && vm_is_exact(keys[i], &vm_type_str))
            i++;
        return i == n ? KIND_STR : KIND_ANY;
    }
    if (vm_is_float(keys[0])) {
#if VM_VALUE_64
        while (i < n && vm_is_float_word(keys[i]))
            i++;
#else
        while (i < n && vm_is_exact(keys[i], &vm_type_float))
            i++;
#endif
        return i == n ? KIND_FLOAT : KIND_ANY;
    }
    return KIND_ANY;
}

static void
sort_body(VM *vm, void *arg)
{
    Sort *s = arg;

    s->keys = s->items;
    if (s->key != VM_NONE) {
        VmValue *keys = vm_alloc(vm, s->n * sizeof(VmValue), VM_BLOCK_VALUES);

        for (size_t i = 0; i < s->n; i++)
            keys[i] = vm_call_1(vm, s->key, s->items[i]);
        s->keys = keys;
        s->others = s->items;
    }
    // To keep equal items in their order when reversed, sort what is reversed and reverse it again.
    if (s->reverse)
        reverse_part(s, 0, s->n);
    switch (kind_of(s->keys, s->n)) {
    case KIND_SMALL: sort_kind(vm, s, KIND_SMALL); break;
    case KIND_STR: sort_kind(vm, s, KIND_STR); break;
    case KIND_FLOAT: sort_kind(vm, s, KIND_FLOAT); break;
    default: sort_kind(vm, s, KIND_ANY);
    }
}

void
vm_list_sort(VM *vm, VmList *list, VmValue key, bool reverse)
{
    Sort s = {.list = list, .key = key, .items = list->items, .n = list->n, .cap = list->cap, .reverse = reverse};
    VmValue error;
    bool changed;

    if (s.n < 2 && (key == VM_NONE || s.n == 0))
        return;
    list->items = NULL;
    list->n = list->cap = 0;
    error = vm_protect(vm, sort_body, &s);
    if (error != VM_UNDEF && s.fix_n != 0)
        memcpy(s.items + s.fix_to, s.room + (s.others != NULL ? s.room_n : 0) + s.fix_from, s.fix_n * sizeof(VmValue));
    changed = list->items != NULL || list->n != 0;
    if (reverse && s.keys != NULL)
        reverse_words(s.items, s.n);
    list->items = s.items;
    list->n = s.n;
    list->cap = s.cap;
    if (error != VM_UNDEF)
        vm_reraise(vm, error);
    vm_free(vm, s.room);
    if (s.keys != s.items)
        vm_free(vm, s.keys);
    if (changed)
        vm_raise_value_error(vm, "list modified during sort");
}
