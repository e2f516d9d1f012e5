/* SPDX-License-Identifier: MIT */
/* What the tests of the device room share: boards to talk to, and waiting for what they do. */
#pragma once

#include "device/adr-target.h"

/* -- Boards: processes that say their path on standard output */

typedef struct {
    GSubprocess *process;
    char *path; // of its pseudo-terminal
} Board;

/* Starts tests/fakes/fake_board.py. @...: its arguments, ended with NULL */
Board *fake_board_new(const char *first_arg, ...) G_GNUC_NULL_TERMINATED;
/* Starts the real MicroPython on QEMU's micro:bit, served at @path, a tcp: address; NULL if
 * it is not installed. */
Board *microbit_new(void);
void board_free(Board *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Board, board_free)

/* -- A target and all it said */

typedef struct {
    AdrTarget *target;
    GString *output;
    GString *states; // "connecting idle running idle", each as it came
    guint n_outputs;
    gsize max_output;  // largest piece
    GError *problem;   // the last, or NULL
    AdrRunResult *run; // the last, or NULL
} Watch;

Watch *watch_new(const char *address);
void watch_free(Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_free)

/* Each runs the main loop until it is done. */
gboolean watch_connect(Watch *watch, GError **error);
void watch_disconnect(Watch *watch);
AdrRunResult *watch_run(Watch *watch, const char *source, AdrRunFlags flags, GError **error);
AdrRunResult *watch_exec(Watch *watch, const char *source, GError **error);
char *watch_eval(Watch *watch, const char *expression, GError **error);
gboolean watch_soft_reset(Watch *watch, GError **error);
gboolean watch_reset(Watch *watch, GError **error);
GBytes *watch_read(Watch *watch, const char *path, GError **error);
gboolean watch_write(Watch *watch, const char *path, const void *data, gsize len, GError **error);
GPtrArray *watch_list(Watch *watch, const char *path, GError **error);
gboolean watch_remove(Watch *watch, const char *path, GError **error);

/* Starts a run and leaves it running; watch->run has its result in the end. */
void watch_start(Watch *watch, const char *source);
/* Run the main loop until it is so; the test fails after @timeout_ms. */
void watch_wait_state(Watch *watch, AdrTargetState state, guint timeout_ms);
void watch_wait_output(Watch *watch, const char *text, guint timeout_ms);
void watch_wait_run(Watch *watch, guint timeout_ms);
/* Runs the main loop for a time. */
void run_loop(guint duration_ms);
