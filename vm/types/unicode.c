/* SPDX-License-Identifier: MIT */
/* UTF-8 and character properties.
 *
 * Properties are looked up by binary search in sorted runs (unicode-table.inc): a few KB instead of
 * the hundreds that direct tables take, and only characters beyond ASCII pay for it in the callers'
 * hot loops.
 */
#include "vm/types/unicode.h"

#include <string.h>

#include "vm/core/config.h"

/* @count characters, @stride apart from @first on, map to themselves plus @delta. */
typedef struct CaseRun {
    uint32_t first;
    int32_t delta;
    uint16_t count, stride;
} CaseRun;

typedef struct CaseSpecial {
    uint32_t code_point;
    VmCase kind;
    uint16_t to[3]; /* 0: fewer */
} CaseSpecial;

#include "vm/types/unicode-table.inc"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Index of the last run that begins at or before @code_point. */
static size_t
find_class(uint32_t code_point)
{
    size_t low = 0, high = COUNT(classes);

    while (high - low > 1) {
        size_t middle = (low + high) / 2;

        if (classes[middle] >> 8 <= code_point)
            low = middle;
        else
            high = middle;
    }
    return low;
}

unsigned
vm_unicode_flags(uint32_t code_point)
{
    if (code_point > 0x10ffff)
        return 0;
    return class_flags[classes[find_class(code_point)] & 0xff];
}

int
vm_unicode_decimal(uint32_t code_point)
{
    size_t at;

    if (code_point < 0x80)
        return code_point - '0' < 10 ? (int)(code_point - '0') : -1;
    if (code_point > 0x10ffff)
        return -1;
    at = find_class(code_point);
    // Decimal digits come in rows of ten; adjacent rows make one run.
    if ((class_flags[classes[at] & 0xff] & VM_UC_DECIMAL) == 0)
        return -1;
    return (int)((code_point - (classes[at] >> 8)) % 10);
}

static bool
map_by_runs(uint32_t code_point, const CaseRun *runs, size_t n_runs, uint32_t *out)
{
    size_t low = 0, high = n_runs;

    while (low < high) {
        size_t middle = (low + high) / 2;
        const CaseRun *run = &runs[middle];

        if (code_point < run->first) {
            high = middle;
        } else if (code_point > run->first + (uint32_t)(run->count - 1) * run->stride) {
            low = middle + 1;
        } else {
            if ((code_point - run->first) % run->stride != 0)
                return false;
            *out = code_point + (uint32_t)run->delta;
            return true;
        }
    }
    return false;
}

static unsigned
map_special(uint32_t code_point, VmCase kind, uint32_t out[3])
{
    size_t low = 0, high = COUNT(case_specials);

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (case_specials[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < COUNT(case_specials) && case_specials[low].code_point == code_point; low++) {
        unsigned n = 0;

        if (case_specials[low].kind != kind)
            continue;
        while (n < 3 && case_specials[low].to[n] != 0) {
            out[n] = case_specials[low].to[n];
            n++;
        }
        return n;
    }
    return 0;
}

unsigned
vm_unicode_case(uint32_t code_point, VmCase kind, uint32_t out[3])
{
    unsigned n;

    out[0] = code_point;
    if (code_point < 0x80) {
        bool is_lower = code_point - 'a' < 26, is_upper = code_point - 'A' < 26;

        if (kind == VM_CASE_UPPER || kind == VM_CASE_TITLE)
            out[0] -= is_lower ? 32 : 0;
        else
            out[0] += is_upper ? 32 : 0;
        return 1;
    }
    n = map_special(code_point, kind, out);
    if (n != 0)
        return n;
    switch (kind) {
    case VM_CASE_UPPER: map_by_runs(code_point, case_upper, COUNT(case_upper), out); return 1;
    case VM_CASE_LOWER: map_by_runs(code_point, case_lower, COUNT(case_lower), out); return 1;
    // These two list only what differs from upper and lower.
    case VM_CASE_TITLE:
        if (map_by_runs(code_point, case_title, COUNT(case_title), out))
            return 1;
        return vm_unicode_case(code_point, VM_CASE_UPPER, out);
    case VM_CASE_FOLD:
        if (map_by_runs(code_point, case_fold, COUNT(case_fold), out))
            return 1;
        return vm_unicode_case(code_point, VM_CASE_LOWER, out);
    }
    return 1;
}

unsigned
vm_utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

#define WORD_OF(byte) (UINTPTR_MAX / 255 * (byte))

static inline uintptr_t
load_word(const char *at)
{
    uintptr_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

size_t
vm_utf8_count(const char *data, size_t len)
{
    size_t n = 0, i = 0;

    // Continuation bytes are 10xxxxxx: bit 7 set and bit 6 clear, counted a word at a time.
    for (; len - i >= sizeof(uintptr_t); i += sizeof(uintptr_t)) {
        uintptr_t word = load_word(data + i);
        uintptr_t marks = (word >> 7 & ~word >> 6) & WORD_OF(1);

        n += sizeof(uintptr_t) - (marks * WORD_OF(1) >> (8 * (sizeof(uintptr_t) - 1)));
    }
    for (; i < len; i++)
        n += !vm_utf8_is_continuation(data[i]);
    return n;
}

bool
vm_is_ascii(const char *data, size_t len)
{
    size_t i = 0;

    for (; len - i >= sizeof(uintptr_t); i += sizeof(uintptr_t)) {
        if (load_word(data + i) & WORD_OF(0x80))
            return false;
    }
    for (; i < len; i++) {
        if (data[i] & 0x80)
            return false;
    }
    return true;
}

size_t
vm_utf8_offset(const char *data, size_t len, size_t n)
{
    size_t i = 0;

    while (len - i >= sizeof(uintptr_t) && n >= sizeof(uintptr_t)) {
        uintptr_t word = load_word(data + i);
        uintptr_t marks = (word >> 7 & ~word >> 6) & WORD_OF(1);

        n -= sizeof(uintptr_t) - (marks * WORD_OF(1) >> (8 * (sizeof(uintptr_t) - 1)));
        i += sizeof(uintptr_t);
    }
    // The words may have ended inside a character that was counted already.
    while (i < len && vm_utf8_is_continuation(data[i]))
        i++;
    while (n > 0 && i < len) {
        i += vm_utf8_size((uint8_t)data[i]);
        n--;
    }
    return i < len ? i : len;
}

size_t
vm_utf8_check(const char *data, size_t len, size_t *bad_len, const char **reason)
{
    const uint8_t *p = (const uint8_t *)data;
    size_t i = 0;

    while (i < len) {
        uint8_t first = p[i], low = 0x80, high = 0xbf;
        unsigned size, k;

        if (first < 0x80) {
            size_t step = len - i >= sizeof(uintptr_t) && (load_word(data + i) & WORD_OF(0x80)) == 0
                              ? sizeof(uintptr_t)
                              : 1;

            i += step;
            continue;
        }
        if (first < 0xc2 || first > 0xf4) {
            *bad_len = 1;
            *reason = "invalid start byte";
            return i;
        }
        size = vm_utf8_size(first);
        // The second byte's limits exclude overlong forms, surrogates and what lies beyond
        // U+10FFFF.
        if (first == 0xe0)
            low = 0xa0;
        else if (first == 0xed)
            high = 0x9f;
        else if (first == 0xf0)
            low = 0x90;
        else if (first == 0xf4)
            high = 0x8f;
        for (k = 1; k < size; k++) {
            if (i + k >= len) {
                *bad_len = k;
                *reason = "unexpected end of data";
                return i;
            }
            if (p[i + k] < low || p[i + k] > high) {
                *bad_len = k;
                *reason = "invalid continuation byte";
                return i;
            }
            low = 0x80;
            high = 0xbf;
        }
        i += size;
    }
    return len;
}
