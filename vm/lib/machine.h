/* SPDX-License-Identifier: MIT */
/* machine: what its files share, and what ports ask of it.
 *
 * The state of pins and timers is one object of the VM, made on first use. A pin is a number; Pin,
 * PWM and ADC objects only hold that number.
 */
#ifndef VM_LIB_MACHINE_H
#define VM_LIB_MACHINE_H

#include "vm/boards/board.h"
#include "vm/core/vm.h"

enum { VM_PIN_IN, VM_PIN_OUT, VM_PIN_OPEN_DRAIN, VM_PIN_ALT, VM_PIN_ANALOG };
enum { VM_PULL_NONE, VM_PULL_UP, VM_PULL_DOWN };
enum { VM_IRQ_LOW_LEVEL = 1, VM_IRQ_HIGH_LEVEL = 2, VM_IRQ_FALLING = 4, VM_IRQ_RISING = 8 };

typedef struct VmPinState {
    uint8_t mode, pull, drive;
    bool used; /* somebody gave it a mode */
    bool out;  /* what it drives */
    uint8_t irq_trigger;
    uint32_t n_reads; /* as ADC */
    uint32_t freq;    /* as PWM; 0: none */
    uint32_t duty_u16;
    VmValue object; /* the Pin; VM_UNDEF until asked for */
    VmValue irq_handler;
} VmPinState;

typedef struct VmMachine {
    VmObject base;
    VmPinState *pins; /* a RAW block of board->n_numbers, its values marked by trace() */
    VmList *timers;   /* running ones */
    bool serving;     /* a timer's function runs */
} VmMachine;

typedef struct VmPin {
    VmObject base;
    uint16_t number;
} VmPin;

extern const VmType vm_type_Pin, vm_type_Signal, vm_type_ADC, vm_type_PWM, vm_type_Timer,
    vm_type_RTC, vm_type_WDT;

const VmBoardDef *vm_machine_board(VM *vm);
VmMachine *vm_machine_state(VM *vm);
/* The pin that an argument names: a number, a name or a Pin. ValueError. */
unsigned vm_machine_pin_number(VM *vm, VmValue pin);
const char *vm_machine_pin_name(VM *vm, unsigned number);
VmPinState *vm_machine_pin(VM *vm, unsigned number);
VmValue vm_machine_pin_object(VM *vm, unsigned number);
bool vm_machine_pin_level(const VmPinState *pin);
/* Drives the pin: traces the change and serves interrupts. */
void vm_machine_pin_drive(VM *vm, unsigned number, bool level);
void vm_machine_pin_trace(VM *vm, unsigned number, const char *what, long value);

/* Runs the timers that are due; from vm_hal_poll(). May raise KeyboardInterrupt or SystemExit. */
void vm_machine_poll(VM *vm);

#endif
