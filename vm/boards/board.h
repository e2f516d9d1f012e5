/* SPDX-License-Identifier: MIT */
/* Boards as data (made from the folders here by vm/tools/make-boards.py), and what a VM that plays
 * one has of its own. */
#ifndef VM_BOARDS_BOARD_H
#define VM_BOARDS_BOARD_H

#include <stddef.h>
#include <stdint.h>

typedef struct VmBoardPin {
    const char *name;
    uint16_t number;
} VmBoardPin;

typedef struct VmBoardDef {
    const char *name, *title, *chip;
    size_t heap_bytes, flash_bytes;
    uint32_t freq_hz;
    uint16_t n_numbers; /* pins are numbered 0..n_numbers - 1 */
    uint16_t n_pins;    /* names in `pins`; the first name of a number is the one shown */
    const VmBoardPin *pins;
    uint16_t n_adc;
    const uint16_t *adc;
} VmBoardDef;

extern const VmBoardDef vm_boards[]; /* name NULL at the end; the first is the default */

typedef struct VmBoard {
    const VmBoardDef *def;
    int reset_cause;         /* machine.PWRON_RESET ... */
    int64_t clock_offset_ns; /* what machine.RTC().datetime() set, from the host's clock */
    /* Told of every change of a pin: @what is "mode", "value", "freq" or "duty". May be NULL. */
    void (*pin_changed)(struct VmBoard *board, const char *pin, const char *what, long value);
    void *data;
} VmBoard;

#endif
