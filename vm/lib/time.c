/* SPDX-License-Identifier: MIT */
/* time. The epoch is 1970; gmtime() and localtime() give MicroPython's tuples of 8. ticks_*() wrap
 * at 2^30 everywhere, so that they stay small integers on 32-bit boards too. */
#include <math.h>

#include "vm/hal.h"
#include "vm/lib/modules.h"

#define TICKS_PERIOD ((intptr_t)1 << 30)

/* --- Sleeping and ticks --- */

static VmValue
time_sleep(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    double seconds;

    if (!vm_is_int(args[0]) && !vm_is_float(args[0]))
        vm_raise_type_error(vm, "'%t' object cannot be interpreted as an integer", args[0]);
    seconds = vm_get_float(vm, args[0]);
    if (isnan(seconds))
        vm_raise_value_error(vm, "Invalid value NaN (not a number)");
    if (seconds < 0)
        vm_raise_value_error(vm, "sleep length must be non-negative");
    if (seconds > 9e12)
        vm_raise_overflow_error(vm, "timestamp too large to convert to C _PyTime_t");
    vm_hal_sleep_us(vm, (uint64_t)(seconds * 1e6));
    return VM_NONE;
}

static VmValue
sleep_units(VM *vm, VmValue n, unsigned us_per_unit)
{
    int64_t units = vm_get_int64(vm, n);

    if (units > 0)
        vm_hal_sleep_us(vm, units > INT64_MAX / 1000 ? INT64_MAX : (uint64_t)units * us_per_unit);
    return VM_NONE;
}

static VmValue
time_sleep_ms(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return sleep_units(vm, args[0], 1000);
}

static VmValue
time_sleep_us(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return sleep_units(vm, args[0], 1);
}

static VmValue
time_ticks_ms(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small((intptr_t)(vm_hal_ticks_us(vm) / 1000 & (TICKS_PERIOD - 1)));
}

static VmValue
time_ticks_us(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small((intptr_t)(vm_hal_ticks_us(vm) & (TICKS_PERIOD - 1)));
}

static VmValue
time_ticks_add(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    uint64_t sum = vm_get_uint64_truncated(vm, vm_index(vm, args[0])) +
                   vm_get_uint64_truncated(vm, vm_index(vm, args[1]));

    return vm_small((intptr_t)(sum & (TICKS_PERIOD - 1)));
}

static VmValue
time_ticks_diff(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    uint64_t diff = vm_get_uint64_truncated(vm, vm_index(vm, args[0])) -
                    vm_get_uint64_truncated(vm, vm_index(vm, args[1]));

    diff = (diff + TICKS_PERIOD / 2) & (TICKS_PERIOD - 1);
    return vm_small((intptr_t)diff - TICKS_PERIOD / 2);
}

static VmValue
time_monotonic(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_float(vm, (double)vm_hal_ticks_us(vm) / 1e6);
}

static VmValue
time_monotonic_ns(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int(vm, (int64_t)(vm_hal_ticks_us(vm) * 1000));
}

static VmValue
time_time(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_float(vm, (double)(vm_hal_time_ns(vm) / 1000) / 1e6);
}

static VmValue
time_time_ns(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int(vm, vm_hal_time_ns(vm));
}

/* --- Calendar. Days are counted from 1970-01-01; years as the Gregorian calendar has them, for
 * ever. --- */

typedef struct Date {
    int64_t year;
    unsigned month, day, hour, minute, second, week_day /* Monday 0 */, year_day /* from 1 */;
} Date;

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Months are counted from March here, so that the day that leap years add is the last one. */
static int64_t
days_from_date(int64_t year, int64_t month, int64_t day)
{
    int64_t era, year_of_era, day_of_year;

    year += floor_div(month - 1, 12);
    month -= floor_div(month - 1, 12) * 12;
    if (month <= 2)
        year--;
    era = floor_div(year, 400);
    year_of_era = year - era * 400;
    day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static Date
date_from_seconds(int64_t seconds)
{
    int64_t days = floor_div(seconds, 86400), rest = seconds - days * 86400;
    int64_t era, day_of_era, year_of_era, day_of_year, month;
    Date date;

    date.hour = (unsigned)(rest / 3600);
    date.minute = (unsigned)(rest / 60 % 60);
    date.second = (unsigned)(rest % 60);
    date.week_day = (unsigned)(((days + 3) % 7 + 7) % 7);
    days += 719468;
    era = floor_div(days, 146097);
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    month = (5 * day_of_year + 2) / 153;
    date.day = (unsigned)(day_of_year - (153 * month + 2) / 5 + 1);
    date.month = (unsigned)(month < 10 ? month + 3 : month - 9);
    date.year = year_of_era + era * 400 + (date.month <= 2);
    date.year_day = (unsigned)(floor_div(seconds, 86400) - days_from_date(date.year, 1, 1)) + 1;
    return date;
}

static int64_t
seconds_argument(VM *vm, unsigned n_args, const VmValue *args)
{
    int64_t seconds;

    if (n_args == 0 || args[0] == VM_NONE)
        return floor_div(vm_hal_time_ns(vm), 1000000000);
    if (vm_is_float(args[0])) {
        double d = vm_float_value(args[0]);

        if (!(fabs(d) < 6e16))
            vm_raise_overflow_error(vm, "timestamp out of range for platform time_t");
        return (int64_t)floor(d);
    }
    seconds = vm_get_int64(vm, args[0]);
    if (seconds > 60000000000000000 || seconds < -60000000000000000)
        vm_raise_overflow_error(vm, "timestamp out of range for platform time_t");
    return seconds;
}

static VmValue
date_tuple(VM *vm, int64_t seconds)
{
    Date date = date_from_seconds(seconds);

    return vm_tuple_of(vm, 8, vm_int(vm, date.year), vm_small(date.month), vm_small(date.day),
                       vm_small(date.hour), vm_small(date.minute), vm_small(date.second),
                       vm_small(date.week_day), vm_small(date.year_day));
}

static VmValue
time_gmtime(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return date_tuple(vm, seconds_argument(vm, n_args, args));
}

static VmValue
time_localtime(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    int64_t seconds = seconds_argument(vm, n_args, args);

    return date_tuple(vm, seconds + vm_hal_local_offset(vm, seconds));
}

/* The first six numbers of a time tuple; wild ones (month 14, second -5) are carried over. */
static int64_t
tuple_seconds(VM *vm, VmValue v)
{
    VmTuple *tuple = vm_tuple_from(vm, v);
    int64_t part[6], seconds;

    if (tuple->n < 8)
        vm_raise_type_error(vm, "mktime needs a tuple of length 8 or 9");
    for (unsigned i = 0; i < 6; i++) {
        part[i] = vm_get_int64(vm, tuple->items[i]);
        if (part[i] > 100000000000 || part[i] < -100000000000 ||
            (i == 0 && (part[i] > 1000000000 || part[i] < -1000000000)))
            vm_raise_overflow_error(vm, "mktime argument out of range");
    }
    seconds = days_from_date(part[0], part[1], part[2]) * 86400;
    return seconds + part[3] * 3600 + part[4] * 60 + part[5];
}

static VmValue
time_mktime(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    int64_t local = tuple_seconds(vm, args[0]), guess;

    // The offset depends on the time sought: twice is enough but in the hour that does not exist.
    guess = local - vm_hal_local_offset(vm, local);
    return vm_int(vm, local - vm_hal_local_offset(vm, guess));
}

static const char *const day_names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

static void
out_padded(VM *vm, VmOut *out, int64_t n, unsigned width, char pad)
{
    char digits[24];
    unsigned at = sizeof digits;
    bool negative = n < 0;
    uint64_t rest = negative ? 0 - (uint64_t)n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    while (sizeof digits - at < width)
        digits[--at] = pad;
    if (negative)
        digits[--at] = '-';
    out->write(vm, out, digits + at, sizeof digits - at);
}

static VmValue
time_strftime(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmStr *format = vm_get_str(vm, args[0]);
    int64_t seconds;
    Date date;
    VmBuf buf;

    if (n_args > 1) {
        seconds = tuple_seconds(vm, args[1]);
    } else {
        seconds = seconds_argument(vm, 0, NULL);
        seconds += vm_hal_local_offset(vm, seconds);
    }
    date = date_from_seconds(seconds);
    vm_buf_init(&buf);
    for (size_t i = 0; i < format->len; i++) {
        VmOut *out = &buf.out;

        if (format->data[i] != '%' || i + 1 == format->len) {
            out->write(vm, out, format->data + i, 1);
            continue;
        }
        switch (format->data[++i]) {
        case 'Y': out_padded(vm, out, date.year, 1, '0'); break;
        case 'y': out_padded(vm, out, (date.year % 100 + 100) % 100, 2, '0'); break;
        case 'm': out_padded(vm, out, date.month, 2, '0'); break;
        case 'd': out_padded(vm, out, date.day, 2, '0'); break;
        case 'e': out_padded(vm, out, date.day, 2, ' '); break;
        case 'H': out_padded(vm, out, date.hour, 2, '0'); break;
        case 'I': out_padded(vm, out, (date.hour + 11) % 12 + 1, 2, '0'); break;
        case 'M': out_padded(vm, out, date.minute, 2, '0'); break;
        case 'S': out_padded(vm, out, date.second, 2, '0'); break;
        case 'j': out_padded(vm, out, date.year_day, 3, '0'); break;
        case 'w': out_padded(vm, out, (date.week_day + 1) % 7, 1, '0'); break;
        case 'u': out_padded(vm, out, date.week_day + 1, 1, '0'); break;
        case 'p': vm_out_text(vm, out, date.hour < 12 ? "AM" : "PM"); break;
        case 'A': vm_out_text(vm, out, day_names[date.week_day]); break;
        case 'a': out->write(vm, out, day_names[date.week_day], 3); break;
        case 'B': vm_out_text(vm, out, month_names[date.month - 1]); break;
        case 'b':
        case 'h': out->write(vm, out, month_names[date.month - 1], 3); break;
        case 'F':
            out_padded(vm, out, date.year, 1, '0');
            vm_out_char(vm, out, '-');
            out_padded(vm, out, date.month, 2, '0');
            vm_out_char(vm, out, '-');
            out_padded(vm, out, date.day, 2, '0');
            break;
        case 'T':
        case 'X':
            out_padded(vm, out, date.hour, 2, '0');
            vm_out_char(vm, out, ':');
            out_padded(vm, out, date.minute, 2, '0');
            vm_out_char(vm, out, ':');
            out_padded(vm, out, date.second, 2, '0');
            break;
        case 'n': vm_out_char(vm, out, '\n'); break;
        case 't': vm_out_char(vm, out, '\t'); break;
        case '%': vm_out_char(vm, out, '%'); break;
        default: out->write(vm, out, format->data + i - 1, 2); break;
        }
    }
    return vm_buf_to_str(vm, &buf);
}

static const VmMember time_members[] = {
    VM_FUNCTION(sleep, time_sleep, 1, 1),
    VM_FUNCTION(sleep_ms, time_sleep_ms, 1, 1),
    VM_FUNCTION(sleep_us, time_sleep_us, 1, 1),
    VM_FUNCTION(ticks_ms, time_ticks_ms, 0, 0),
    VM_FUNCTION(ticks_us, time_ticks_us, 0, 0),
    VM_FUNCTION(ticks_cpu, time_ticks_us, 0, 0),
    VM_FUNCTION(ticks_add, time_ticks_add, 2, 2),
    VM_FUNCTION(ticks_diff, time_ticks_diff, 2, 2),
    VM_FUNCTION(time, time_time, 0, 0),
    VM_FUNCTION(time_ns, time_time_ns, 0, 0),
    VM_FUNCTION(gmtime, time_gmtime, 0, 1),
    VM_FUNCTION(localtime, time_localtime, 0, 1),
    VM_FUNCTION(mktime, time_mktime, 1, 1),
    VM_FUNCTION(strftime, time_strftime, 1, 2),
    // CPython's names for the same clock.
    VM_FUNCTION(monotonic, time_monotonic, 0, 0),
    VM_FUNCTION(monotonic_ns, time_monotonic_ns, 0, 0),
    VM_FUNCTION(perf_counter, time_monotonic, 0, 0),
    VM_FUNCTION(perf_counter_ns, time_monotonic_ns, 0, 0),
    VM_FUNCTION(process_time, time_monotonic, 0, 0),
    VM_FUNCTION(clock, time_monotonic, 0, 0),
};

const VmModuleDef vm_module_time = {.name = &vm_s_time, VM_MEMBERS(time_members)};
