/* SPDX-License-Identifier: MIT */
/* A simulated board: adder-sim as a child process, its REPL on a socket pair.
 *
 * sim:BOARD?heap=64K&flash=my.img runs "adder-sim --board BOARD --link stdio --heap 64K --flash
 * my.img". Killed and reaped with the link. A socket pair and not two pipes, so that one descriptor
 * carries both ways; should this program die without closing anything, the simulator reads the end
 * of its input and ends as well.
 *
 * The program is looked for in $ADDER_SIM, beside the running program, in the build folder the
 * running program lies in, where it was configured to be installed, and in $PATH. */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "device/adr-link-private.h"

// Between asking the simulator to end, which lets it save its flash, and ending it.
#define END_TIMEOUT_MS 500

#define ADR_TYPE_SIM_LINK (adr_sim_link_get_type())
G_DECLARE_FINAL_TYPE(AdrSimLink, adr_sim_link, ADR, SIM_LINK, AdrFdLink)
struct _AdrSimLink {
    AdrFdLink parent_instance;

    char **argv;
    GPid pid; // 0: no child
};
G_DEFINE_TYPE(AdrSimLink, adr_sim_link, ADR_TYPE_FD_LINK)

static char *
find_program(void)
{
    static const char *const beside[] = {"adder-sim", "vm/doors/adder-sim"};
    const char *env = g_getenv("ADDER_SIM");
    g_autofree char *folder = NULL;
    g_autofree char *installed = g_build_filename(ADDER_BIN_DIR, "adder-sim", NULL);
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);

    if (env != NULL && env[0] != '\0')
        return g_strdup(env);

    // The build folder is at most three levels above a door or a test.
    folder = self != NULL ? g_path_get_dirname(self) : NULL;
    for (int level = 0; folder != NULL && level < 4; level++) {
        for (gsize i = 0; i < G_N_ELEMENTS(beside); i++) {
            g_autofree char *path = g_build_filename(folder, beside[i], NULL);

            if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE) &&
                g_file_test(path, G_FILE_TEST_IS_REGULAR))
                return g_steal_pointer(&path);
        }
        char *parent = g_path_get_dirname(folder);
        g_free(folder);
        folder = parent;
    }
    if (g_file_test(installed, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer(&installed);
    return g_find_program_in_path("adder-sim");
}

/* "sim:BOARD?a=1&b=2" to arguments. */
static char **
parse_address(const char *address, const char *program, GError **error)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    const char *name = address + strlen("sim:");
    const char *query = strchr(name, '?');
    g_autofree char *board = query ? g_strndup(name, query - name) : g_strdup(name);
    g_auto(GStrv) fields = g_strsplit(query ? query + 1 : "", "&", -1);

    g_strv_builder_add_many(argv, program, "--link", "stdio", NULL);
    if (board[0] != '\0')
        g_strv_builder_add_many(argv, "--board", board, NULL);
    for (char **field = fields; *field != NULL; field++) {
        char *value = strchr(*field, '=');
        g_autofree char *option = NULL;

        if ((*field)[0] == '\0')
            continue;
        if (value == NULL || !g_ascii_isalpha((*field)[0])) {
            g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS,
                        _("“%s” is not a simulator's address. Write sim:BOARD?NAME=VALUE."),
                        address);
            return NULL;
        }
        *value++ = '\0';
        option = g_strconcat("--", *field, NULL);
        g_strv_builder_add_many(argv, option, value, NULL);
    }
    return g_strv_builder_end(argv);
}

static gboolean
start(AdrSimLink *self, GError **error)
{
    g_autoptr(GError) cause = NULL;
    int fds[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_FAILED,
                    _("The simulator cannot be started: %s"), g_strerror(errno));
        return FALSE;
    }
    adr_fd_link_take_fd(ADR_FD_LINK(self), fds[0]);
    if (!g_spawn_async_with_pipes_and_fds(NULL, (const char *const *)self->argv, NULL,
                                          G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, fds[1], fds[1], -1,
                                          NULL, NULL, 0, &self->pid, NULL, NULL, NULL, &cause)) {
        close(fds[1]);
        g_set_error(error, ADR_LINK_ERROR,
                    g_error_matches(cause, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT)
                        ? ADR_LINK_ERROR_NOT_FOUND
                        : ADR_LINK_ERROR_FAILED,
                    _("The simulator cannot be started: %s"), cause->message);
        self->pid = 0;
        return FALSE;
    }
    close(fds[1]);
    return TRUE;
}

static void
stop(AdrSimLink *self)
{
    int status;

    if (self->pid == 0)
        return;
    kill(self->pid, SIGTERM);
    for (int waited_ms = 0; waitpid(self->pid, &status, WNOHANG) == 0; waited_ms++) {
        if (waited_ms == END_TIMEOUT_MS)
            kill(self->pid, SIGKILL);
        g_usleep(1000);
    }
    g_spawn_close_pid(self->pid);
    self->pid = 0;
}

static gboolean
adr_sim_link_restart_peer(AdrLink *link, GError **error)
{
    stop(ADR_SIM_LINK(link));
    return start(ADR_SIM_LINK(link), error);
}

static void
adr_sim_link_close(AdrLink *link)
{
    ADR_LINK_CLASS(adr_sim_link_parent_class)->close(link);
    stop(ADR_SIM_LINK(link));
}

static void
adr_sim_link_finalize(GObject *object)
{
    g_strfreev(ADR_SIM_LINK(object)->argv);
    G_OBJECT_CLASS(adr_sim_link_parent_class)->finalize(object);
}

static void
adr_sim_link_class_init(AdrSimLinkClass *class)
{
    G_OBJECT_CLASS(class)->finalize = adr_sim_link_finalize;
    ADR_LINK_CLASS(class)->restart_peer = adr_sim_link_restart_peer;
    ADR_LINK_CLASS(class)->close = adr_sim_link_close;
}

static void
adr_sim_link_init(AdrSimLink *self)
{
}

AdrLink *
adr_sim_link_open(const char *address, GCancellable *cancellable, GError **error)
{
    g_autofree char *program = find_program();
    g_autoptr(AdrSimLink) self = NULL;

    if (program == NULL) {
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                            _("The simulator (adder-sim) is not installed. Install it, or set "
                              "ADDER_SIM to where it is."));
        return NULL;
    }
    self = g_object_new(ADR_TYPE_SIM_LINK, "address", address, NULL);
    self->argv = parse_address(address, program, error);
    if (self->argv == NULL || !start(self, error))
        return NULL;
    return ADR_LINK(g_steal_pointer(&self));
}
