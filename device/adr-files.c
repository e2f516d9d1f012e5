/* SPDX-License-Identifier: MIT */
/* The board's files, by small Python programs run on the board.
 *
 * What the firmware has is asked once per connection (need_facts()) and the programs are made of
 * what there is. The micro:bit has no folders, no stat, no rename and no hash: there a file is
 * written in place and checked by a sum. All programs are functions that are deleted again, so that
 * nothing of ours is left among the names at the person's prompt.
 *
 * Data goes up as bytes literals, in as many programs as needed for none to be large beside the
 * board's free memory; and comes down as base64, or as literals where there is no binascii. Both
 * ways a trailer "LENGTH HASH" proves it. */
#include "config.h"

#include "device/adr-files.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "device/adr-jobs.h"

/* -- Small parts */

/* Appends a Python str literal. */
static void
append_string(GString *out, const char *text)
{
    g_string_append_c(out, '\'');
    for (; *text != '\0'; text++) {
        guchar c = *text;

        if (c == '\'' || c == '\\')
            g_string_append_printf(out, "\\%c", c);
        else if (c < ' ' || c == 0x7f)
            g_string_append_printf(out, "\\x%02x", c);
        else
            g_string_append_c(out, c);
    }
    g_string_append_c(out, '\'');
}

/* Appends a Python bytes literal, the shortest there is. */
static void
append_bytes(GString *out, const guint8 *data, gsize len)
{
    g_string_append(out, "b'");
    for (gsize i = 0; i < len; i++) {
        guint8 c = data[i];

        if (c == '\'' || c == '\\')
            g_string_append_printf(out, "\\%c", c);
        else if (c == '\n')
            g_string_append(out, "\\n");
        else if (c == '\r')
            g_string_append(out, "\\r");
        else if (c < ' ' || c >= 0x7f)
            g_string_append_printf(out, "\\x%02x", c);
        else
            g_string_append_c(out, c);
    }
    g_string_append_c(out, '\'');
}

/* The program @template with each %P replaced by @path as a literal, each %Q by @other, and each
 * %O by the import of os. */
static char *
make_source(AdrWorker *worker, const char *template, const char *path, const char *other)
{
    GString *out = g_string_new(NULL);

    for (; *template != '\0'; template ++) {
        if (template[0] != '%' || strchr("POQ", template[1]) == NULL) {
            g_string_append_c(out, *template);
            continue;
        }
        template ++;
        if (*template == 'P')
            append_string(out, path);
        else if (*template == 'Q')
            append_string(out, other);
        else
            g_string_append(out, adr_worker_get_fact(worker, "import-os"));
    }
    return g_string_free(out, FALSE);
}

/* Gives an EXCEPTION that is an OSError the code and the words of what it means for @path. */
static void
explain(GError **error, const char *path)
{
    static const struct {
        int number;
        AdrTargetError code;
        const char *words;
    } meanings[] = {
        {2, ADR_TARGET_ERROR_NO_FILE, N_("There is no “%s” on the board.")},
        {13, ADR_TARGET_ERROR_IS_FOLDER, N_("“%s” on the board is a folder or in use.")},
        {17, ADR_TARGET_ERROR_EXISTS, N_("“%s” is on the board already.")},
        {19, ADR_TARGET_ERROR_NO_FILE, N_("There is no “%s” on the board: no such drive.")},
        {20, ADR_TARGET_ERROR_IS_FOLDER, N_("“%s” on the board is a file, not a folder.")},
        {21, ADR_TARGET_ERROR_IS_FOLDER, N_("“%s” on the board is a folder, not a file.")},
        {28, ADR_TARGET_ERROR_NO_SPACE,
         N_("The board has no room left for “%s”. Delete something there first.")},
        {30, ADR_TARGET_ERROR_READ_ONLY,
         N_("The board does not let “%s” be written: its drive is read-only. (CircuitPython: eject "
            "the CIRCUITPY drive, or hold its button while it starts.)")},
        {39, ADR_TARGET_ERROR_IS_FOLDER, N_("The folder “%s” on the board is not empty.")},
    };
    const char *message, *digits;
    int number;

    if (error == NULL || !g_error_matches(*error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_EXCEPTION))
        return;
    message = (*error)->message;
    if (g_str_has_prefix(message, "AttributeError") || g_str_has_prefix(message, "ImportError")) {
        (*error)->code = ADR_TARGET_ERROR_NOT_SUPPORTED;
        g_prefix_error(error, "%s ", _("This board's firmware cannot do that."));
        return;
    }
    if (!g_str_has_prefix(message, "OSError"))
        return;
    digits = message + strcspn(message, "0123456789");
    number = atoi(digits);
    // The micro:bit's own file system has words and no numbers.
    if (strstr(message, "file not found") != NULL)
        number = 2;
    else if (strstr(message, "No more storage space") != NULL)
        number = 28;
    for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (meanings[i].number == number) {
            AdrTargetError code = meanings[i].code;
            g_autofree char *words = g_strdup_printf(_(meanings[i].words), path);

            g_clear_error(error);
            g_set_error_literal(error, ADR_TARGET_ERROR, code, words);
            return;
        }
    }
    g_prefix_error(error, "%s: ", path);
}

static gboolean
fail_damaged(GError **error, const char *path)
{
    g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_DAMAGED,
                _("“%s” arrived damaged. Check the cable and try again."), path);
    return FALSE;
}

static char *
bytes_to_string(GBytes *bytes)
{
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);

    return g_strndup(len > 0 ? data : "", len);
}

/* Runs a program; its output as text without "\r". */
static char *
run(AdrWorker *worker, AdrJob *job, const char *source, const char *path, GError **error)
{
    g_autoptr(GBytes) output = adr_job_exec_captured(worker, job, source, error);
    g_autofree char *text = NULL;
    g_auto(GStrv) parts = NULL;

    if (output == NULL) {
        explain(error, path);
        return NULL;
    }
    text = bytes_to_string(output);
    parts = g_strsplit(text, "\r", -1);
    return g_strjoinv("", parts);
}

static char *
run_template(AdrWorker *worker, AdrJob *job, const char *template, const char *path,
             const char *other, GError **error)
{
    g_autofree char *source = make_source(worker, template, path, other);

    return run(worker, job, source, path, error);
}

/* -- What the firmware has */

static gboolean
need_facts(AdrWorker *worker, AdrJob *job, GError **error)
{
    static const char ask[] = "def _f():\n"
                              " try:\n"
                              "  import os\n"
                              "  i='import os'\n"
                              " except ImportError:\n"
                              "  import uos as os\n"
                              "  i='import uos as os'\n"
                              " print(i)\n"
                              " print(' '.join(dir(os)))\n"
                              " for m in ('hashlib','uhashlib','binascii','ubinascii'):\n"
                              "  try:\n"
                              "   print(m,' '.join(dir(__import__(m))))\n"
                              "  except ImportError:\n"
                              "   pass\n"
                              " import gc\n"
                              " gc.collect()\n"
                              " print('free',gc.mem_free() if hasattr(gc,'mem_free') else 65536)\n"
                              "_f()\n"
                              "del _f\n";
    g_autofree char *answer = NULL;
    g_auto(GStrv) lines = NULL;

    if (adr_worker_get_fact(worker, "import-os") != NULL)
        return TRUE;
    answer = run(worker, job, ask, "", error);
    if (answer == NULL)
        return FALSE;
    lines = g_strsplit(answer, "\n", -1);
    if (g_strv_length(lines) < 3) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_PROTOCOL,
                    _("%s did not say what it can do. Reset the board and try again."),
                    adr_worker_get_address(worker));
        return FALSE;
    }
    for (char **name = g_strsplit(lines[1], " ", -1), **all = name;; name++) {
        if (*name == NULL) {
            g_strfreev(all);
            break;
        }
        g_autofree char *key = g_strconcat("os.", *name, NULL);
        adr_worker_set_fact(worker, key, "yes");
    }
    for (char **line = lines + 2; *line != NULL; line++) {
        char *rest = strchr(*line, ' ');

        if (rest == NULL)
            continue;
        *rest++ = '\0';
        if (g_str_has_suffix(*line, "hashlib") && strstr(rest, "sha256") != NULL)
            adr_worker_set_fact(worker, "hashlib", *line);
        else if (g_str_has_suffix(*line, "binascii") && strstr(rest, "b2a_base64") != NULL)
            adr_worker_set_fact(worker, "binascii", *line);
        else if (g_str_equal(*line, "free"))
            adr_worker_set_fact(worker, "free", rest);
    }
    adr_worker_set_fact(worker, "import-os", lines[0]);
    return TRUE;
}

static gboolean
has(AdrWorker *worker, const char *fact)
{
    return adr_worker_get_fact(worker, fact) != NULL;
}

/* -- Proof that data is whole: its length and its SHA-256, or where the board has none a sum over
 * blocks of 64 bytes, each weighing in by its place. */

static char *
make_proof(AdrWorker *worker, const guint8 *data, gsize len)
{
    guint32 sum = 0;

    if (has(worker, "hashlib")) {
        g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, len);

        return g_strdup_printf("%" G_GSIZE_FORMAT " %s", len, hash);
    }
    for (gsize at = 0; at < len; at += 64) {
        guint32 block = 0;

        for (gsize i = at; i < MIN(at + 64, len); i++)
            block += data[i];
        sum = (sum * 33 + block) & 0xffffff;
    }
    return g_strdup_printf("%" G_GSIZE_FORMAT " %u", len, sum);
}

/* The lines of a function on the board that reads the open file f to its end, running @each for
 * every block d of it, and then prints the proof. */
static char *
make_reader(AdrWorker *worker, const char *each)
{
    const char *hashlib = adr_worker_get_fact(worker, "hashlib");

    if (hashlib != NULL)
        return g_strdup_printf(" import %s as h\n"
                               " h=h.sha256()\n"
                               " n=0\n"
                               " while 1:\n"
                               "  d=f.read(384)\n"
                               "  if not d:break\n"
                               "  h.update(d)\n"
                               "  n+=len(d)\n"
                               "%s"
                               " f.close()\n"
                               " print(n,''.join(['%%02x'%%x for x in h.digest()]))\n",
                               hashlib, each);
    return g_strdup_printf(" n=s=0\n"
                           " while 1:\n"
                           "  d=f.read(64)\n"
                           "  if not d:break\n"
                           "  s=(s*33+sum(d))&0xffffff\n"
                           "  n+=len(d)\n"
                           "%s"
                           " f.close()\n"
                           " print(n,s)\n",
                           each);
}

/* -- List and stat */

static AdrRemoteFile *
remote_file_new(const char *name, gboolean is_folder, gint64 size)
{
    AdrRemoteFile *file = g_new0(AdrRemoteFile, 1);

    file->name = g_strdup(name);
    file->is_folder = is_folder;
    file->size = size;
    return file;
}

static int
compare_files(gconstpointer a, gconstpointer b)
{
    const AdrRemoteFile *const *first = a;
    const AdrRemoteFile *const *second = b;

    if ((*first)->is_folder != (*second)->is_folder)
        return (*first)->is_folder ? -1 : 1;
    return strcmp((*first)->name, (*second)->name);
}

/* "MODE SIZE NAME" */
static AdrRemoteFile *
parse_entry(const char *line)
{
    char *end;
    long mode = strtol(line, &end, 10);
    gint64 size;

    if (end == line || *end != ' ')
        return NULL;
    size = g_ascii_strtoll(end, &end, 10);
    return *end == ' ' ? remote_file_new(end + 1, mode & 0x4000, size) : NULL;
}

gpointer
adr_files_list(AdrWorker *worker, AdrJob *job, GError **error)
{
    static const char with_ilistdir[] =
        "def _f():\n"
        " %O\n"
        " for e in os.ilistdir(%P):print(e[1],e[3] if len(e)>3 else -1,e[0])\n"
        "_f()\n"
        "del _f\n";
    static const char with_stat[] = "def _f(p):\n"
                                    " %O\n"
                                    " for n in os.listdir(p):\n"
                                    "  s=os.stat((p+'/'+n) if p else n)\n"
                                    "  print(s[0],s[6],n)\n"
                                    "_f(%P)\n"
                                    "del _f\n";
    static const char with_size[] = "def _f():\n"
                                    " %O\n"
                                    " for n in os.listdir():print(32768,os.size(n),n)\n"
                                    "_f()\n"
                                    "del _f\n";
    g_autoptr(GPtrArray) files =
        g_ptr_array_new_with_free_func((GDestroyNotify)adr_remote_file_free);
    g_autofree char *answer = NULL;
    g_auto(GStrv) lines = NULL;
    const char *template = with_size;

    if (!need_facts(worker, job, error))
        return NULL;
    if (has(worker, "os.ilistdir"))
        template = with_ilistdir;
    else if (has(worker, "os.stat"))
        template = with_stat;
    else if (job->path[0] != '\0' && !g_str_equal(job->path, "/") && !g_str_equal(job->path, ".")) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_NO_FILE,
                    _("This board has no folders, so there is no “%s”."), job->path);
        return NULL;
    }
    answer = run_template(worker, job, template, job->path, NULL, error);
    if (answer == NULL) {
        // littlefs and FAT have different words for "that is a file".
        if (error != NULL &&
            g_error_matches(*error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_EXCEPTION) &&
            strstr((*error)->message, "22") != NULL)
            (*error)->code = ADR_TARGET_ERROR_IS_FOLDER;
        return NULL;
    }
    lines = g_strsplit(answer, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        AdrRemoteFile *file = parse_entry(*line);

        if (file != NULL)
            g_ptr_array_add(files, file);
    }
    g_ptr_array_sort(files, compare_files);
    return g_steal_pointer(&files);
}

static AdrRemoteFile *
stat_path(AdrWorker *worker, AdrJob *job, const char *path, GError **error)
{
    static const char with_stat[] = "def _f():\n"
                                    " %O\n"
                                    " s=os.stat(%P)\n"
                                    " print(s[0],s[6],0)\n"
                                    "_f()\n"
                                    "del _f\n";
    static const char with_size[] = "def _f():\n"
                                    " %O\n"
                                    " print(32768,os.size(%P),0)\n"
                                    "_f()\n"
                                    "del _f\n";
    g_autofree char *answer = NULL;
    g_autofree char *name = g_path_get_basename(path);
    AdrRemoteFile *file;

    if (!need_facts(worker, job, error))
        return NULL;
    // Some firmware has no answer for the root, and all have it.
    if (path[0] == '\0' || g_str_equal(path, "/") || g_str_equal(path, "."))
        return remote_file_new(path, TRUE, 0);
    answer = run_template(worker, job, has(worker, "os.stat") ? with_stat : with_size, path, NULL,
                          error);
    if (answer == NULL)
        return NULL;
    file = parse_entry(answer);
    if (file == NULL) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_PROTOCOL,
                    _("The board's answer about “%s” makes no sense. Reset it and try again."),
                    path);
        return NULL;
    }
    g_free(file->name);
    file->name = g_steal_pointer(&name);
    return file;
}

gpointer
adr_files_stat(AdrWorker *worker, AdrJob *job, GError **error)
{
    return stat_path(worker, job, job->path, error);
}

/* -- Read */

/* Appends what the Python bytes literal @text means. Returns: FALSE if it is none. */
static gboolean
parse_literal(const char *text, GByteArray *out)
{
    char quote;

    if (*text++ != 'b' || (*text != '\'' && *text != '"'))
        return FALSE;
    quote = *text++;
    while (*text != quote) {
        guint8 byte = *text++;

        if (byte == '\0')
            return FALSE;
        if (byte == '\\') {
            switch (*text++) {
            case 'n': byte = '\n'; break;
            case 'r': byte = '\r'; break;
            case 't': byte = '\t'; break;
            case '\\': byte = '\\'; break;
            case '\'': byte = '\''; break;
            case '"': byte = '"'; break;
            case 'x':
                if (!g_ascii_isxdigit(text[0]) || !g_ascii_isxdigit(text[1]))
                    return FALSE;
                byte = g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]);
                text += 2;
                break;
            default: return FALSE;
            }
        }
        g_byte_array_append(out, &byte, 1);
    }
    return text[1] == '\0';
}

typedef struct {
    AdrWorker *worker;
    AdrJob *job;
    GByteArray *data;
    GString *line;   // the one being received
    GString *last;   // the one before: in the end the proof
    gint64 total;    // expected, -1 if not known
    gboolean is_bad; // a line made no sense
} Reader;

static void
reader_take_line(Reader *reader)
{
    const char *line = reader->last->str;

    if (line[0] == '\0')
        return;
    if (line[0] == 'b' && (line[1] == '\'' || line[1] == '"')) {
        reader->is_bad |= !parse_literal(line, reader->data);
    } else {
        gsize len;
        g_autofree guchar *piece = g_base64_decode(line, &len);

        g_byte_array_append(reader->data, piece, len);
    }
    adr_worker_emit_progress(reader->worker, reader->job, reader->data->len, reader->total);
}

static void
reader_cb(const guint8 *data, gsize len, gpointer user_data)
{
    Reader *reader = user_data;

    for (gsize i = 0; i < len; i++) {
        if (data[i] == '\r' || data[i] == '\0')
            continue;
        if (data[i] != '\n') {
            g_string_append_c(reader->line, data[i]);
            continue;
        }
        if (reader->line->len == 0)
            continue;
        // A line is data once another has come after it.
        reader_take_line(reader);
        g_string_assign(reader->last, reader->line->str);
        g_string_truncate(reader->line, 0);
    }
}

gpointer
adr_files_read(AdrWorker *worker, AdrJob *job, GError **error)
{
    g_autoptr(GString) source = g_string_new(NULL);
    g_autoptr(GByteArray) data = g_byte_array_new();
    g_autoptr(GByteArray) error_text = g_byte_array_new();
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GString) last = g_string_new(NULL);
    g_autoptr(AdrRemoteFile) file = stat_path(worker, job, job->path, error);
    g_autofree char *reader_source = NULL;
    g_autofree char *proof = NULL;
    const char *binascii;
    Reader reader = {.worker = worker, .job = job, .data = data, .line = line, .last = last};

    if (file == NULL)
        return NULL;
    if (file->is_folder) {
        g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_IS_FOLDER,
                    _("“%s” on the board is a folder, not a file."), job->path);
        return NULL;
    }
    reader.total = file->size;
    binascii = adr_worker_get_fact(worker, "binascii");
    reader_source = make_reader(worker, binascii != NULL ? "  print(str(b(d),'ascii'),end='')\n"
                                                         : "  print(d)\n");
    g_string_append(source, "def _f():\n f=open(");
    append_string(source, job->path);
    g_string_append(source, ",'rb')\n");
    if (binascii != NULL)
        g_string_append_printf(source, " from %s import b2a_base64 as b\n", binascii);
    g_string_append(source, reader_source);
    g_string_append(source, "_f()\ndel _f\n");

    if (!adr_repl_exec(adr_worker_get_repl(worker), source->str, source->len, reader_cb, &reader,
                       error_text, G_MAXINT64, error))
        return NULL;
    if (job->is_cancel_passed) {
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED, _("Cancelled."));
        return NULL;
    }
    if (error_text->len > 0) {
        g_autofree char *text = g_strndup((const char *)error_text->data, error_text->len);
        const char *last_line = g_strrstr(g_strchomp(text), "\n");

        g_set_error_literal(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_EXCEPTION,
                            last_line != NULL ? last_line + 1 : text);
        explain(error, job->path);
        return NULL;
    }
    proof = make_proof(worker, data->data, data->len);
    if (reader.is_bad || !g_str_equal(proof, last->str)) {
        fail_damaged(error, job->path);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&data));
}

/* -- Write */

/* Bytes of file in one program: small beside the free memory, which holds the source, the
 * literal and the code at one time. */
static gsize
choose_piece(AdrWorker *worker)
{
    const char *memory = adr_worker_get_fact(worker, "free");
    gint64 free_bytes = memory != NULL ? g_ascii_strtoll(memory, NULL, 10) : 0;

    return CLAMP(free_bytes / 24, 64, 2048);
}

static gboolean
send_pieces(AdrWorker *worker, AdrJob *job, const guint8 *data, gsize len, GError **error)
{
    gsize piece = choose_piece(worker);

    for (gsize at = 0; at < len;) {
        gsize n = MIN(piece, len - at);
        g_autoptr(GString) source = g_string_new("_adr.write(");
        g_autoptr(GBytes) output = NULL;

        append_bytes(source, data + at, n);
        g_string_append_c(source, ')');
        output = adr_job_exec_captured(worker, job, source->str, error);
        if (output == NULL)
            return FALSE;
        at += n;
        adr_worker_emit_progress(worker, job, at, len);
    }
    return TRUE;
}

/* Closes and deletes what was half written; keeps @error as it is. */
static void
give_up_part(AdrWorker *worker, AdrJob *job, const char *part)
{
    g_autofree char *ignored = NULL;

    // It is what was asked for, also after a cancellation.
    job->is_cancel_passed = TRUE;
    ignored = run_template(worker, job,
                           "try:\n"
                           " _adr.close()\n"
                           " del _adr\n"
                           "except:pass\n"
                           "%O\n"
                           "try:os.remove(%P)\n"
                           "except OSError:pass\n",
                           part, NULL, NULL);
}

static gboolean
check_part(AdrWorker *worker, AdrJob *job, const char *part, const char *proof, GError **error)
{
    g_autofree char *reader = make_reader(worker, "");
    g_autoptr(GString) source = g_string_new("_adr.close()\ndel _adr\ndef _f():\n f=open(");
    g_autofree char *answer = NULL;

    append_string(source, part);
    g_string_append(source, ",'rb')\n");
    g_string_append(source, reader);
    g_string_append(source, "_f()\ndel _f\n");
    answer = run(worker, job, source->str, job->path, error);
    if (answer == NULL)
        return FALSE;
    return g_str_equal(g_strchomp(answer), proof) || fail_damaged(error, job->path);
}

gpointer
adr_files_write(AdrWorker *worker, AdrJob *job, GError **error)
{
    static const char replace[] = "def _f(p,q):\n"
                                  " %O\n"
                                  " try:os.rename(p,q)\n"
                                  " except OSError:\n"
                                  "  os.remove(q)\n"
                                  "  os.rename(p,q)\n"
                                  "_f(%P,%Q)\n"
                                  "del _f\n";
    gsize len;
    const guint8 *data = g_bytes_get_data(job->bytes, &len);
    g_autofree char *part = NULL;
    g_autofree char *opened = NULL;
    g_autofree char *proof = NULL;
    g_autofree char *renamed = NULL;

    if (!need_facts(worker, job, error))
        return NULL;
    part = has(worker, "os.rename") ? g_strconcat(job->path, ".part", NULL) : g_strdup(job->path);
    proof = make_proof(worker, data, len);
    opened = run_template(worker, job, "_adr=open(%P,'wb')", part, NULL, error);
    if (opened == NULL)
        return NULL;
    if (!send_pieces(worker, job, data, len, error) ||
        !check_part(worker, job, part, proof, error)) {
        if (adr_worker_is_connected(worker))
            give_up_part(worker, job, part);
        explain(error, job->path);
        return NULL;
    }
    if (g_str_equal(part, job->path))
        return NULL;

    // Rename last: a cable pulled before this line leaves the old file whole.
    renamed = run_template(worker, job, replace, part, job->path, error);
    if (renamed == NULL)
        give_up_part(worker, job, part);
    return NULL;
}

/* -- The rest */

gpointer
adr_files_remove(AdrWorker *worker, AdrJob *job, GError **error)
{
    static const char simply[] = "def _f(p):\n"
                                 " %O\n"
                                 " try:d=os.stat(p)[0]&0x4000\n"
                                 " except AttributeError:d=0\n"
                                 " if d:os.rmdir(p)\n"
                                 " else:os.remove(p)\n"
                                 "_f(%P)\n"
                                 "del _f\n";
    static const char with_all[] = "def _f(p):\n"
                                   " %O\n"
                                   " try:d=os.stat(p)[0]&0x4000\n"
                                   " except AttributeError:d=0\n"
                                   " if d:\n"
                                   "  for n in os.listdir(p):_f(p.rstrip('/')+'/'+n)\n"
                                   "  os.rmdir(p)\n"
                                   " else:os.remove(p)\n"
                                   "_f(%P)\n"
                                   "del _f\n";
    g_autofree char *answer = NULL;

    if (need_facts(worker, job, error))
        answer = run_template(worker, job, job->number ? with_all : simply, job->path, NULL, error);
    return NULL;
}

static gboolean
make_one_folder(AdrWorker *worker, AdrJob *job, const char *path, GError **error)
{
    g_autofree char *answer = run_template(worker, job, "%O\nos.mkdir(%P)", path, NULL, error);

    return answer != NULL;
}

gpointer
adr_files_make_folder(AdrWorker *worker, AdrJob *job, GError **error)
{
    g_auto(GStrv) parts = NULL;
    g_autoptr(GString) path = g_string_new(NULL);

    if (!need_facts(worker, job, error))
        return NULL;
    if (!job->number) {
        make_one_folder(worker, job, job->path, error);
        return NULL;
    }
    parts = g_strsplit(job->path, "/", -1);
    for (int i = 0; parts[i] != NULL; i++) {
        g_autoptr(GError) trouble = NULL;

        if (i > 0)
            g_string_append_c(path, '/');
        if (parts[i][0] == '\0')
            continue;
        g_string_append(path, parts[i]);
        if (make_one_folder(worker, job, path->str, &trouble))
            continue;
        // There already, or a drive's root, which cannot be made: then it must be a folder.
        g_autoptr(AdrRemoteFile) file = stat_path(worker, job, path->str, NULL);
        if (file == NULL || !file->is_folder) {
            g_propagate_error(error, g_steal_pointer(&trouble));
            return NULL;
        }
    }
    return NULL;
}

gpointer
adr_files_rename(AdrWorker *worker, AdrJob *job, GError **error)
{
    static const char rename_it[] = "%O\nos.rename(%P,%Q)";
    g_autofree char *answer = NULL;

    if (need_facts(worker, job, error))
        answer = run_template(worker, job, rename_it, job->path, job->text, error);
    return NULL;
}
