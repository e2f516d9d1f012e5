/* SPDX-License-Identifier: MIT */
/* Tracebacks look like this, MicroPython's and CPython's alike but for the lines that show source:
 *
 *     Traceback (most recent call last):
 *       File "blink.py", line 3, in <module>
 *         led.toggle()
 *     AttributeError: 'Pin' object has no attribute 'toggle'
 *
 * Old firmware leaves the first line out where there are no frames ("MemoryError: ..."). The
 * exception is the last line that begins in the first column with a name; its message may go on
 * over several lines. */
#include "config.h"

#include "device/adr-traceback.h"

#include <stdlib.h>
#include <string.h>

static const char stdin_name[] = "File \"<stdin>\"";
#define STDIN_NAME_LEN (sizeof stdin_name - 1)

struct AdrRenamer {
    char *replacement; // (nullable): 'File "blink.py"'
    gsize n_matched;   // bytes of stdin_name held back
};

AdrRenamer *
adr_renamer_new(const char *file_name)
{
    AdrRenamer *self = g_new0(AdrRenamer, 1);

    if (file_name != NULL)
        self->replacement = g_strdup_printf("File \"%s\"", file_name);
    return self;
}

void
adr_renamer_free(AdrRenamer *self)
{
    g_free(self->replacement);
    g_free(self);
}

void
adr_renamer_feed(AdrRenamer *self, const guint8 *data, gsize len, GByteArray *out)
{
    const guint8 *end = data + len;

    if (self->replacement == NULL) {
        g_byte_array_append(out, data, len);
        return;
    }
    while (data < end) {
        if (self->n_matched == 0) {
            const guint8 *start = memchr(data, stdin_name[0], end - data);

            // The long stretches in between go over in one piece.
            if (start == NULL)
                start = end;
            g_byte_array_append(out, data, start - data);
            data = start;
            if (data == end)
                return;
        }
        if (*data == (guint8)stdin_name[self->n_matched]) {
            data++;
            if (++self->n_matched == STDIN_NAME_LEN) {
                g_byte_array_append(out, (const guint8 *)self->replacement,
                                    strlen(self->replacement));
                self->n_matched = 0;
            }
        } else {
            // Only its first letter is an F, so what was held back cannot hold another beginning.
            adr_renamer_flush(self, out);
        }
    }
}

void
adr_renamer_flush(AdrRenamer *self, GByteArray *out)
{
    g_byte_array_append(out, (const guint8 *)stdin_name, self->n_matched);
    self->n_matched = 0;
}

gboolean
adr_renamer_is_holding(const AdrRenamer *self)
{
    return self->n_matched > 0;
}

/* -- Results */

static void
frame_free(AdrFrame *frame)
{
    g_free(frame->file);
    g_free(frame->function);
    g_free(frame);
}

AdrRunResult *
adr_run_result_new(void)
{
    AdrRunResult *self = g_atomic_rc_box_new0(AdrRunResult);

    self->output = g_bytes_new(NULL, 0);
    self->file_name = g_strdup("<stdin>");
    self->frames = g_ptr_array_new_with_free_func((GDestroyNotify)frame_free);
    return self;
}

static void
run_result_clear(AdrRunResult *self)
{
    g_bytes_unref(self->output);
    g_free(self->file_name);
    g_free(self->error_text);
    g_free(self->exception_type);
    g_free(self->exception_message);
    g_ptr_array_unref(self->frames);
}

AdrRunResult *
adr_run_result_ref(AdrRunResult *self)
{
    return g_atomic_rc_box_acquire(self);
}

void
adr_run_result_unref(AdrRunResult *self)
{
    g_atomic_rc_box_release_full(self, (GDestroyNotify)run_result_clear);
}

G_DEFINE_BOXED_TYPE(AdrRunResult, adr_run_result, adr_run_result_ref, adr_run_result_unref)

/* '  File "x.py", line 3, in f' to a frame; NULL if it is not such a line. */
static AdrFrame *
parse_frame(const char *line)
{
    const char *name = line + strspn(line, " ");
    const char *name_end, *at;
    AdrFrame *frame;
    char *number_end;
    gulong number;

    if (!g_str_has_prefix(name, "File \""))
        return NULL;
    name += strlen("File \"");
    name_end = strstr(name, "\", line ");
    if (name_end == NULL)
        return NULL;
    at = name_end + strlen("\", line ");
    number = strtoul(at, &number_end, 10);
    if (number_end == at || number > G_MAXUINT)
        return NULL;
    frame = g_new0(AdrFrame, 1);
    frame->file = g_strndup(name, name_end - name);
    frame->line = number;
    if (g_str_has_prefix(number_end, ", in "))
        frame->function = g_strdup(number_end + strlen(", in "));
    return frame;
}

/* The length of the dotted name that @line begins with, if it can be an exception's, else 0. */
static gsize
exception_name_len(const char *line)
{
    gsize len = 0;

    if (!g_ascii_isalpha(line[0]) && line[0] != '_')
        return 0;
    while (g_ascii_isalnum(line[len]) || line[len] == '_' || line[len] == '.')
        len++;
    return line[len] == ':' || line[len] == '\0' ? len : 0;
}

void
adr_run_result_parse_error(AdrRunResult *self, const char *text, gsize len)
{
    g_autofree char *valid = g_utf8_make_valid(text, len);
    g_auto(GStrv) parts = g_strsplit(valid, "\r\n", -1);
    g_auto(GStrv) lines = NULL;
    int last = -1;
    gsize name_len;

    g_free(self->error_text);
    self->error_text = g_strchomp(g_strjoinv("\n", parts));
    lines = g_strsplit(self->error_text, "\n", -1);

    for (int i = 0; lines[i] != NULL; i++) {
        AdrFrame *frame = parse_frame(lines[i]);

        if (frame != NULL) {
            // What came before belongs to an exception that this one was raised during or from.
            if (last >= 0)
                g_ptr_array_set_size(self->frames, 0);
            g_ptr_array_add(self->frames, frame);
            last = -1;
        } else if (last < 0 && exception_name_len(lines[i]) > 0) {
            last = i;
        }
    }
    if (last < 0)
        return;

    name_len = exception_name_len(lines[last]);
    g_free(self->exception_type);
    g_free(self->exception_message);
    self->exception_type = g_strndup(lines[last], name_len);
    if (lines[last][name_len] == ':') {
        g_autofree char *rest = g_strjoinv("\n", lines + last);

        self->exception_message = g_strdup(g_strstrip(rest + name_len + 1));
    } else {
        self->exception_message = g_strdup("");
    }
    self->interrupted = g_str_equal(self->exception_type, "KeyboardInterrupt");
}
