/* SPDX-License-Identifier: MIT */
/* machine: functions, and ADC, PWM, Timer, RTC, WDT of a virtual board.
 *
 * Timers run in real time: the port sets VM_EVENT_PORT when the next one is due (vm_hal_wake_at()),
 * and at the next safe point vm_machine_poll() calls their functions. A function that raises is
 * reported and the timer goes on.
 */
#include "vm/lib/machine.h"

#include "vm/hal.h"
#include "vm/lib/modules.h"

/* --- ADC: a triangle that each read moves on, the same on every run --- */

static VmValue
adc_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmBoardDef *board = vm_machine_board(vm);
    VmPin *self;
    unsigned number;
    bool able = false;

    if (n_args != 1)
        vm_raise_args(vm, &vm_s_ADC, 1, 1, n_args);
    // Small numbers are channels, as on most boards.
    if (vm_is_int(args[0]) && vm_get_int(vm, args[0]) >= 0 &&
        vm_get_int(vm, args[0]) < board->n_adc)
        number = board->adc[vm_get_int(vm, args[0])];
    else
        number = vm_machine_pin_number(vm, args[0]);
    for (unsigned i = 0; i < board->n_adc; i++)
        able = able || board->adc[i] == number;
    if (!able)
        vm_raise_value_error(vm, "Pin doesn't have ADC capabilities");
    self = vm_instance_alloc(vm, type, sizeof(VmPin));
    self->number = (uint16_t)number;
    vm_machine_pin(vm, number)->mode = VM_PIN_ANALOG;
    return vm_value(self);
}

static uint32_t
adc_next(VM *vm, VmValue self)
{
    VmPin *pin = (VmPin *)self;
    VmPinState *state = vm_machine_pin(vm, pin->number);
    uint32_t phase = (state->n_reads++ * 1024u + pin->number * 4096u) & 0x1ffffu;

    return phase < 0x10000u ? phase : 0x1ffffu - phase;
}

static VmValue
adc_read_u16(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small((intptr_t)adc_next(vm, args[0]));
}

static VmValue
adc_read_uv(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_int(vm, (int64_t)((uint64_t)adc_next(vm, args[0]) * 3300000u / 65535u));
}

static VmValue
adc_read(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small((intptr_t)(adc_next(vm, args[0]) >> 4));
}

static VmValue
accept(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_NONE;
}

static void
adc_repr(VM *vm, VmOut *out, VmValue self)
{
    vm_out_format(vm, out, "ADC(%s)", vm_machine_pin_name(vm, ((VmPin *)self)->number));
}

static const VmMember adc_members[] = {
    VM_METHOD(read_u16, adc_read_u16, 1, 1),
    VM_METHOD(read_uv, adc_read_uv, 1, 1),
    VM_METHOD(read, adc_read, 1, 1),
    VM_METHOD_KW(init, accept, 1, VM_ANY_ARGS),
    VM_METHOD(deinit, accept, 1, 1),
    VM_METHOD(atten, accept, 2, 2),
    VM_METHOD(width, accept, 2, 2),
    VM_INT_MEMBER(CORE_TEMP, 3),
    VM_INT_MEMBER(ATTN_0DB, 0),
    VM_INT_MEMBER(ATTN_2_5DB, 1),
    VM_INT_MEMBER(ATTN_6DB, 2),
    VM_INT_MEMBER(ATTN_11DB, 3),
    VM_INT_MEMBER(WIDTH_9BIT, 9),
    VM_INT_MEMBER(WIDTH_10BIT, 10),
    VM_INT_MEMBER(WIDTH_11BIT, 11),
    VM_INT_MEMBER(WIDTH_12BIT, 12),
};

const VmType vm_type_ADC = {
    .base = {&vm_type_type},
    .name = &vm_s_ADC,
    .parent = &vm_type_object,
    .layout = &vm_type_ADC,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmPin),
    .make = adc_make,
    .repr = adc_repr,
    VM_MEMBERS(adc_members),
};

/* --- PWM --- */

static VmPinState *
pwm_state(VM *vm, VmValue self)
{
    return vm_machine_pin(vm, ((VmPin *)self)->number);
}

static void
pwm_set_freq(VM *vm, VmValue self, VmValue freq)
{
    int64_t hz = vm_get_int64(vm, freq);

    if (hz < 1 || hz > vm_machine_board(vm)->freq_hz)
        vm_raise_value_error(vm, "freq out of range");
    pwm_state(vm, self)->freq = (uint32_t)hz;
    vm_machine_pin_trace(vm, ((VmPin *)self)->number, "freq", (long)hz);
}

static void
pwm_set_duty(VM *vm, VmValue self, int64_t duty_u16)
{
    uint32_t duty = duty_u16 < 0 ? 0 : duty_u16 > 65535 ? 65535 : (uint32_t)duty_u16;

    pwm_state(vm, self)->duty_u16 = duty;
    vm_machine_pin_trace(vm, ((VmPin *)self)->number, "duty", (long)duty);
}

static void
pwm_set_duty_ns(VM *vm, VmValue self, VmValue ns)
{
    int64_t n = vm_get_int64(vm, ns);
    uint32_t freq = pwm_state(vm, self)->freq;

    if (n < 0 || n > 1000000000)
        vm_raise_value_error(vm, "duty_ns out of range");
    // freq <= 4 * 10^9: n * 65535 / period without overflow in two steps
    pwm_set_duty(vm, self, (int64_t)((double)n * 65535.0 * (freq > 0 ? freq : 1) / 1e9 + 0.5));
}

static void
pwm_configure(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(freq), 0, VM_NONE},
        {VM_S(duty_u16), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(duty_ns), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(duty), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(invert), VM_PARAM_KW_ONLY, VM_NONE},
    };
    VmValue a[5];

    vm_parse_args(vm, &vm_s_PWM, params, 5, n_args, args, kw, a);
    if (a[0] != VM_NONE)
        pwm_set_freq(vm, self, a[0]);
    if (a[1] != VM_NONE)
        pwm_set_duty(vm, self, vm_get_int64(vm, a[1]));
    if (a[2] != VM_NONE)
        pwm_set_duty_ns(vm, self, a[2]);
    if (a[3] != VM_NONE)
        pwm_set_duty(vm, self,
                     vm_get_int_clamped(vm, a[3]) > 1023 ? 65535
                                                         : vm_get_int_clamped(vm, a[3]) * 64);
}

static VmValue
pwm_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmPin *self;

    if (n_args == 0)
        vm_raise_type_error(vm, "PWM() missing 1 required positional argument: 'dest'");
    self = vm_instance_alloc(vm, type, sizeof(VmPin));
    self->number = (uint16_t)vm_machine_pin_number(vm, args[0]);
    vm_machine_pin(vm, self->number)->mode = VM_PIN_ALT;
    pwm_configure(vm, vm_value(self), n_args - 1, args + 1, kw);
    return vm_value(self);
}

static VmValue
pwm_init(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    pwm_configure(vm, args[0], n_args - 1, args + 1, kw);
    return VM_NONE;
}

static VmValue
pwm_deinit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmPinState *state = pwm_state(vm, args[0]);

    state->freq = state->duty_u16 = 0;
    vm_machine_pin_trace(vm, ((VmPin *)args[0])->number, "duty", 0);
    return VM_NONE;
}

static VmValue
pwm_freq(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args == 1)
        return vm_int(vm, pwm_state(vm, args[0])->freq);
    pwm_set_freq(vm, args[0], args[1]);
    return VM_NONE;
}

static VmValue
pwm_duty_u16(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args == 1)
        return vm_small((intptr_t)pwm_state(vm, args[0])->duty_u16);
    pwm_set_duty(vm, args[0], vm_get_int64(vm, args[1]));
    return VM_NONE;
}

static VmValue
pwm_duty(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args == 1)
        return vm_small((intptr_t)(pwm_state(vm, args[0])->duty_u16 >> 6));
    pwm_set_duty(vm, args[0],
                 vm_get_int_clamped(vm, args[1]) > 1023 ? 65535
                                                        : vm_get_int_clamped(vm, args[1]) * 64);
    return VM_NONE;
}

static VmValue
pwm_duty_ns(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmPinState *state = pwm_state(vm, args[0]);

    if (n_args == 1)
        return vm_int(vm,
                      state->freq == 0
                          ? 0
                          : (int64_t)((double)state->duty_u16 * 1e9 / 65535.0 / state->freq + 0.5));
    pwm_set_duty_ns(vm, args[0], args[1]);
    return VM_NONE;
}

static void
pwm_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmPinState *state = pwm_state(vm, self);

    vm_out_format(vm, out, "PWM(%s, freq=%u, duty_u16=%u)",
                  vm_machine_pin_name(vm, ((VmPin *)self)->number), (unsigned)state->freq,
                  (unsigned)state->duty_u16);
}

static const VmMember pwm_members[] = {
    VM_METHOD_KW(init, pwm_init, 1, VM_ANY_ARGS),
    VM_METHOD(deinit, pwm_deinit, 1, 1),
    VM_METHOD(freq, pwm_freq, 1, 2),
    VM_METHOD(duty_u16, pwm_duty_u16, 1, 2),
    VM_METHOD(duty_ns, pwm_duty_ns, 1, 2),
    VM_METHOD(duty, pwm_duty, 1, 2),
};

const VmType vm_type_PWM = {
    .base = {&vm_type_type},
    .name = &vm_s_PWM,
    .parent = &vm_type_object,
    .layout = &vm_type_PWM,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmPin),
    .make = pwm_make,
    .repr = pwm_repr,
    VM_MEMBERS(pwm_members),
};

/* --- Timer --- */

typedef struct Timer {
    VmObject base;
    VmValue callback;
    uint64_t due_us, period_us;
    bool periodic, running;
} Timer;

enum { TIMER_ONE_SHOT, TIMER_PERIODIC };

static void
ask_next(VM *vm)
{
    VmList *timers = vm_machine_state(vm)->timers;
    uint64_t next = UINT64_MAX;

    for (size_t i = 0; i < timers->n; i++) {
        const Timer *timer = (const Timer *)timers->items[i];

        if (timer->due_us < next)
            next = timer->due_us;
    }
    vm_hal_wake_at(vm, next);
}

static void
timer_stop(VM *vm, Timer *self)
{
    VmList *timers = vm_machine_state(vm)->timers;

    if (!self->running)
        return;
    self->running = false;
    for (size_t i = 0; i < timers->n; i++)
        if (timers->items[i] == vm_value(self)) {
            memmove(timers->items + i, timers->items + i + 1,
                    (timers->n - i - 1) * sizeof(VmValue));
            timers->n--;
            break;
        }
    ask_next(vm);
}

static void
timer_start(VM *vm, Timer *self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(mode), 0, VM_SMALL(TIMER_PERIODIC)},
        {VM_S(freq), VM_PARAM_KW_ONLY, VM_SMALL(-1)},
        {VM_S(period), VM_PARAM_KW_ONLY, VM_SMALL(-1)},
        {VM_S(callback), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(hard), VM_PARAM_KW_ONLY, VM_FALSE},
    };
    VmValue a[5];
    int64_t period_us;

    vm_parse_args(vm, &vm_s_Timer, params, 5, n_args, args, kw, a);
    if (a[1] != VM_SMALL(-1)) {
        double hz = vm_get_float(vm, a[1]);

        if (!(hz > 0.0001 && hz <= 1e6))
            vm_raise_value_error(vm, "freq out of range");
        period_us = (int64_t)(1e6 / hz);
    } else {
        period_us = vm_get_int64(vm, a[2]);
        if (period_us == -1)
            vm_raise_value_error(vm, "period or freq must be given");
        if (period_us < 0 || period_us > INT64_MAX / 2000)
            vm_raise_value_error(vm, "period out of range");
        period_us *= 1000;
    }
    if (a[3] != VM_NONE && !vm_is_callable(vm, a[3]))
        vm_raise_value_error(vm, "callback must be None or callable");
    timer_stop(vm, self);
    self->callback = a[3];
    self->periodic = vm_get_int(vm, a[0]) != TIMER_ONE_SHOT;
    self->period_us = period_us < 1 ? 1 : (uint64_t)period_us;
    self->due_us = vm_hal_ticks_us(vm) + self->period_us;
    vm_list_append(vm, vm_machine_state(vm)->timers, vm_value(self));
    self->running = true;
    ask_next(vm);
}

static VmValue
timer_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Timer *self = vm_instance_alloc(vm, type, sizeof(Timer));

    self->callback = VM_NONE;
    if (n_args > 0 && vm_get_int(vm, args[0]) < -1)
        vm_raise_value_error(vm, "Timer doesn't exist");
    if (n_args > 1 || kw != NULL)
        timer_start(vm, self, n_args > 0 ? n_args - 1 : 0, args + (n_args > 0), kw);
    return vm_value(self);
}

static VmValue
timer_init(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    timer_start(vm, (Timer *)args[0], n_args - 1, args + 1, kw);
    return VM_NONE;
}

static VmValue
timer_deinit(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    timer_stop(vm, (Timer *)args[0]);
    return VM_NONE;
}

static VmValue
timer_value(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const Timer *self = (const Timer *)args[0];
    uint64_t now = vm_hal_ticks_us(vm);

    if (!self->running || self->due_us <= now)
        return VM_SMALL(0);
    return vm_int(vm, (int64_t)((self->period_us - (self->due_us - now)) / 1000));
}

static void
timer_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((Timer *)self)->callback);
}

static void
timer_repr(VM *vm, VmOut *out, VmValue self)
{
    const Timer *timer = (const Timer *)self;

    if (!timer->running)
        vm_out_text(vm, out, "Timer()");
    else
        vm_out_format(vm, out, "Timer(mode=%s, period=%lld)",
                      timer->periodic ? "PERIODIC" : "ONE_SHOT",
                      (long long)(timer->period_us / 1000));
}

static const VmMember timer_members[] = {
    VM_METHOD_KW(init, timer_init, 1, VM_ANY_ARGS),
    VM_METHOD(deinit, timer_deinit, 1, 1),
    VM_METHOD(value, timer_value, 1, 1),
    VM_INT_MEMBER(ONE_SHOT, TIMER_ONE_SHOT),
    VM_INT_MEMBER(PERIODIC, TIMER_PERIODIC),
};

const VmType vm_type_Timer = {
    .base = {&vm_type_type},
    .name = &vm_s_Timer,
    .parent = &vm_type_object,
    .layout = &vm_type_Timer,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(Timer),
    .trace = timer_trace,
    .make = timer_make,
    .repr = timer_repr,
    VM_MEMBERS(timer_members),
};

static void
run_due_timers(VM *vm, void *arg)
{
    VmMachine *machine = vm_machine_state(vm);
    uint64_t now = vm_hal_ticks_us(vm);
    // Each at most once, however slow the functions are.
    VmTuple *timers = vm_tuple_new(vm, machine->timers->n, machine->timers->items);

    for (size_t i = 0; i < timers->n; i++) {
        Timer *timer = (Timer *)timers->items[i];

        if (!timer->running || timer->due_us > now)
            continue;
        if (timer->periodic) {
            timer->due_us += timer->period_us;
            if (timer->due_us <=
                now) // too late for the next as well: keep the beat, leave those out
                timer->due_us +=
                    (now - timer->due_us) / timer->period_us * timer->period_us + timer->period_us;
        } else {
            timer_stop(vm, timer);
        }
        if (timer->callback != VM_NONE)
            vm_call_1(vm, timer->callback, vm_value(timer));
    }
}

void
vm_machine_poll(VM *vm)
{
    VmMachine *machine = (VmMachine *)vm->module_state[VM_STATE_MACHINE_PINS];
    VmValue e;

    if (machine == NULL || machine->timers->n == 0 || machine->serving)
        return;
    machine->serving = true;
    e = vm_protect(vm, run_due_timers, NULL);
    machine->serving = false;
    ask_next(vm);
    if (e == VM_UNDEF)
        return;
    if (vm_is_instance(e, &vm_type_KeyboardInterrupt) || vm_is_instance(e, &vm_type_SystemExit))
        vm_reraise(vm, e);
    vm_print_exception(vm, &vm_stderr, e);
}

/* --- RTC --- */

static VmValue
rtc_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmObject)));
}

/* (year, month, day, weekday, hours, minutes, seconds, subseconds) through the functions of time.
 */
static VmValue
rtc_datetime(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue time = vm_value(vm_import(vm, &vm_s_time));
    int64_t offset = vm->board != NULL ? vm->board->clock_offset_ns : 0;

    if (n_args == 1) {
        int64_t now = vm_hal_time_ns(vm) + offset;
        VmValue seconds = vm_int(vm, now / 1000000000);
        VmTuple *date = vm_tuple_from(vm, vm_call_method(vm, time, &vm_s_localtime, 1, &seconds));
        const VmValue *d = date->items;

        return vm_tuple_of(vm, 8, d[0], d[1], d[2], d[6], d[3], d[4], d[5],
                           vm_small((intptr_t)(now % 1000000000 / 1000)));
    } else {
        VmTuple *date = vm_tuple_from(vm, args[1]);
        VmValue tuple, seconds;

        if (date->n != 8)
            vm_raise_value_error(vm, "datetime needs a tuple of 8 numbers");
        tuple = vm_tuple_of(vm, 8, date->items[0], date->items[1], date->items[2], date->items[4],
                            date->items[5], date->items[6], VM_SMALL(0), VM_SMALL(0));
        seconds = vm_call_method(vm, time, &vm_s_mktime, 1, &tuple);
        if (vm->board != NULL) {
            int64_t s = vm_get_int64(vm, seconds);

            if (s > 9000000000 || s < 0)
                vm_raise_value_error(vm, "date out of range");
            vm->board->clock_offset_ns = s * 1000000000 - vm_hal_time_ns(vm);
        }
        return VM_NONE;
    }
}

static const VmMember rtc_members[] = {
    VM_METHOD(datetime, rtc_datetime, 1, 2),
    VM_METHOD(init, rtc_datetime, 2, 2),
};

const VmType vm_type_RTC = {
    .base = {&vm_type_type},
    .name = &vm_s_RTC,
    .parent = &vm_type_object,
    .layout = &vm_type_RTC,
    .size = sizeof(VmObject),
    .make = rtc_make,
    VM_MEMBERS(rtc_members),
};

/* --- WDT: accepted and fed; a virtual board never bites --- */

static const VmMember wdt_members[] = {
    VM_METHOD(feed, accept, 1, 1),
};

static VmValue
wdt_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(id), 0, VM_SMALL(0)},
                                     {VM_S(timeout), 0, VM_SMALL(5000)}};
    VmValue a[2];

    vm_parse_args(vm, &vm_s_WDT, params, 2, n_args, args, kw, a);
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmObject)));
}

const VmType vm_type_WDT = {
    .base = {&vm_type_type},
    .name = &vm_s_WDT,
    .parent = &vm_type_object,
    .layout = &vm_type_WDT,
    .size = sizeof(VmObject),
    .make = wdt_make,
    VM_MEMBERS(wdt_members),
};

/* --- Functions --- */

static VmValue
machine_unique_id(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bytes_new(vm, "\xad\xde\x72\x00\x00\x00\x00\x01", 8);
}

static VmValue
machine_reset(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_reset(vm, VM_HAL_RESET_HARD, 0);
}

static VmValue
machine_soft_reset(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_reset(vm, VM_HAL_RESET_SOFT, 0);
}

static VmValue
machine_bootloader(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_reset(vm, VM_HAL_RESET_BOOTLOADER, 0);
}

static VmValue
machine_reset_cause(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small(vm->board != NULL ? vm->board->reset_cause : 1);
}

static VmValue
machine_freq(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (n_args > 0) {
        if (vm_get_int64(vm, args[0]) <= 0)
            vm_raise_value_error(vm, "cannot change frequency");
        return VM_NONE;
    }
    return vm_int(vm, vm_machine_board(vm)->freq_hz);
}

static VmValue
machine_idle(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_sleep_us(vm, 1000);
    return VM_NONE;
}

static uint64_t
sleep_argument(VM *vm, unsigned n_args, const VmValue *args)
{
    int64_t ms = n_args > 0 ? vm_get_int64(vm, args[0]) : INT64_MAX / 2000;

    return ms < 0 ? 0 : ms > INT64_MAX / 2000 ? (uint64_t)INT64_MAX / 2 : (uint64_t)ms * 1000;
}

static VmValue
machine_lightsleep(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_sleep_us(vm, sleep_argument(vm, n_args, args));
    return VM_NONE;
}

static VmValue
machine_deepsleep(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_hal_reset(vm, VM_HAL_RESET_DEEPSLEEP, sleep_argument(vm, n_args, args));
}

static VmValue
machine_disable_irq(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_SMALL(1);
}

static VmValue
machine_rng(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    uint32_t n;

    vm_hal_random(vm, &n, sizeof n);
    return vm_small((intptr_t)(n & 0xffffff));
}

static VmValue
machine_time_pulse_us(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = vm_machine_pin_number(vm, args[0]);
    bool level = vm_is_true(vm, args[1]);
    int64_t timeout = n_args > 2 ? vm_get_int64(vm, args[2]) : 1000000;
    uint64_t start = vm_hal_ticks_us(vm), from;

    // First the beginning of the pulse, then its end.
    while (vm_machine_pin_level(vm_machine_pin(vm, number)) != level) {
        if ((int64_t)(vm_hal_ticks_us(vm) - start) >= timeout)
            return VM_SMALL(-2);
        vm_hal_sleep_us(vm, 10);
    }
    from = vm_hal_ticks_us(vm);
    while (vm_machine_pin_level(vm_machine_pin(vm, number)) == level) {
        if ((int64_t)(vm_hal_ticks_us(vm) - from) >= timeout)
            return VM_SMALL(-1);
        vm_hal_sleep_us(vm, 10);
    }
    return vm_int(vm, (int64_t)(vm_hal_ticks_us(vm) - from));
}

static VmValue
machine_bitstream(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmBuffer buffer;

    vm_machine_pin_number(vm, args[0]);
    vm_get_buffer(vm, args[3], &buffer, false);
    return VM_NONE;
}

static const VmMember machine_members[] = {
    VM_OBJECT_MEMBER(Pin, vm_type_Pin),
    VM_OBJECT_MEMBER(Signal, vm_type_Signal),
    VM_OBJECT_MEMBER(ADC, vm_type_ADC),
    VM_OBJECT_MEMBER(PWM, vm_type_PWM),
    VM_OBJECT_MEMBER(Timer, vm_type_Timer),
    VM_OBJECT_MEMBER(RTC, vm_type_RTC),
    VM_OBJECT_MEMBER(WDT, vm_type_WDT),
    VM_FUNCTION(unique_id, machine_unique_id, 0, 0),
    VM_FUNCTION(reset, machine_reset, 0, 0),
    VM_FUNCTION(soft_reset, machine_soft_reset, 0, 0),
    VM_FUNCTION(bootloader, machine_bootloader, 0, 1),
    VM_FUNCTION(reset_cause, machine_reset_cause, 0, 0),
    VM_FUNCTION(freq, machine_freq, 0, 1),
    VM_FUNCTION(idle, machine_idle, 0, 0),
    VM_FUNCTION(lightsleep, machine_lightsleep, 0, 1),
    VM_FUNCTION(deepsleep, machine_deepsleep, 0, 1),
    VM_FUNCTION(sleep, machine_lightsleep, 0, 1),
    VM_FUNCTION(disable_irq, machine_disable_irq, 0, 0),
    VM_FUNCTION(enable_irq, accept, 0, 1),
    VM_FUNCTION(rng, machine_rng, 0, 0),
    VM_FUNCTION(time_pulse_us, machine_time_pulse_us, 2, 3),
    VM_FUNCTION(bitstream, machine_bitstream, 4, 4),
    VM_INT_MEMBER(PWRON_RESET, 1),
    VM_INT_MEMBER(HARD_RESET, 2),
    VM_INT_MEMBER(WDT_RESET, 3),
    VM_INT_MEMBER(DEEPSLEEP_RESET, 4),
    VM_INT_MEMBER(SOFT_RESET, 5),
    VM_INT_MEMBER(IDLE, 1),
    VM_INT_MEMBER(SLEEP, 2),
    VM_INT_MEMBER(DEEPSLEEP, 4),
};

const VmModuleDef vm_module_machine = {.name = &vm_s_machine, VM_MEMBERS(machine_members)};
