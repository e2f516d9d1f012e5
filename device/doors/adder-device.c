/* SPDX-License-Identifier: MIT */
/* adder-device: a running board from the command line, with the verbs of mpremote.
 *
 * The arguments are commands with "+" between them (needed only after verbs that take any number
 * of arguments); ":path" is a file on the board. A board is connected when the first command needs
 * one: the one named by "connect", or the only one there is.
 *
 * Each call to the target is asynchronous; a door has nothing else to do, so await() runs the main
 * loop until it is done. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "device/adr-link.h"
#include "device/adr-ports.h"
#include "device/adr-target.h"

#define EXIT_USAGE 2

typedef struct {
    AdrTarget *target; // (nullable): connected
    gboolean is_json;
    gboolean is_fresh; // the board was soft reset, or is to be left as it is
    gboolean had_carriage_return;
    GMainLoop *loop;
    GAsyncResult *result; // of the call awaited
} Door;

static const char usage_text[] =
    N_("usage: adder-device [--json] [COMMAND [+ COMMAND]...]\n"
       "\n"
       "  list, devs                ports where a board may be\n"
       "  connect ADDRESS           /dev/ttyACM0, id:SERIAL, tcp://HOST:PORT, sim:BOARD, auto\n"
       "  disconnect                lets the board go\n"
       "  resume                    no soft reset before the first run, exec or eval\n"
       "  run FILE                  runs a file of this computer (-: standard input)\n"
       "  exec CODE                 runs Python code\n"
       "  eval EXPRESSION           prints its value\n"
       "  repl                      the board's prompt; Ctrl-] or Ctrl-X ends it\n"
       "  soft-reset, reset         a fresh interpreter; as the reset button\n"
       "  ls [PATH]                 files on the board\n"
       "  cat PATH...               prints files of the board\n"
       "  cp [-r] FROM... TO        copies; \":path\" is on the board\n"
       "  rm [-r] PATH...           deletes on the board\n"
       "  mkdir [-p] PATH...        makes folders on the board\n"
       "  rmdir PATH...             deletes empty folders on the board\n"
       "  fs VERB...                the same verbs, as mpremote has them\n"
       "  sleep SECONDS             waits\n"
       "\n"
       "Without “connect” the only port there is gets used.\n");

/* -- Errors and waiting */

static int
fail(const GError *error)
{
    g_printerr("adder-device: %s\n", error->message);
    return EXIT_FAILURE;
}

static int G_GNUC_PRINTF(1, 2) misuse(const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    g_printerr("adder-device: %s\n%s\n", message, _("Try “adder-device --help”."));
    return EXIT_USAGE;
}

static void
done_cb(GObject *source, GAsyncResult *result, gpointer data)
{
    Door *door = data;

    door->result = g_object_ref(result);
    g_main_loop_quit(door->loop);
}

/* Runs the main loop until the call that was given done_cb is done. Returns: (transfer full) */
static GAsyncResult *
await(Door *door)
{
    // Something else may end the loop too.
    while (door->result == NULL)
        g_main_loop_run(door->loop);
    return g_steal_pointer(&door->result);
}

/* -- Output */

/* The board ends lines with "\r\n", files here with "\n". */
static void
output_cb(AdrTarget *target, GBytes *bytes, Door *door)
{
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);

    for (gsize i = 0; i < len; i++) {
        if (door->had_carriage_return && data[i] != '\n')
            putchar('\r');
        door->had_carriage_return = data[i] == '\r';
        if (data[i] != '\r')
            putchar(data[i]);
    }
    fflush(stdout);
}

static void
problem_cb(AdrTarget *target, const GError *error, Door *door)
{
    g_printerr("adder-device: %s\n", error->message);
}

typedef struct {
    const char *name;
    gboolean is_shown; // standard error is a terminal
} Progress;

static void
progress_cb(goffset done, goffset total, gpointer data)
{
    Progress *progress = data;

    if (!progress->is_shown)
        return;
    if (total > 0)
        g_printerr("\r%s %3d %%", progress->name, (int)(done * 100 / total));
    if (done == total)
        g_printerr("\r%*s\r", (int)strlen(progress->name) + 6, "");
}

/* -- Connecting */

static void
let_go(Door *door)
{
    g_autoptr(GAsyncResult) result = NULL;

    if (door->target == NULL)
        return;
    adr_target_disconnect_async(door->target, done_cb, door);
    result = await(door);
    adr_target_disconnect_finish(door->target, result, NULL);
    g_clear_object(&door->target);
}

static gboolean
reach(Door *door, const char *address, gboolean is_interactive, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    let_go(door);
    door->target = adr_target_new(address);
    adr_target_set_interactive(door->target, is_interactive);
    if (!is_interactive)
        g_signal_connect(door->target, "output", G_CALLBACK(output_cb), door);
    g_signal_connect(door->target, "problem", G_CALLBACK(problem_cb), door);
    adr_target_connect_async(door->target, NULL, done_cb, door);
    result = await(door);
    if (adr_target_connect_finish(door->target, result, error))
        return TRUE;
    g_clear_object(&door->target);
    return FALSE;
}

static gboolean
is_built_in(AdrPort *port)
{
    return adr_port_get_kind(port) == ADR_PORT_KIND_SERIAL && adr_port_get_vendor_id(port) == 0;
}

/* Returns: (transfer full): the only port there is, or the only one that was plugged in. */
static char *
choose_port(GError **error)
{
    g_autoptr(AdrPorts) ports = adr_ports_new();
    guint n = g_list_model_get_n_items(G_LIST_MODEL(ports));
    g_autoptr(GString) names = g_string_new(NULL);

    // The list has those plugged in first.
    if (n > 0) {
        g_autoptr(AdrPort) first = g_list_model_get_item(G_LIST_MODEL(ports), 0);
        g_autoptr(AdrPort) second = g_list_model_get_item(G_LIST_MODEL(ports), 1);

        if (second == NULL || (is_built_in(second) && !is_built_in(first)))
            return g_strdup(adr_port_get_address(first));
    }
    if (n == 0) {
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                            _("No board was found. Plug one in, or name it: “connect ADDRESS”; "
                              "“connect sim:” is the simulator."));
        return NULL;
    }
    for (guint i = 0; i < n; i++) {
        g_autoptr(AdrPort) port = g_list_model_get_item(G_LIST_MODEL(ports), i);

        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", adr_port_get_address(port));
    }
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                _("There are several ports: %s. Say which: “connect ADDRESS”."), names->str);
    return NULL;
}

static gboolean
need_target(Door *door, GError **error)
{
    g_autofree char *address = NULL;

    if (door->target != NULL)
        return TRUE;
    address = choose_port(error);
    return address != NULL && reach(door, address, FALSE, error);
}

static int
do_connect(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = NULL;

    if (g_str_equal(args[0], "auto")) {
        address = choose_port(&error);
    } else if (g_str_has_prefix(args[0], "id:")) {
        address = adr_ports_find_serial(args[0] + 3);
        if (address == NULL)
            g_set_error(&error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                        _("No port has the serial number %s. “adder-device list” shows what there "
                          "is."),
                        args[0] + 3);
    } else {
        address = adr_ports_parse_address(
            g_str_has_prefix(args[0], "port:") ? args[0] + 5 : args[0], &error);
    }
    if (address == NULL || !reach(door, address, FALSE, &error))
        return fail(error);
    door->is_fresh = FALSE;
    return EXIT_SUCCESS;
}

static int
do_disconnect(Door *door, char **args)
{
    let_go(door);
    return EXIT_SUCCESS;
}

static int
do_resume(Door *door, char **args)
{
    door->is_fresh = TRUE;
    return EXIT_SUCCESS;
}

/* -- JSON */

static void
print_json(JsonBuilder *builder)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, TRUE);

    g_print("%s\n", text);
}

static void
add_json_string(JsonBuilder *builder, const char *name, const char *value)
{
    json_builder_set_member_name(builder, name);
    if (value != NULL)
        json_builder_add_string_value(builder, value);
    else
        json_builder_add_null_value(builder);
}

static void
add_json_int(JsonBuilder *builder, const char *name, gint64 value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, value);
}

/* -- Ports */

static int
do_list(Door *door, char **args)
{
    g_autoptr(AdrPorts) ports = adr_ports_new();
    g_autoptr(JsonBuilder) builder = json_builder_new();
    guint n = g_list_model_get_n_items(G_LIST_MODEL(ports));

    json_builder_begin_array(builder);
    for (guint i = 0; i < n; i++) {
        g_autoptr(AdrPort) port = g_list_model_get_item(G_LIST_MODEL(ports), i);
        const char *serial = adr_port_get_serial(port);
        const char *description = adr_port_get_description(port);

        if (!door->is_json) {
            g_print("%s %s %04x:%04x %s\n", adr_port_get_address(port), serial ? serial : "None",
                    adr_port_get_vendor_id(port), adr_port_get_product_id(port),
                    description ? description : "None");
            continue;
        }
        json_builder_begin_object(builder);
        add_json_string(builder, "address", adr_port_get_address(port));
        add_json_string(builder, "label", adr_port_get_label(port));
        add_json_string(builder, "serial", serial);
        add_json_int(builder, "vendor_id", adr_port_get_vendor_id(port));
        add_json_int(builder, "product_id", adr_port_get_product_id(port));
        add_json_string(builder, "description", description);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    if (door->is_json)
        print_json(builder);
    return EXIT_SUCCESS;
}

/* -- Running */

static gboolean
interrupt_cb(gpointer data)
{
    Door *door = data;

    if (door->target != NULL)
        adr_target_interrupt(door->target);
    return G_SOURCE_CONTINUE;
}

/* Passes standard input on to a program that reads it. */
static gboolean
input_cb(int fd, GIOCondition condition, gpointer data)
{
    Door *door = data;
    char buf[1024];
    ssize_t n = read(fd, buf, sizeof buf);

    if (n <= 0)
        return G_SOURCE_REMOVE;
    for (ssize_t i = 0; i < n; i++) {
        if (buf[i] == '\n')
            buf[i] = '\r';
    }
    adr_target_send_input(door->target, buf, n);
    return G_SOURCE_CONTINUE;
}

static int
run_source(Door *door, GBytes *source, const char *name, gboolean passes_input)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(AdrRunResult) run = NULL;
    AdrRunFlags flags = door->is_fresh ? ADR_RUN_DEFAULT : ADR_RUN_FRESH;
    GSource *input = NULL;

    if (!need_target(door, &error))
        return fail(error);
    if (passes_input) {
        input = g_unix_fd_source_new(STDIN_FILENO, G_IO_IN | G_IO_HUP);
        g_source_set_callback(input, G_SOURCE_FUNC(input_cb), door, NULL);
        g_source_attach(input, NULL);
    }
    adr_target_run_async(door->target, source, name, flags, NULL, done_cb, door);
    result = await(door);
    if (input != NULL) {
        g_source_destroy(input);
        g_source_unref(input);
    }
    run = adr_target_run_finish(door->target, result, &error);
    if (run == NULL)
        return fail(error);
    door->is_fresh = TRUE;
    if (run->ok)
        return EXIT_SUCCESS;
    fflush(stdout);
    g_printerr("%s\n", run->error_text);
    return EXIT_FAILURE;
}

static int
do_run(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GBytes) source = NULL;
    gboolean is_stdin = g_str_equal(args[0], "-");
    gsize len;

    if (!g_file_get_contents(is_stdin ? "/dev/stdin" : args[0], &text, &len, &error))
        return fail(error);
    source = g_bytes_new(text, len);
    return run_source(door, source, is_stdin ? "<stdin>" : args[0], !is_stdin);
}

static int
do_exec(Door *door, char **args)
{
    g_autoptr(GBytes) source = g_bytes_new(args[0], strlen(args[0]));

    return run_source(door, source, "<stdin>", FALSE);
}

static int
do_eval(Door *door, char **args)
{
    g_autofree char *text = g_strdup_printf("print(repr(%s))", args[0]);
    g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));

    return run_source(door, source, "<stdin>", FALSE);
}

static int
do_soft_reset(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GAsyncResult) result = NULL;

    if (!need_target(door, &error))
        return fail(error);
    adr_target_soft_reset_async(door->target, NULL, done_cb, door);
    result = await(door);
    if (!adr_target_soft_reset_finish(door->target, result, &error))
        return fail(error);
    door->is_fresh = TRUE;
    return EXIT_SUCCESS;
}

static int
do_reset(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GAsyncResult) result = NULL;

    if (!need_target(door, &error))
        return fail(error);
    adr_target_reset_async(door->target, NULL, done_cb, door);
    result = await(door);
    if (!adr_target_reset_finish(door->target, result, &error))
        return fail(error);
    door->is_fresh = TRUE;
    return EXIT_SUCCESS;
}

static int
do_sleep(Door *door, char **args)
{
    char *end;
    double seconds = g_ascii_strtod(args[0], &end);

    if (end == args[0] || *end != '\0' || seconds < 0 || seconds > 1e6)
        return misuse(_("sleep needs a number of seconds, not “%s”."), args[0]);
    g_usleep(seconds * G_USEC_PER_SEC);
    return EXIT_SUCCESS;
}

/* -- The board's prompt */

static void
repl_output_cb(AdrTarget *target, GBytes *bytes, Door *door)
{
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);

    fwrite(data, 1, len, stdout);
    fflush(stdout);
}

static gboolean
repl_quit_cb(gpointer data)
{
    Door *door = data;

    g_main_loop_quit(door->loop);
    return G_SOURCE_REMOVE;
}

/* A pipe that has ended: leave once the board has had the time to answer. */
static void
repl_state_cb(AdrTarget *target, GParamSpec *pspec, Door *door)
{
    if (adr_target_get_state(target) == ADR_TARGET_STATE_DISCONNECTED)
        g_main_loop_quit(door->loop);
}

static gboolean
repl_input_cb(int fd, GIOCondition condition, gpointer data)
{
    Door *door = data;
    char buf[1024];
    ssize_t n = read(fd, buf, sizeof buf);

    if (n <= 0) {
        g_timeout_add(500, repl_quit_cb, door);
        return G_SOURCE_REMOVE;
    }
    for (ssize_t i = 0; i < n; i++) {
        if (buf[i] == 0x1d || buf[i] == 0x18) { // Ctrl-], Ctrl-X
            adr_target_send_input(door->target, buf, i);
            g_main_loop_quit(door->loop);
            return G_SOURCE_REMOVE;
        }
        if (buf[i] == '\n' && !isatty(fd))
            buf[i] = '\r';
    }
    adr_target_send_input(door->target, buf, n);
    return G_SOURCE_CONTINUE;
}

static int
do_repl(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    gboolean is_terminal = isatty(STDIN_FILENO);
    struct termios cooked, raw;
    guint input_id;

    if (!need_target(door, &error))
        return fail(error);
    g_signal_handlers_disconnect_by_func(door->target, output_cb, door);
    if (is_terminal) {
        g_printerr(_("Connected to %s. Ctrl-] or Ctrl-X ends this.\n"),
                   adr_target_get_address(door->target));
        tcgetattr(STDIN_FILENO, &cooked);
        raw = cooked;
        cfmakeraw(&raw);
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    }
    g_signal_connect(door->target, "output", G_CALLBACK(repl_output_cb), door);
    g_signal_connect(door->target, "notify::state", G_CALLBACK(repl_state_cb), door);
    input_id = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, repl_input_cb, door);
    adr_target_set_interactive(door->target, TRUE);
    g_main_loop_run(door->loop);
    if (g_main_context_find_source_by_id(NULL, input_id) != NULL)
        g_source_remove(input_id);
    if (is_terminal) {
        tcsetattr(STDIN_FILENO, TCSADRAIN, &cooked);
        g_print("\n");
    }
    let_go(door);
    return EXIT_SUCCESS;
}

/* -- Files */

/* ":path" and "path" both mean the board's where only the board can be meant. */
static const char *
remote_path(const char *arg)
{
    return arg[0] == ':' ? arg + 1 : arg;
}

/* Returns: TRUE if the first argument is @option, which is then passed over. */
static gboolean
take_option(char ***args, const char *option)
{
    if ((*args)[0] == NULL || !g_str_equal((*args)[0], option))
        return FALSE;
    (*args)++;
    return TRUE;
}

static GPtrArray *
list_folder(Door *door, const char *path, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_list_async(door->target, path, NULL, done_cb, door);
    result = await(door);
    return adr_target_list_finish(door->target, result, error);
}

static AdrRemoteFile *
stat_remote(Door *door, const char *path, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_stat_async(door->target, path, NULL, done_cb, door);
    result = await(door);
    return adr_target_stat_finish(door->target, result, error);
}

static GBytes *
read_remote(Door *door, const char *path, gboolean shows_progress, GError **error)
{
    Progress progress = {path, shows_progress && isatty(STDERR_FILENO)};
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_read_async(door->target, path, progress_cb, &progress, NULL, done_cb, door);
    result = await(door);
    return adr_target_read_finish(door->target, result, error);
}

static gboolean
write_remote(Door *door, const char *path, GBytes *data, GError **error)
{
    Progress progress = {path, isatty(STDERR_FILENO)};
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_write_async(door->target, path, data, progress_cb, &progress, NULL, done_cb, door);
    result = await(door);
    return adr_target_write_finish(door->target, result, error);
}

static gboolean
make_remote_folder(Door *door, const char *path, gboolean parents, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_make_folder_async(door->target, path, parents, NULL, done_cb, door);
    result = await(door);
    return adr_target_make_folder_finish(door->target, result, error);
}

static gboolean
remove_remote(Door *door, const char *path, gboolean recursive, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    adr_target_remove_async(door->target, path, recursive, NULL, done_cb, door);
    result = await(door);
    return adr_target_remove_finish(door->target, result, error);
}

static int
do_ls(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(JsonBuilder) builder = json_builder_new();

    if (!need_target(door, &error))
        return fail(error);
    files = list_folder(door, args[0] != NULL ? remote_path(args[0]) : "", &error);
    if (files == NULL)
        return fail(error);
    json_builder_begin_array(builder);
    for (guint i = 0; i < files->len; i++) {
        const AdrRemoteFile *file = g_ptr_array_index(files, i);

        if (!door->is_json) {
            g_print("%12" G_GINT64_FORMAT " %s%s\n", MAX(file->size, 0), file->name,
                    file->is_folder ? "/" : "");
            continue;
        }
        json_builder_begin_object(builder);
        add_json_string(builder, "name", file->name);
        add_json_int(builder, "size", file->size);
        json_builder_set_member_name(builder, "folder");
        json_builder_add_boolean_value(builder, file->is_folder);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    if (door->is_json)
        print_json(builder);
    return EXIT_SUCCESS;
}

static int
do_cat(Door *door, char **args)
{
    g_autoptr(GError) error = NULL;

    if (!need_target(door, &error))
        return fail(error);
    for (; *args != NULL; args++) {
        g_autoptr(GBytes) data = read_remote(door, remote_path(*args), FALSE, &error);

        if (data == NULL)
            return fail(error);
        fwrite(g_bytes_get_data(data, NULL), 1, g_bytes_get_size(data), stdout);
    }
    fflush(stdout);
    return EXIT_SUCCESS;
}

static gboolean
is_remote_folder(Door *door, const char *path)
{
    g_autoptr(AdrRemoteFile) file = stat_remote(door, path, NULL);

    return file != NULL && file->is_folder;
}

static char *
join_remote(const char *folder, const char *name)
{
    if (folder[0] == '\0')
        return g_strdup(name);
    return g_strconcat(folder, g_str_has_suffix(folder, "/") ? "" : "/", name, NULL);
}

static gboolean copy_up(Door *door, const char *from, const char *to, gboolean recursive,
                        GError **error);
static gboolean copy_down(Door *door, const char *from, const char *to, gboolean recursive,
                          GError **error);

static gboolean
refuse_folder(const char *path, GError **error)
{
    g_set_error(error, ADR_TARGET_ERROR, ADR_TARGET_ERROR_IS_FOLDER,
                _("“%s” is a folder. “cp -r” copies folders."), path);
    return FALSE;
}

static gboolean
copy_folder_up(Door *door, const char *from, const char *to, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(from, 0, error);
    const char *name;

    if (dir == NULL || !make_remote_folder(door, to, TRUE, error))
        return FALSE;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *source = g_build_filename(from, name, NULL);
        g_autofree char *target = join_remote(to, name);

        if (!copy_up(door, source, target, TRUE, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
copy_up(Door *door, const char *from, const char *to, gboolean recursive, GError **error)
{
    g_autoptr(GBytes) data = NULL;
    g_autofree char *text = NULL;
    gsize len;

    if (g_file_test(from, G_FILE_TEST_IS_DIR))
        return recursive ? copy_folder_up(door, from, to, error) : refuse_folder(from, error);
    if (!g_file_get_contents(from, &text, &len, error))
        return FALSE;
    data = g_bytes_new_take(g_steal_pointer(&text), len);
    return write_remote(door, to, data, error);
}

static gboolean
copy_folder_down(Door *door, const char *from, const char *to, GError **error)
{
    g_autoptr(GPtrArray) files = list_folder(door, from, error);

    if (files == NULL)
        return FALSE;
    if (g_mkdir_with_parents(to, 0777) != 0) {
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s: %s", to,
                    g_strerror(errno));
        return FALSE;
    }
    for (guint i = 0; i < files->len; i++) {
        const AdrRemoteFile *file = g_ptr_array_index(files, i);
        g_autofree char *source = join_remote(from, file->name);
        g_autofree char *target = g_build_filename(to, file->name, NULL);

        if (!copy_down(door, source, target, TRUE, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
copy_down(Door *door, const char *from, const char *to, gboolean recursive, GError **error)
{
    g_autoptr(GBytes) data = NULL;

    if (is_remote_folder(door, from))
        return recursive ? copy_folder_down(door, from, to, error) : refuse_folder(from, error);
    data = read_remote(door, from, TRUE, error);
    return data != NULL &&
           g_file_set_contents(to, g_bytes_get_data(data, NULL), g_bytes_get_size(data), error);
}

/* From the board to the board, through here: no firmware has a copy. */
static gboolean
copy_across(Door *door, const char *from, const char *to, GError **error)
{
    g_autoptr(GBytes) data = read_remote(door, from, TRUE, error);

    return data != NULL && write_remote(door, to, data, error);
}

static int
do_cp(Door *door, char **args)
{
    gboolean recursive = take_option(&args, "-r");
    guint n = g_strv_length(args);
    const char *to = n > 0 ? args[n - 1] : NULL;
    gboolean to_remote = to != NULL && to[0] == ':';
    gboolean to_folder;
    g_autoptr(GError) error = NULL;

    if (n < 2)
        return misuse(_("cp needs what to copy and where to."));
    if (!need_target(door, &error))
        return fail(error);
    if (to_remote) {
        to++;
        to_folder = to[0] == '\0' || g_str_has_suffix(to, "/") || is_remote_folder(door, to);
    } else {
        to_folder = g_file_test(to, G_FILE_TEST_IS_DIR);
    }
    if (n > 2 && !to_folder)
        return misuse(_("To copy several files, “%s” must be a folder."), args[n - 1]);

    for (guint i = 0; i + 1 < n; i++) {
        gboolean from_remote = args[i][0] == ':';
        const char *from = from_remote ? args[i] + 1 : args[i];
        g_autofree char *name = g_path_get_basename(from);
        g_autofree char *target = !to_folder  ? g_strdup(to)
                                  : to_remote ? join_remote(to, name)
                                              : g_build_filename(to, name, NULL);
        gboolean is_done;

        if (from_remote && to_remote)
            is_done = copy_across(door, from, target, &error);
        else if (from_remote)
            is_done = copy_down(door, from, target, recursive, &error);
        else if (to_remote)
            is_done = copy_up(door, from, target, recursive, &error);
        else
            return misuse(_("cp needs a “:path” on the board on one side."));
        if (!is_done)
            return fail(error);
    }
    return EXIT_SUCCESS;
}

static int
do_rm(Door *door, char **args)
{
    gboolean recursive = take_option(&args, "-r");
    g_autoptr(GError) error = NULL;

    if (args[0] == NULL)
        return misuse(_("rm needs a path."));
    if (!need_target(door, &error))
        return fail(error);
    for (; *args != NULL; args++) {
        if (!remove_remote(door, remote_path(*args), recursive, &error))
            return fail(error);
    }
    return EXIT_SUCCESS;
}

static int
do_mkdir(Door *door, char **args)
{
    gboolean parents = take_option(&args, "-p");
    g_autoptr(GError) error = NULL;

    if (args[0] == NULL)
        return misuse(_("mkdir needs a path."));
    if (!need_target(door, &error))
        return fail(error);
    for (; *args != NULL; args++) {
        if (!make_remote_folder(door, remote_path(*args), parents, &error))
            return fail(error);
    }
    return EXIT_SUCCESS;
}

/* -- Commands */

static int do_fs(Door *door, char **args);

typedef struct {
    const char *name;
    int n_args; // -1: all up to the next "+"
    int min_args;
    int (*run)(Door *door, char **args);
} Command;

static const Command commands[] = {
    {"list", 0, 0, do_list},       {"devs", 0, 0, do_list},
    {"connect", 1, 1, do_connect}, {"disconnect", 0, 0, do_disconnect},
    {"resume", 0, 0, do_resume},   {"run", 1, 1, do_run},
    {"exec", 1, 1, do_exec},       {"eval", 1, 1, do_eval},
    {"repl", 0, 0, do_repl},       {"soft-reset", 0, 0, do_soft_reset},
    {"reset", 0, 0, do_reset},     {"sleep", 1, 1, do_sleep},
    {"ls", -1, 0, do_ls},          {"cat", -1, 1, do_cat},
    {"cp", -1, 2, do_cp},          {"rm", -1, 1, do_rm},
    {"mkdir", -1, 1, do_mkdir},    {"rmdir", -1, 1, do_rm},
    {"fs", -1, 1, do_fs},
};

static const Command *
find_command(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (g_str_equal(commands[i].name, name))
            return &commands[i];
    }
    return NULL;
}

static int
do_fs(Door *door, char **args)
{
    static const char *const verbs[] = {"ls", "cat", "cp", "rm", "mkdir", "rmdir", NULL};
    const Command *command = find_command(args[0]);

    if (command == NULL || !g_strv_contains(verbs, args[0]))
        return misuse(_("fs has no verb “%s”."), args[0]);
    if ((int)g_strv_length(args + 1) < command->min_args)
        return misuse(_("%s needs more arguments."), args[0]);
    return command->run(door, args + 1);
}

/* Runs the commands of one stretch between two "+". */
static int
run_stretch(Door *door, char **args)
{
    while (*args != NULL) {
        const Command *command = find_command(*args);
        int n_given = g_strv_length(args + 1);
        int status;

        if (command == NULL)
            return misuse(_("There is no command “%s”."), *args);
        if (n_given < command->min_args)
            return misuse(_("%s needs more arguments."), *args);
        if (command->n_args < 0)
            return command->run(door, args + 1);

        // The arguments that are its own; what comes after is the next command.
        g_auto(GStrv) own = g_new0(char *, command->n_args + 1);
        for (int i = 0; i < command->n_args; i++)
            own[i] = g_strdup(args[1 + i]);
        status = command->run(door, own);
        if (status != EXIT_SUCCESS)
            return status;
        args += 1 + command->n_args;
    }
    return EXIT_SUCCESS;
}

static int
run_all(Door *door, char **args)
{
    int status = EXIT_SUCCESS;

    while (*args != NULL && status == EXIT_SUCCESS) {
        g_autoptr(GPtrArray) stretch = g_ptr_array_new();

        for (; *args != NULL && !g_str_equal(*args, "+"); args++)
            g_ptr_array_add(stretch, *args);
        if (*args != NULL)
            args++;
        g_ptr_array_add(stretch, NULL);
        status = run_stretch(door, (char **)stretch->pdata);
    }
    return status;
}

int
main(int argc, char **argv)
{
    Door door = {.is_fresh = FALSE};
    char **args = argv + 1;
    guint interrupt_id;
    int status;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, ADDER_LOCALE_DIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");

    for (; *args != NULL && (*args)[0] == '-' && (*args)[1] != '\0'; args++) {
        if (g_str_equal(*args, "--help") || g_str_equal(*args, "-h")) {
            g_print("%s", _(usage_text));
            return EXIT_SUCCESS;
        }
        if (g_str_equal(*args, "--version")) {
            g_print("adder-device %s\n", ADDER_VERSION);
            return EXIT_SUCCESS;
        }
        if (!g_str_equal(*args, "--json"))
            return misuse(_("There is no option “%s”."), *args);
        door.is_json = TRUE;
    }
    door.loop = g_main_loop_new(NULL, FALSE);
    interrupt_id = g_unix_signal_add(SIGINT, interrupt_cb, &door);
    if (*args != NULL) {
        status = run_all(&door, args);
    } else {
        // As mpremote: nothing said means the prompt.
        char *none[] = {NULL};

        status = do_repl(&door, none);
    }
    let_go(&door);
    g_source_remove(interrupt_id);
    g_main_loop_unref(door.loop);
    return status;
}
