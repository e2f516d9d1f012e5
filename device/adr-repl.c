/* SPDX-License-Identifier: MIT */
/* MicroPython's REPL as a client sees it.
 *
 *     friendly   ">>> "   Ctrl-A on an empty line: raw mode. Ctrl-E: paste mode, "=== ". Ctrl-C:
 *                         clears the line, or stops the program.
 *     raw        ">"      says "raw REPL; CTRL-B to exit\r\n>" on entering. Source, then Ctrl-D:
 *
 *         we   source ^D
 *         it              OK output ^D error ^D >
 *
 *     raw-paste           the same with flow control, on firmware from 2021 on:
 *
 *         we   ^E A ^A        W bytes       W more         ^D
 *         it           R 1 WW         ^A ...       ^A  ...    ^D output ^D error ^D >
 *
 *         WW is the window's size, two bytes, low byte first; each ^A opens one more window. A ^D
 *         from the board while we send says: stop, I have seen enough (a syntax error); it wants a
 *         ^D in answer. Old firmware takes the request for the start of a line and of raw mode and
 *         says "raw REPL..." again: R and 0, or ra, mean no.
 *
 * Old firmware takes what it can and loses the rest without a word. So it gets small pieces with
 * pauses; that this is slow enough is checked once per connection, by sending it a string and
 * asking for its length; and when it calls a program a syntax error, which it has not begun to run
 * then, it gets it a second time, slower, before that is believed.
 *
 * Short commands go without raw-paste, to save a round trip: the buffer of every board that has it
 * has room for RAW_SHORT_LEN bytes. */
#include "config.h"

#include "device/adr-repl.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static const char raw_mark[] = "raw REPL; CTRL-B to exit\r\n>";
static const char friendly_mark[] = ">>> ";
// How a board that has just started ends its greeting.
static const char boot_mark[] = "for more information.\r\n>>> ";

#define RAW_SHORT_LEN          96
#define RAW_SHORT_LEN_AT_FIRST 32 // while it is not known what firmware it is
#define FLOOD_LEN              8  // interrupts in one write
#define ANSWER_TIMEOUT_US      (2 * G_USEC_PER_SEC)
#define WRITE_TIMEOUT_US       (5 * G_USEC_PER_SEC)
#define ATTEND_INTERVAL_US     (100 * 1000)
#define READ_SIZE              65536

/* Ways to send to firmware without flow control, from the fastest. All at once would do on most
 * days: QEMU's micro:bit took 1000 bytes in one piece most times and lost some of them now and
 * then. 32 bytes fit into any buffer; the pause is for a collection of garbage. */
static const struct {
    guint chunk;
    guint pause_us;
} paces[] = {{32, 2000}, {32, 5000}, {16, 10000}, {8, 20000}};
#define CALIBRATION_LEN 300

typedef enum { UNKNOWN, YES, NO } Answer;

struct AdrRepl {
    AdrLink *link;             // borrowed
    GCancellable *cancellable; // ends whatever goes on
    const AdrReplHost *host;
    gpointer host_data;

    AdrReplMode mode;
    Answer has_raw_paste;
    guint pace; // index into paces
    gboolean is_pace_known;
    gboolean was_reset;
    gboolean is_sending;     // source is under way, which an interrupt must not cut in two
    gboolean is_interrupted; // asked for while sending
    gboolean is_running;     // source that was sent is being run
    gboolean is_cut;         // the board was reset from under a program
    guint n_knocks;          // not answered yet

    guint8 in[READ_SIZE]; // read from the link and not used yet:
    gsize in_at, in_len;  // in[in_at] up to in[in_len]
};

AdrRepl *
adr_repl_new(AdrLink *link, GCancellable *cancellable, const AdrReplHost *host, gpointer host_data)
{
    AdrRepl *self = g_new(AdrRepl, 1);

    *self = (AdrRepl){
        .link = link,
        .cancellable = g_object_ref(cancellable),
        .host = host,
        .host_data = host_data,
    };
    return self;
}

void
adr_repl_free(AdrRepl *self)
{
    g_object_unref(self->cancellable);
    g_free(self);
}

AdrReplMode
adr_repl_get_mode(AdrRepl *self)
{
    return self->mode;
}

void
adr_repl_set_mode(AdrRepl *self, AdrReplMode mode)
{
    self->mode = mode;
}

gboolean
adr_repl_was_reset(AdrRepl *self)
{
    return self->was_reset;
}

gboolean
adr_repl_is_running(AdrRepl *self)
{
    return self->is_running;
}

void
adr_repl_release(AdrRepl *self)
{
    adr_link_unread(self->link, self->in + self->in_at, self->in_len - self->in_at);
    self->in_at = self->in_len = 0;
}

/* -- Bytes */

static gboolean
send(AdrRepl *self, const char *data, gsize len, GError **error)
{
    return adr_link_write_all(self->link, data, len, g_get_monotonic_time() + WRITE_TIMEOUT_US,
                              self->cancellable, error);
}

static gboolean
fail_timed_out(AdrRepl *self, GError **error)
{
    self->mode = ADR_REPL_MODE_UNKNOWN;
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                _("%s did not answer in time. Stop the program or reset the board."),
                adr_link_get_address(self->link));
    return FALSE;
}

static gboolean
fail_protocol(AdrRepl *self, const char *expected, GError **error)
{
    g_autofree char *seen =
        g_strndup((const char *)self->in + self->in_at, MIN(self->in_len - self->in_at, 60));
    g_autofree char *readable = g_strescape(seen, NULL);

    self->mode = ADR_REPL_MODE_UNKNOWN;
    g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_PROTOCOL,
                _("%s said “%s” where “%s” was expected. Reset the board and try again."),
                adr_link_get_address(self->link), readable, expected);
    return FALSE;
}

/* Sees to it that something is in @in, attending meanwhile.
 *
 * Returns: 1: there is; 0: the deadline passed; -1: @error. */
static int
fill(AdrRepl *self, gint64 deadline_us, GError **error)
{
    while (self->in_at == self->in_len) {
        gint64 now_us = g_get_monotonic_time();
        gssize n =
            adr_link_read(self->link, self->in, sizeof self->in,
                          MIN(deadline_us, now_us + ATTEND_INTERVAL_US), self->cancellable, error);

        if (n < 0) {
            self->mode = ADR_REPL_MODE_UNKNOWN;
            return -1;
        }
        self->in_at = 0;
        self->in_len = n;
        if (self->host->attend != NULL)
            self->host->attend(self->host_data);
        if (n == 0 && g_get_monotonic_time() >= deadline_us)
            return 0;
    }
    return 1;
}

static gboolean
read_byte(AdrRepl *self, guint8 *byte, gint64 deadline_us, GError **error)
{
    int filled = fill(self, deadline_us, error);

    if (filled > 0)
        *byte = self->in[self->in_at++];
    return filled > 0 || (filled == 0 && fail_timed_out(self, error));
}

/* Reads up to and with @mark, which must be text whose first character comes only once or whose
 * repetition is harmless (see the marks above). Never holds more than the mark.
 *
 * @seen: (nullable): appended to with all that was read
 * Returns: as fill(). */
static int
skip_past(AdrRepl *self, const char *mark, GByteArray *seen, gint64 deadline_us, GError **error)
{
    gsize mark_len = strlen(mark);
    gsize matched = 0;

    for (;;) {
        int filled = fill(self, deadline_us, error);
        guint8 byte;

        if (filled <= 0)
            return filled;
        byte = self->in[self->in_at++];
        if (seen != NULL)
            g_byte_array_append(seen, &byte, 1);

        // Falls back to the longest beginning of the mark that what was read still ends with.
        while (matched > 0 && byte != (guint8)mark[matched]) {
            gsize shorter = matched - 1;

            while (shorter > 0 && memcmp(mark, mark + matched - shorter, shorter) != 0)
                shorter--;
            matched = shorter;
        }
        if (byte == (guint8)mark[matched])
            matched++;
        if (matched == mark_len)
            return 1;
    }
}

/* Reads and forgets until nothing comes for @quiet_us, at the longest @limit_us. */
static gboolean
settle(AdrRepl *self, gint64 quiet_us, gint64 limit_us, GError **error)
{
    gint64 end_us = g_get_monotonic_time() + limit_us;
    int filled;

    do {
        self->in_at = self->in_len = 0;
        filled = fill(self, MIN(end_us, g_get_monotonic_time() + quiet_us), error);
    } while (filled > 0 && g_get_monotonic_time() < end_us);
    return filled >= 0;
}

/* -- Getting in */

static void
tell_stage(AdrRepl *self, const char *words)
{
    if (self->host->stage != NULL)
        self->host->stage(words, self->host_data);
}

/* Asks @n_times for raw mode, with @n_interrupts each time, waiting @wait_us for the answer.
 * Returns: 1: in raw mode; 0: no answer; -1: @error. */
static int
knock(AdrRepl *self, guint n_times, guint n_interrupts, gint64 wait_us, GError **error)
{
    static const char flood[] = "\x03\x03\x03\x03\x03\x03\x03\x03";
    int in = 0;

    for (guint i = 0; i < n_times && in == 0; i++) {
        for (guint k = 0; k < n_interrupts; k += FLOOD_LEN) {
            if (!send(self, flood, MIN(n_interrupts - k, FLOOD_LEN), error))
                return -1;
            // Over a wire they come one by one, over USB in one packet, which counts once: so both
            // many and with gaps, to hit the moment between a bare except and its try.
            if (n_interrupts > FLOOD_LEN) {
                if (fill(self, g_get_monotonic_time() + 1000, error) < 0)
                    return -1;
                self->in_at = self->in_len = 0;
            }
        }
        if (!send(self, "\x01", 1, error))
            return -1;
        self->n_knocks++;
        in = skip_past(self, raw_mark, NULL, g_get_monotonic_time() + wait_us, error);
        if (in > 0 && (self->n_knocks > 1 || n_interrupts > FLOOD_LEN)) {
            // Earlier knocks, of earlier stages too, may be answered later: by a board that was
            // slow (a micro:bit that boots), as slowly.
            if (!settle(self, self->n_knocks > 1 ? wait_us : 40 * 1000, G_USEC_PER_SEC, error))
                return -1;
        }
    }
    if (in > 0) {
        self->mode = ADR_REPL_MODE_RAW;
        self->n_knocks = 0;
    }
    return in;
}

/* The usual adapter circuits pull reset by DTR or RTS alone, and nothing by both or none. */
gboolean
adr_repl_pull_reset(AdrRepl *self, GError **error)
{
    self->in_at = self->in_len = 0;
    self->is_cut = TRUE;
    if (!adr_link_has_lines(self->link))
        return adr_link_restart_peer(self->link, error);
    if (!adr_link_set_lines(self->link, FALSE, TRUE, error))
        return FALSE;
    g_usleep(100 * 1000);
    return adr_link_set_lines(self->link, FALSE, FALSE, error);
}

gboolean
adr_repl_enter_raw(AdrRepl *self, GError **error)
{
    g_autoptr(GError) no_reset = NULL;
    int in;

    self->mode = ADR_REPL_MODE_UNKNOWN;
    self->n_knocks = 0;
    tell_stage(self, _("calling the board"));
    in = knock(self, 2, 2, 150 * 1000, error);
    if (in == 0) {
        tell_stage(self, _("interrupting the program"));
        in = knock(self, 4, 2, 350 * 1000, error);
    }
    if (in == 0) {
        tell_stage(self, _("interrupting the program again and again"));
        in = knock(self, 8, 100 * FLOOD_LEN, 150 * 1000, error);
    }
    if (in == 0) {
        tell_stage(self, _("resetting the board"));
        if (adr_repl_pull_reset(self, &no_reset))
            in = knock(self, 20, 6, 150 * 1000, error);
        else if (!g_error_matches(no_reset, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_SUPPORTED)) {
            g_propagate_error(error, g_steal_pointer(&no_reset));
            in = -1;
        }
    }
    if (in == 0)
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_ANSWER,
                    _("%s does not answer as MicroPython does. Press the board's reset button or "
                      "plug it in again; if that does not help, write its firmware anew."),
                    adr_link_get_address(self->link));
    return in > 0;
}

gboolean
adr_repl_leave_raw(AdrRepl *self, GByteArray *greeting, GError **error)
{
    int seen;

    if (!send(self, "\x02", 1, error))
        return FALSE;
    seen =
        skip_past(self, friendly_mark, greeting, g_get_monotonic_time() + ANSWER_TIMEOUT_US, error);
    if (seen > 0)
        self->mode = ADR_REPL_MODE_FRIENDLY;
    return seen > 0 || (seen == 0 && fail_timed_out(self, error));
}

/* From a friendly prompt with an empty line one Ctrl-A is enough; else from wherever we are. */
static gboolean
need_raw(AdrRepl *self, GError **error)
{
    if (self->mode == ADR_REPL_MODE_RAW)
        return TRUE;
    if (self->mode == ADR_REPL_MODE_FRIENDLY) {
        int in = knock(self, 1, 0, 250 * 1000, error);

        if (in != 0)
            return in > 0;
    }
    return adr_repl_enter_raw(self, error);
}

gboolean
adr_repl_can_interrupt(AdrRepl *self)
{
    return self->is_running || self->is_sending;
}

gboolean
adr_repl_interrupt(AdrRepl *self, GError **error)
{
    if (self->is_sending) {
        self->is_interrupted = TRUE;
        return TRUE;
    }
    return send(self, "\x03", 1, error);
}

gboolean
adr_repl_clear_line(AdrRepl *self, GError **error)
{
    int seen;

    if (!send(self, "\x03", 1, error))
        return FALSE;
    seen = skip_past(self, friendly_mark, NULL, g_get_monotonic_time() + G_USEC_PER_SEC / 2, error);
    self->mode = seen > 0 ? ADR_REPL_MODE_FRIENDLY : ADR_REPL_MODE_UNKNOWN;
    return seen >= 0;
}

/* -- Sending source */

static gboolean
send_paced(AdrRepl *self, const char *data, gsize len, GError **error)
{
    while (len > 0 && !self->is_interrupted) {
        gsize n = self->has_raw_paste == YES ? len : MIN(len, paces[self->pace].chunk);

        if (!send(self, data, n, error))
            return FALSE;
        data += n;
        len -= n;
        // With raw-paste known, what comes here is short enough for its buffer.
        if (self->has_raw_paste == YES)
            continue;
        g_usleep(paces[self->pace].pause_us);
        if (self->host->attend != NULL)
            self->host->attend(self->host_data);
    }
    return TRUE;
}

/* Plain raw mode, up to and with its "OK". */
static gboolean
send_raw(AdrRepl *self, const char *source, gsize len, gint64 timeout_us, GError **error)
{
    static const char stopped[] = "\x03raise KeyboardInterrupt\x04";
    guint8 answer[2];

    self->is_sending = TRUE;
    self->is_interrupted = FALSE;
    if (!send_paced(self, source, len, error))
        return FALSE;
    self->is_sending = FALSE;
    // Ctrl-C forgets what was sent; what runs instead ends as the program would have.
    if (!send(self, self->is_interrupted ? stopped : "\x04",
              self->is_interrupted ? strlen(stopped) : 1, error))
        return FALSE;
    for (int i = 0; i < 2; i++) {
        if (!read_byte(self, &answer[i], g_get_monotonic_time() + timeout_us, error))
            return FALSE;
    }
    if (memcmp(answer, "OK", 2) != 0) {
        self->in_at -= MIN(self->in_at, 2);
        return fail_protocol(self, "OK", error);
    }
    return TRUE;
}

/* Finds the fastest pace at which nothing is lost. */
static gboolean
calibrate(AdrRepl *self, GError **error)
{
    g_autoptr(GString) source = g_string_new("print(len('");
    g_autofree char *expected = g_strdup_printf("%d\r\n\x04\x04>", CALIBRATION_LEN);

    for (int i = 0; i < CALIBRATION_LEN; i++)
        g_string_append_c(source, 'a' + i % 26);
    g_string_append(source, "'))");

    for (;;) {
        g_autoptr(GError) cause = NULL;
        g_autoptr(GByteArray) seen = g_byte_array_new();
        gint64 wait_us = G_USEC_PER_SEC / 2;

        if (send_raw(self, source->str, source->len, wait_us, &cause) &&
            skip_past(self, ">", seen, g_get_monotonic_time() + wait_us, &cause) > 0 &&
            seen->len == strlen(expected) && memcmp(seen->data, expected, seen->len) == 0) {
            self->is_pace_known = TRUE;
            return TRUE;
        }
        if (g_error_matches(cause, ADR_LINK_ERROR, ADR_LINK_ERROR_LOST) ||
            g_error_matches(cause, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (self->pace + 1 == G_N_ELEMENTS(paces))
            return fail_protocol(self, expected, error);
        self->pace++;
        if (!adr_repl_enter_raw(self, error))
            return FALSE;
    }
}

/* Asks for raw-paste mode. Returns: the window's size; 0: not on this board; -1: @error. */
static int
start_raw_paste(AdrRepl *self, GError **error)
{
    gint64 deadline_us = g_get_monotonic_time() + ANSWER_TIMEOUT_US;
    guint8 answer[2];
    guint8 window[2];
    int skipped;

    if (!send(self, "\x05\x41\x01", 3, error) || !read_byte(self, &answer[0], deadline_us, error) ||
        !read_byte(self, &answer[1], deadline_us, error))
        return -1;
    if (answer[0] == 'R' && answer[1] == 1) {
        if (!read_byte(self, &window[0], deadline_us, error) ||
            !read_byte(self, &window[1], deadline_us, error))
            return -1;
        self->has_raw_paste = YES;
        return MAX(window[0] | window[1] << 8, 1);
    }
    self->has_raw_paste = NO;
    if (answer[0] == 'R' && answer[1] == 0)
        return 0;
    // "ra...": the rest of the line that says so.
    skipped = skip_past(self, ">", NULL, deadline_us, error);
    if (skipped == 0)
        fail_timed_out(self, error);
    return skipped > 0 ? 0 : -1;
}

/* Raw-paste mode, up to and with the board's last Ctrl-D before it runs the source. */
static gboolean
send_raw_paste(AdrRepl *self, const char *source, gsize len, guint window, GError **error)
{
    gsize room = window;
    gboolean is_refused = FALSE;
    guint8 byte;

    while (len > 0 && !is_refused) {
        gsize n = MIN(len, room);

        if (!send(self, source, n, error))
            return FALSE;
        source += n;
        len -= n;
        room -= n;
        // Waits only without room, but takes whatever has come.
        while (!is_refused && ((len > 0 && room == 0) || self->in_at < self->in_len)) {
            if (!read_byte(self, &byte, g_get_monotonic_time() + WRITE_TIMEOUT_US, error))
                return FALSE;
            if (byte == 0x01)
                room += window;
            else if (byte == 0x04)
                is_refused = TRUE;
            else
                return fail_protocol(self, "\\001", error);
        }
    }
    if (!send(self, "\x04", 1, error))
        return FALSE;
    while (!is_refused) {
        if (!read_byte(self, &byte, g_get_monotonic_time() + WRITE_TIMEOUT_US, error))
            return FALSE;
        is_refused = byte == 0x04;
    }
    return TRUE;
}

static gboolean
send_source(AdrRepl *self, const char *source, gsize len, GError **error)
{
    gsize short_len = self->has_raw_paste == YES ? RAW_SHORT_LEN : RAW_SHORT_LEN_AT_FIRST;

    if (len > short_len && self->has_raw_paste != NO) {
        int window = start_raw_paste(self, error);

        if (window != 0)
            return window > 0 && send_raw_paste(self, source, len, window, error);
    }
    if (len > short_len && !self->is_pace_known && !calibrate(self, error))
        return FALSE;
    return send_raw(self, source, len, WRITE_TIMEOUT_US, error);
}

/* -- Running */

/* The end of what a program printed, to notice when the board has started anew instead. */
typedef struct {
    char text[sizeof boot_mark - 1];
} Tail;

static void
tail_add(Tail *tail, const guint8 *data, gsize len)
{
    gsize size = sizeof tail->text;

    if (len >= size) {
        memcpy(tail->text, data + len - size, size);
    } else {
        memmove(tail->text, tail->text + len, size - len);
        memcpy(tail->text + size - len, data, len);
    }
}

/* Passes on what comes until Ctrl-D.
 * Returns: 1: Ctrl-D came; 0: the deadline passed; 2: the board started anew and stands at its
 * prompt; 3: the owner reset it; -1: @error. */
static int
pass_until_eot(AdrRepl *self, AdrReplSink sink, gpointer sink_data, gint64 deadline_us,
               GError **error)
{
    Tail tail = {{0}};
    guint n_small = 0; // reads of a few bytes in a row

    for (;;) {
        gint64 quiet_us = g_get_monotonic_time() + G_USEC_PER_SEC / 2;
        int filled = fill(self, MIN(deadline_us, quiet_us), error);
        const guint8 *start = self->in + self->in_at;
        const guint8 *end;
        gsize n;

        if (filled < 0)
            return -1;
        if (self->is_cut)
            return 3;
        if (filled == 0) {
            if (memcmp(tail.text, boot_mark, sizeof tail.text) == 0)
                return 2;
            if (g_get_monotonic_time() >= deadline_us)
                return 0;
            continue;
        }
        // A wire that delivers byte by byte costs more than it brings: let some gather. (A
        // flood from QEMU's micro:bit took 65 % of a core before this, and takes 8 %.)
        n_small = self->in_len < 1024 ? n_small + 1 : 0;
        if (n_small > 16)
            g_usleep(2000);
        end = memchr(start, 0x04, self->in_len - self->in_at);
        n = end != NULL ? (gsize)(end - start) : self->in_len - self->in_at;
        self->in_at += n + (end != NULL);
        tail_add(&tail, start, n);
        if (sink != NULL && n > 0)
            sink(start, n, sink_data);
        if (end != NULL)
            return 1;
    }
}

static void
append_cb(const guint8 *data, gsize len, gpointer array)
{
    g_byte_array_append(array, data, len);
}

static gboolean
exec_once(AdrRepl *self, const char *source, gsize len, AdrReplSink sink, gpointer sink_data,
          GByteArray *error_text, gint64 timeout_us, GError **error)
{
    gint64 deadline_us;
    int passed;

    self->was_reset = FALSE;
    self->is_sending = FALSE;
    self->is_cut = FALSE;
    // Nothing and Ctrl-D would be a soft reset.
    if (len == 0) {
        source = "\n";
        len = 1;
    }
    if (!need_raw(self, error) || !send_source(self, source, len, error))
        return FALSE;
    self->mode = ADR_REPL_MODE_UNKNOWN;
    deadline_us = timeout_us == G_MAXINT64 ? G_MAXINT64 : g_get_monotonic_time() + timeout_us;

    self->is_running = TRUE;
    if (self->host->attend != NULL) // Stop may have been pressed already
        self->host->attend(self->host_data);
    passed = pass_until_eot(self, sink, sink_data, deadline_us, error);
    self->is_running = FALSE;
    if (passed == 1)
        passed = pass_until_eot(self, append_cb, error_text,
                                g_get_monotonic_time() + ANSWER_TIMEOUT_US, error);
    if (passed >= 2) {
        self->was_reset = TRUE;
        self->mode = passed == 2 ? ADR_REPL_MODE_FRIENDLY : ADR_REPL_MODE_UNKNOWN;
        return TRUE;
    }
    // After SystemExit the board says that it resets before its next prompt.
    if (passed == 1)
        passed = skip_past(self, ">", NULL, g_get_monotonic_time() + ANSWER_TIMEOUT_US, error);
    if (passed == 1)
        self->mode = ADR_REPL_MODE_RAW;
    if (passed == 0) {
        g_autoptr(GError) ignored = NULL;

        fail_timed_out(self, error);
        adr_repl_enter_raw(self, &ignored);
    }
    return passed == 1;
}

/* A syntax error may be the board's ears, not the person's program. */
static gboolean
may_be_misheard(AdrRepl *self, const GByteArray *error_text)
{
    const char *text = (const char *)error_text->data;

    return self->has_raw_paste != YES && error_text->len > 0 &&
           (g_strstr_len(text, error_text->len, "SyntaxError") != NULL ||
            g_strstr_len(text, error_text->len, "IndentationError") != NULL);
}

gboolean
adr_repl_exec(AdrRepl *self, const char *source, gsize len, AdrReplSink sink, gpointer sink_data,
              GByteArray *error_text, gint64 timeout_us, GError **error)
{
    guint pace = self->pace;
    gsize before = error_text->len;

    if (!exec_once(self, source, len, sink, sink_data, error_text, timeout_us, error))
        return FALSE;
    if (!may_be_misheard(self, error_text) || pace + 1 == G_N_ELEMENTS(paces))
        return TRUE;
    self->pace++;
    g_byte_array_set_size(error_text, before);
    if (!exec_once(self, source, len, sink, sink_data, error_text, timeout_us, error))
        return FALSE;
    if (may_be_misheard(self, error_text))
        self->pace = pace; // no: it was the program
    return TRUE;
}

gboolean
adr_repl_learn(AdrRepl *self, GError **error)
{
    static const char source[] = "# A comment that is long enough for raw-paste mode.";
    g_autoptr(GByteArray) error_text = g_byte_array_new();

    _Static_assert(sizeof source > RAW_SHORT_LEN_AT_FIRST, "too short");
    return adr_repl_exec(self, source, sizeof source - 1, NULL, NULL, error_text, ANSWER_TIMEOUT_US,
                         error);
}

gboolean
adr_repl_soft_reset_raw(AdrRepl *self, GError **error)
{
    int seen;

    if (!need_raw(self, error) || !send(self, "\x04", 1, error))
        return FALSE;
    seen = skip_past(self, raw_mark, NULL, g_get_monotonic_time() + ANSWER_TIMEOUT_US, error);
    if (seen == 0) {
        // boot.py takes its time, or waits for something.
        return adr_repl_enter_raw(self, error);
    }
    return seen > 0;
}

/* -- Pasting */

/* Reads the echo of @len bytes: as many characters, a line end counting once whatever it became. */
static gboolean
read_echo(AdrRepl *self, const char *sent, gsize len, AdrReplSink sink, gpointer sink_data,
          GError **error)
{
    gint64 deadline_us = g_get_monotonic_time() + ANSWER_TIMEOUT_US;
    gsize at = 0;

    while (at < len) {
        guint8 byte;

        if (!read_byte(self, &byte, deadline_us, error))
            return FALSE;
        sink(&byte, 1, sink_data);
        // New lines are echoed as "\r\n=== ".
        if (sent[at] == '\r' ? byte == '\n' : byte == (guint8)sent[at])
            at++;
    }
    return TRUE;
}

gboolean
adr_repl_paste(AdrRepl *self, const char *text, AdrReplSink sink, gpointer sink_data,
               GError **error)
{
    g_autofree char *lines = g_strdup(text);
    g_autoptr(GByteArray) seen = g_byte_array_new();
    gsize len;
    int in;

    g_strdelimit(lines, "\n", '\r');
    len = strlen(lines);
    if (!send(self, "\x05", 1, error))
        return FALSE;
    in = skip_past(self, "=== ", seen, g_get_monotonic_time() + ANSWER_TIMEOUT_US, error);
    sink(seen->data, seen->len, sink_data);
    if (in <= 0)
        return in == 0 && fail_timed_out(self, error);
    for (gsize at = 0; at < len;) {
        gsize n = MIN(len - at, 32);

        if (!send(self, lines + at, n, error) ||
            !read_echo(self, lines + at, n, sink, sink_data, error))
            return FALSE;
        at += n;
    }
    self->mode = ADR_REPL_MODE_UNKNOWN;
    return send(self, "\x04", 1, error);
}
