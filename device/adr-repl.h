/* SPDX-License-Identifier: MIT */
/* The conversation with MicroPython's REPL over a link: getting in, running source, getting out.
 *
 * Plain blocking code for a target's worker thread; everything ends at a deadline, or when the
 * cancellable given at the start is cancelled, or when the link fails. The owner is asked to attend
 * to the outside world (Stop, typed keys) whenever the conversation waits. */
#pragma once

#include "device/adr-link.h"
#include "device/adr-target.h"

G_BEGIN_DECLS

typedef struct AdrRepl AdrRepl;

typedef struct {
    /* Called between reads and writes, at least every 100 ms; may write to the link. */
    void (*attend)(gpointer data);
    /* Tells in translated words what is being tried to get in. */
    void (*stage)(const char *words, gpointer data);
} AdrReplHost;

typedef enum {
    ADR_REPL_MODE_UNKNOWN,
    ADR_REPL_MODE_FRIENDLY, /* at an empty ">>> " */
    ADR_REPL_MODE_RAW,      /* at an empty ">" */
} AdrReplMode;

/* Takes what a program prints, in pieces as they come. */
typedef void (*AdrReplSink)(const guint8 *data, gsize len, gpointer data_);

/* @link: borrowed for the life of the conversation; @cancellable: ends whatever goes on */
AdrRepl *adr_repl_new(AdrLink *link, GCancellable *cancellable, const AdrReplHost *host,
                      gpointer host_data);
void adr_repl_free(AdrRepl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AdrRepl, adr_repl_free)

AdrReplMode adr_repl_get_mode(AdrRepl *self);
/* For when something else has spoken on the link since. */
void adr_repl_set_mode(AdrRepl *self, AdrReplMode mode);

/* Gets into raw mode from whatever the board is doing, in stages that get harder; at the longest
 * about ten seconds. Errors: ADR_TARGET_ERROR_NO_ANSWER (says what to do by hand), ADR_LINK_ERROR.
 */
gboolean adr_repl_enter_raw(AdrRepl *self, GError **error);

/* Leaves raw mode. @greeting: (nullable): appended to with what the board says on the way: its
 * banner and the prompt. Errors: PROTOCOL, ADR_LINK_ERROR. */
gboolean adr_repl_leave_raw(AdrRepl *self, GByteArray *greeting, GError **error);

/* Runs source in raw mode, entering it if need be, and stays in raw mode.
 *
 * @sink: (nullable): gets what is printed
 * @error_text: appended to with what the board says of an exception: empty if there was none
 * @timeout_us: for the program to end, G_MAXINT64 to wait for ever
 *
 * Errors: PROTOCOL, NO_ANSWER, ADR_LINK_ERROR (TIMED_OUT also: the program was interrupted then).
 */
gboolean adr_repl_exec(AdrRepl *self, const char *source, gsize len, AdrReplSink sink,
                       gpointer sink_data, GByteArray *error_text, gint64 timeout_us,
                       GError **error);

/* Finds out how this firmware takes source, so that the first program need not wait for that. */
gboolean adr_repl_learn(AdrRepl *self, GError **error);

/* In raw mode: fresh interpreter, without main.py, still in raw mode after. */
gboolean adr_repl_soft_reset_raw(AdrRepl *self, GError **error);

/* At the friendly prompt: throws away what is typed there, not showing it. If no prompt comes the
 * mode is unknown after. Errors: ADR_LINK_ERROR. */
gboolean adr_repl_clear_line(AdrRepl *self, GError **error);

/* TRUE if the last exec ended because the board was reset, by itself or by adr_repl_pull_reset().
 */
gboolean adr_repl_was_reset(AdrRepl *self);

/* Ctrl-C, at once, or if source is being sent as soon as it can be without running half of it. For
 * the owner's attend. Errors: ADR_LINK_ERROR. */
gboolean adr_repl_interrupt(AdrRepl *self, GError **error);

/* Resets the board by the modem lines, or a simulator by a new process; the mode is then unknown.
 * Errors: ADR_LINK_ERROR_NOT_SUPPORTED where there is neither, other ADR_LINK_ERROR. */
gboolean adr_repl_pull_reset(AdrRepl *self, GError **error);

/* TRUE while an exec runs what it has sent: keys sent to the link are for the program. */
gboolean adr_repl_is_running(AdrRepl *self);
/* Would an interrupt now meet a program that was sent, or the sending of it? */
gboolean adr_repl_can_interrupt(AdrRepl *self);

/* Gives back to the link what was read ahead, before the link is read by other means. */
void adr_repl_release(AdrRepl *self);

/* Types @text at the friendly prompt through paste mode, each piece after the echo of the one
 * before; @sink gets the echo as it comes. Returns when Ctrl-D was sent: what the block prints is
 * still to come. Errors: PROTOCOL, ADR_LINK_ERROR. */
gboolean adr_repl_paste(AdrRepl *self, const char *text, AdrReplSink sink, gpointer sink_data,
                        GError **error);

G_END_DECLS
