/* SPDX-License-Identifier: MIT */
/* machine.Pin and Signal on a virtual board: a pin that is read shows what it drives, or what its
 * pull resistor makes of it. */
#include "vm/hal.h"
#include "vm/lib/machine.h"
#include "vm/lib/modules.h"

static const VmType type_irq, type_pin_names;

/* --- State --- */

static void
machine_trace(VM *vm, VmObject *object)
{
    VmMachine *self = (VmMachine *)object;
    unsigned n = vm_machine_board(vm)->n_numbers;

    vm_mark_block(vm, self->pins);
    vm_mark_object(vm, self->timers);
    for (unsigned i = 0; self->pins != NULL && i < n; i++) {
        vm_mark_value(vm, self->pins[i].object);
        vm_mark_value(vm, self->pins[i].irq_handler);
    }
}

static const VmType type_machine = {
    .base = {&vm_type_type},
    .name = &vm_s_machine,
    .parent = &vm_type_object,
    .layout = &type_machine,
    .size = sizeof(VmMachine),
    .trace = machine_trace,
};

const VmBoardDef *
vm_machine_board(VM *vm)
{
    return vm->board != NULL ? vm->board->def : &vm_boards[0];
}

VmMachine *
vm_machine_state(VM *vm)
{
    VmMachine *self = (VmMachine *)vm->module_state[VM_STATE_MACHINE_PINS];

    if (self != NULL)
        return self;
    self = VM_NEW(vm, VmMachine, &type_machine);
    self->pins = vm_alloc(vm, vm_machine_board(vm)->n_numbers * sizeof(VmPinState), VM_BLOCK_RAW);
    self->timers = vm_list_new(vm, 0, NULL);
    vm->module_state[VM_STATE_MACHINE_PINS] = vm_value(self);
    return self;
}

VmPinState *
vm_machine_pin(VM *vm, unsigned number)
{
    return &vm_machine_state(vm)->pins[number];
}

unsigned
vm_machine_pin_number(VM *vm, VmValue pin)
{
    const VmBoardDef *board = vm_machine_board(vm);

    if (vm_has_layout(pin, &vm_type_Pin))
        return ((VmPin *)pin)->number;
    if (vm_is_str(pin)) {
        for (unsigned i = 0; i < board->n_pins; i++)
            if (vm_str_equal_c(vm_str(pin), board->pins[i].name))
                return board->pins[i].number;
        vm_raise_value_error(vm, "unknown named pin %v", pin);
    } else {
        intptr_t number = vm_get_int(vm, pin);

        if (number < 0 || number >= board->n_numbers)
            vm_raise_value_error(vm, "invalid pin");
        return (unsigned)number;
    }
}

const char *
vm_machine_pin_name(VM *vm, unsigned number)
{
    const VmBoardDef *board = vm_machine_board(vm);

    for (unsigned i = 0; i < board->n_pins; i++)
        if (board->pins[i].number == number)
            return board->pins[i].name;
    return "?";
}

VmValue
vm_machine_pin_object(VM *vm, unsigned number)
{
    VmPinState *state = vm_machine_pin(vm, number);
    VmPin *pin;

    if (state->object != VM_UNDEF)
        return state->object;
    pin = VM_NEW(vm, VmPin, &vm_type_Pin);
    pin->number = (uint16_t)number;
    state->object = vm_value(pin);
    return state->object;
}

bool
vm_machine_pin_level(const VmPinState *pin)
{
    if (pin->mode == VM_PIN_OUT || pin->mode == VM_PIN_ALT)
        return pin->out;
    if (pin->mode == VM_PIN_OPEN_DRAIN)
        return pin->out;
    return pin->pull == VM_PULL_UP;
}

void
vm_machine_pin_trace(VM *vm, unsigned number, const char *what, long value)
{
    VmBoard *board = vm->board;

    if (board != NULL && board->pin_changed != NULL)
        board->pin_changed(board, vm_machine_pin_name(vm, number), what, value);
}

/* After something changed what the pin shows. */
static void
level_changed(VM *vm, unsigned number, bool before)
{
    VmPinState *state = vm_machine_pin(vm, number);
    bool now = vm_machine_pin_level(state);

    if (now == before)
        return;
    vm_machine_pin_trace(vm, number, "value", now);
    if (state->irq_handler != VM_UNDEF && state->irq_handler != VM_NONE &&
        (state->irq_trigger & (now ? VM_IRQ_RISING : VM_IRQ_FALLING)) != 0)
        vm_schedule(vm, state->irq_handler, vm_machine_pin_object(vm, number));
}

void
vm_machine_pin_drive(VM *vm, unsigned number, bool level)
{
    VmPinState *state = vm_machine_pin(vm, number);
    bool before = vm_machine_pin_level(state);

    state->out = level;
    level_changed(vm, number, before);
}

/* --- Pin --- */

static unsigned
number_of(VmValue self)
{
    return ((VmPin *)self)->number;
}

static void
set_mode(VM *vm, unsigned number, VmValue mode)
{
    VmPinState *state = vm_machine_pin(vm, number);
    intptr_t wanted = vm_get_int(vm, mode);
    bool before = vm_machine_pin_level(state);

    if (wanted < VM_PIN_IN || wanted > VM_PIN_ANALOG)
        vm_raise_value_error(vm, "invalid pin mode");
    if (!state->used || state->mode != wanted) {
        state->mode = (uint8_t)wanted;
        state->used = true;
        vm_machine_pin_trace(vm, number, "mode", (long)wanted);
    }
    level_changed(vm, number, before);
}

static void
set_pull(VM *vm, unsigned number, VmValue pull)
{
    VmPinState *state = vm_machine_pin(vm, number);
    bool before = vm_machine_pin_level(state);
    intptr_t wanted = pull == VM_NONE ? VM_PULL_NONE : vm_get_int(vm, pull);

    if (wanted < 0 || wanted > (VM_PULL_UP | VM_PULL_DOWN))
        vm_raise_value_error(vm, "invalid pin pull");
    state->pull = (uint8_t)wanted;
    level_changed(vm, number, before);
}

static void
init_pin(VM *vm, unsigned number, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(mode), 0, VM_NONE},
        {VM_S(pull), 0, VM_SMALL(-1)},
        {VM_S(value), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(drive), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(alt), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(hold), VM_PARAM_KW_ONLY, VM_NONE},
    };
    VmValue a[6];

    vm_parse_args(vm, &vm_s_Pin, params, 6, n_args, args, kw, a);
    // The value first: a pin made an output never shows another level.
    if (a[2] != VM_NONE)
        vm_machine_pin(vm, number)->out = vm_is_true(vm, a[2]);
    if (a[0] != VM_NONE && a[0] != VM_SMALL(-1))
        set_mode(vm, number, a[0]);
    if (a[1] != VM_SMALL(-1))
        set_pull(vm, number, a[1]);
    if (a[2] != VM_NONE)
        vm_machine_pin_trace(vm, number, "value", vm_machine_pin_level(vm_machine_pin(vm, number)));
    if (a[3] != VM_NONE)
        vm_machine_pin(vm, number)->drive = (uint8_t)vm_get_int(vm, a[3]);
}

static VmValue
pin_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number;

    if (n_args == 0)
        vm_raise_type_error(vm, "Pin() missing 1 required positional argument: 'id'");
    number = vm_machine_pin_number(vm, args[0]);
    init_pin(vm, number, n_args - 1, args + 1, kw);
    if (type != &vm_type_Pin) {
        VmPin *self = vm_instance_alloc(vm, type, sizeof(VmPin));

        self->number = (uint16_t)number;
        return vm_value(self);
    }
    return vm_machine_pin_object(vm, number);
}

static VmValue
pin_init(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    init_pin(vm, number_of(args[0]), n_args - 1, args + 1, kw);
    return VM_NONE;
}

static VmValue
pin_value(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = number_of(args[0]);

    if (n_args == 1)
        return vm_small(vm_machine_pin_level(vm_machine_pin(vm, number)));
    vm_machine_pin_drive(vm, number, vm_is_true(vm, args[1]));
    return VM_NONE;
}

static VmValue
pin_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue both[2] = {self, n_args > 0 ? args[0] : VM_NONE};

    if (n_args > 1)
        vm_raise_args(vm, &vm_s_Pin, 0, 1, n_args);
    return pin_value(vm, 1 + n_args, both, NULL);
}

static VmValue
pin_on(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_machine_pin_drive(vm, number_of(args[0]), true);
    return VM_NONE;
}

static VmValue
pin_off(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_machine_pin_drive(vm, number_of(args[0]), false);
    return VM_NONE;
}

static VmValue
pin_toggle(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = number_of(args[0]);

    vm_machine_pin_drive(vm, number, !vm_machine_pin(vm, number)->out);
    return VM_NONE;
}

static VmValue
pin_mode(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = number_of(args[0]);

    if (n_args == 1)
        return vm_small(vm_machine_pin(vm, number)->mode);
    set_mode(vm, number, args[1]);
    return VM_NONE;
}

static VmValue
pin_pull(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = number_of(args[0]);

    if (n_args == 1)
        return vm_machine_pin(vm, number)->pull == VM_PULL_NONE
                   ? VM_NONE
                   : vm_small(vm_machine_pin(vm, number)->pull);
    set_pull(vm, number, args[1]);
    return VM_NONE;
}

static VmValue
pin_drive(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmPinState *state = vm_machine_pin(vm, number_of(args[0]));

    if (n_args == 1)
        return vm_small(state->drive);
    state->drive = (uint8_t)vm_get_int(vm, args[1]);
    return VM_NONE;
}

/* The object irq() gives. */
typedef VmPin PinIrq;

static VmValue
pin_irq(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {
        {VM_S(handler), 0, VM_NONE},
        {VM_S(trigger), 0, VM_SMALL(VM_IRQ_FALLING | VM_IRQ_RISING)},
        {VM_S(priority), VM_PARAM_KW_ONLY, VM_SMALL(1)},
        {VM_S(wake), VM_PARAM_KW_ONLY, VM_NONE},
        {VM_S(hard), VM_PARAM_KW_ONLY, VM_FALSE},
    };
    VmPinState *state = vm_machine_pin(vm, number_of(args[0]));
    PinIrq *irq;
    VmValue a[5];

    if (n_args > 1 || kw != NULL) {
        vm_parse_args(vm, &vm_s_irq, params, 5, n_args - 1, args + 1, kw, a);
        if (a[0] != VM_NONE && !vm_is_callable(vm, a[0]))
            vm_raise_value_error(vm, "handler must be None or callable");
        state->irq_handler = a[0];
        state->irq_trigger = (uint8_t)vm_get_int(vm, a[1]);
    }
    irq = VM_NEW(vm, PinIrq, &type_irq);
    irq->number = (uint16_t)number_of(args[0]);
    return vm_value(irq);
}

static VmValue
irq_flags(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_SMALL(0); // served at once: nothing is pending
}

static VmValue
irq_trigger(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmPinState *state = vm_machine_pin(vm, number_of(args[0]));
    VmValue before = vm_small(state->irq_trigger);

    if (n_args > 1)
        state->irq_trigger = (uint8_t)vm_get_int(vm, args[1]);
    return before;
}

static VmValue
irq_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    unsigned number = number_of(self);
    VmPinState *state = vm_machine_pin(vm, number);

    if (state->irq_handler != VM_UNDEF && state->irq_handler != VM_NONE)
        vm_call_1(vm, state->irq_handler, vm_machine_pin_object(vm, number));
    return VM_NONE;
}

static const VmMember irq_members[] = {
    VM_METHOD(flags, irq_flags, 1, 1),
    VM_METHOD(trigger, irq_trigger, 1, 2),
};

static const VmType type_irq = {
    .base = {&vm_type_type},
    .name = &vm_s_irq,
    .parent = &vm_type_object,
    .layout = &type_irq,
    .size = sizeof(PinIrq),
    .call = irq_call,
    VM_MEMBERS(irq_members),
};

static void
pin_repr(VM *vm, VmOut *out, VmValue self)
{
    static const char *const modes[] = {"IN", "OUT", "OPEN_DRAIN", "ALT", "ANALOG"};
    const VmPinState *state = vm_machine_pin(vm, number_of(self));

    vm_out_format(vm, out, "Pin(%s, mode=%s", vm_machine_pin_name(vm, number_of(self)),
                  modes[state->mode]);
    if ((state->pull & VM_PULL_UP) != 0)
        vm_out_text(vm, out, ", pull=PULL_UP");
    if ((state->pull & VM_PULL_DOWN) != 0)
        vm_out_text(vm, out, ", pull=PULL_DOWN");
    vm_out_text(vm, out, ")");
}

/* Pin.board and Pin.cpu: every name of the board's table is an attribute. */
static VmValue
names_get_attr(VM *vm, VmValue self, VmStr *name)
{
    const VmBoardDef *board = vm_machine_board(vm);

    for (unsigned i = 0; i < board->n_pins; i++)
        if (vm_str_equal_c(name, board->pins[i].name))
            return vm_machine_pin_object(vm, board->pins[i].number);
    return VM_UNDEF;
}

static VmValue
names_dir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmBoardDef *board = vm_machine_board(vm);
    VmList *names = vm_list_new(vm, 0, NULL);

    for (unsigned i = 0; i < board->n_pins; i++)
        vm_list_append(vm, names, vm_str_from_c(vm, board->pins[i].name));
    return vm_value(names);
}

static const VmMember names_members[] = {
    VM_METHOD(__dir__, names_dir, 1, 1),
};

static const VmType type_pin_names = {
    .base = {&vm_type_type},
    .name = &vm_s_board,
    .parent = &vm_type_object,
    .layout = &type_pin_names,
    .size = sizeof(VmObject),
    .get_attr = names_get_attr,
    VM_MEMBERS(names_members),
};

static const VmObject pin_names = {&type_pin_names};

static const VmMember pin_members[] = {
    VM_METHOD_KW(init, pin_init, 1, VM_ANY_ARGS),
    VM_METHOD(value, pin_value, 1, 2),
    VM_METHOD(on, pin_on, 1, 1),
    VM_METHOD(off, pin_off, 1, 1),
    VM_METHOD(high, pin_on, 1, 1),
    VM_METHOD(low, pin_off, 1, 1),
    VM_METHOD(toggle, pin_toggle, 1, 1),
    VM_METHOD(mode, pin_mode, 1, 2),
    VM_METHOD(pull, pin_pull, 1, 2),
    VM_METHOD(drive, pin_drive, 1, 2),
    VM_METHOD_KW(irq, pin_irq, 1, VM_ANY_ARGS),
    VM_OBJECT_MEMBER(board, pin_names),
    VM_OBJECT_MEMBER(cpu, pin_names),
    VM_INT_MEMBER(IN, VM_PIN_IN),
    VM_INT_MEMBER(OUT, VM_PIN_OUT),
    VM_INT_MEMBER(OPEN_DRAIN, VM_PIN_OPEN_DRAIN),
    VM_INT_MEMBER(ALT, VM_PIN_ALT),
    VM_INT_MEMBER(ANALOG, VM_PIN_ANALOG),
    VM_INT_MEMBER(PULL_UP, VM_PULL_UP),
    VM_INT_MEMBER(PULL_DOWN, VM_PULL_DOWN),
    VM_INT_MEMBER(IRQ_FALLING, VM_IRQ_FALLING),
    VM_INT_MEMBER(IRQ_RISING, VM_IRQ_RISING),
    VM_INT_MEMBER(IRQ_LOW_LEVEL, VM_IRQ_LOW_LEVEL),
    VM_INT_MEMBER(IRQ_HIGH_LEVEL, VM_IRQ_HIGH_LEVEL),
    VM_INT_MEMBER(DRIVE_0, 0),
    VM_INT_MEMBER(DRIVE_1, 1),
    VM_INT_MEMBER(DRIVE_2, 2),
    VM_INT_MEMBER(DRIVE_3, 3),
};

const VmType vm_type_Pin = {
    .base = {&vm_type_type},
    .name = &vm_s_Pin,
    .parent = &vm_type_object,
    .layout = &vm_type_Pin,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmPin),
    .make = pin_make,
    .call = pin_call,
    .repr = pin_repr,
    VM_MEMBERS(pin_members),
};

/* --- Signal: a pin, perhaps the other way round --- */

typedef struct Signal {
    VmObject base;
    VmValue pin;
    bool invert;
} Signal;

static VmValue
signal_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Signal *self = vm_instance_alloc(vm, type, sizeof(Signal));
    VmValue names[8], values[8];
    VmKw rest = {0, names, values};

    self->pin = VM_NONE;
    for (unsigned i = 0; kw != NULL && i < kw->n; i++) {
        if (kw->names[i] == VM_S(invert)) {
            self->invert = vm_is_true(vm, kw->values[i]);
        } else if (rest.n < 8) {
            names[rest.n] = kw->names[i];
            values[rest.n++] = kw->values[i];
        }
    }
    if (n_args == 0)
        vm_raise_type_error(vm, "pin or pin arguments expected");
    // Anything with value() will do; numbers and names make a Pin.
    if (n_args == 1 && rest.n == 0 && !vm_is_int(args[0]) && !vm_is_str(args[0]))
        self->pin = args[0];
    else
        self->pin = pin_make(vm, &vm_type_Pin, n_args, args, rest.n > 0 ? &rest : NULL);
    return vm_value(self);
}

static void
signal_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((Signal *)self)->pin);
}

static VmValue
signal_set(VM *vm, VmValue self, bool on)
{
    Signal *signal = (Signal *)self;
    VmValue level = vm_small(on != signal->invert);

    return vm_call_method(vm, signal->pin, &vm_s_value, 1, &level);
}

static VmValue
signal_value(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    Signal *signal = (Signal *)args[0];

    if (n_args > 1)
        return signal_set(vm, args[0], vm_is_true(vm, args[1]));
    return vm_small(vm_is_true(vm, vm_call_method(vm, signal->pin, &vm_s_value, 0, NULL)) !=
                    signal->invert);
}

static VmValue
signal_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue both[2] = {self, n_args > 0 ? args[0] : VM_NONE};

    if (n_args > 1)
        vm_raise_args(vm, &vm_s_Signal, 0, 1, n_args);
    return signal_value(vm, 1 + n_args, both, NULL);
}

static VmValue
signal_on(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return signal_set(vm, args[0], true);
}

static VmValue
signal_off(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return signal_set(vm, args[0], false);
}

static const VmMember signal_members[] = {
    VM_METHOD(value, signal_value, 1, 2),
    VM_METHOD(on, signal_on, 1, 1),
    VM_METHOD(off, signal_off, 1, 1),
};

const VmType vm_type_Signal = {
    .base = {&vm_type_type},
    .name = &vm_s_Signal,
    .parent = &vm_type_object,
    .layout = &vm_type_Signal,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(Signal),
    .trace = signal_trace,
    .make = signal_make,
    .call = signal_call,
    VM_MEMBERS(signal_members),
};
