/* SPDX-License-Identifier: MIT */
/* A display for tests that need widgets. */
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <gtk/gtk.h>

/* Puts settings, session and caches of the test into a new folder, and runs the test again inside
 * xvfb-run where there is no display. Returns: FALSE if there can be none: then the test is to be
 * skipped. */
static gboolean
prepare_display(int *argc, char ***argv)
{
    static const char *const dirs[] = {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
                                       "XDG_DATA_HOME", "XDG_RUNTIME_DIR"};
    g_autofree char *home = NULL;

    if (g_getenv("ADDER_TEST_HOME") == NULL) {
        home = g_dir_make_tmp("adder-test-XXXXXX", NULL);
        g_setenv("ADDER_TEST_HOME", home, TRUE);
        for (gsize i = 0; i < G_N_ELEMENTS(dirs); i++) {
            g_autofree char *dir = g_build_filename(home, dirs[i], NULL);
            g_mkdir_with_parents(dir, 0700);
            g_setenv(dirs[i], dir, TRUE);
        }
        g_setenv("HOME", home, TRUE);
        g_setenv("NO_AT_BRIDGE", "1", TRUE);
        g_setenv("GIO_USE_VFS", "local", TRUE);
        g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
        if (g_getenv("DISPLAY") == NULL) {
            g_autofree char *xvfb = g_find_program_in_path("xvfb-run");
            g_autofree char **args = g_new0(char *, *argc + 5);

            if (xvfb == NULL)
                return FALSE;
            args[0] = xvfb;
            args[1] = (char *)"-a";
            args[2] = (char *)"--";
            for (int i = 0; i < *argc; i++)
                args[3 + i] = (*argv)[i];
            execv(xvfb, args);
            return FALSE;
        }
    }
    return gtk_init_check(argc, argv);
}

/* Runs the main loop until @done holds or 10 s have passed; a test then fails by what it expects.
 */
#define wait_until(done)                                             \
    do {                                                             \
        gint64 limit = g_get_monotonic_time() + 10 * G_USEC_PER_SEC; \
        while (!(done) && g_get_monotonic_time() < limit) {          \
            if (!g_main_context_iteration(NULL, FALSE))              \
                g_usleep(1000);                                      \
        }                                                            \
        g_assert_true(done);                                         \
    } while (0)
