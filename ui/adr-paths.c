/* SPDX-License-Identifier: MIT */
/* Three places can hold the data, looked at in this order: the build tree, if the program that runs
 * lies in it; ../share/adder beside the program, so that an installation can be moved; the place
 * that was configured.
 *
 * GSettings uses the key file back end and not dconf: it starts quicker (no bus, no extra thread)
 * and works where there is no session bus at all.
 */
#include "config.h"

#include "ui/adr-paths.h"

#include <string.h>

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "adder-resources.h"

typedef struct {
    char *data;   /* owned, for ever */
    char *built;  /* what the build makes: schemas, language-specs */
    char *locale; /* owned, for ever */
} Places;

static gpointer
find_places(gpointer unused)
{
    Places *places = g_new0(Places, 1);
    g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *bin = exe != NULL ? g_path_get_dirname(exe) : g_strdup(ADDER_BIN_DIR);
    g_autofree char *moved = g_build_filename(bin, "..", "share", "adder", NULL);

    if (exe != NULL && g_str_has_prefix(exe, ADDER_BUILD_ROOT "/")) {
        places->data = g_strdup(ADDER_SOURCE_ROOT "/data");
        places->built = g_strdup(ADDER_BUILD_ROOT "/data");
        places->locale = g_strdup(ADDER_BUILD_ROOT "/po");
    } else if (g_file_test(moved, G_FILE_TEST_IS_DIR)) {
        places->data = g_steal_pointer(&moved);
        places->built = g_strdup(places->data);
        places->locale = g_build_filename(bin, "..", "share", "locale", NULL);
    } else {
        places->data = g_strdup(ADDER_DATA_DIR);
        places->built = g_strdup(ADDER_DATA_DIR);
        places->locale = g_strdup(ADDER_LOCALE_DIR);
    }
    return places;
}

static const Places *
get_places(void)
{
    static GOnce once = G_ONCE_INIT;

    return g_once(&once, find_places, NULL);
}

char *
adr_paths_dup_data(const char *relative)
{
    const Places *places = get_places();
    char *path = g_build_filename(places->built, relative, NULL);

    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_free(path);
        path = g_build_filename(places->data, relative, NULL);
    }
    return path;
}

const char *
adr_paths_get_locale_dir(void)
{
    return get_places()->locale;
}

/* The compiled schema is also part of the program: settings must work when nothing is installed. */
static GSettingsSchemaSource *
unpack_schema_source(void)
{
    g_autofree char *dir = g_build_filename(g_get_user_cache_dir(), "adder", "schemas", NULL);
    g_autofree char *path = g_build_filename(dir, "gschemas.compiled", NULL);
    g_autoptr(GBytes) bytes =
        g_resource_lookup_data(adder_get_resource(), "/io/github/adder/gschemas.compiled",
                               G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    if (bytes == NULL || g_mkdir_with_parents(dir, 0700) != 0 ||
        !g_file_set_contents(path, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), NULL))
        return NULL;
    return g_settings_schema_source_new_from_directory(dir, NULL, TRUE, NULL);
}

static GSettingsSchema *
find_schema(void)
{
    g_autofree char *dir = adr_paths_dup_data("schemas");
    g_autoptr(GSettingsSchemaSource) source =
        g_settings_schema_source_new_from_directory(dir, NULL, TRUE, NULL);
    GSettingsSchema *schema = NULL;

    if (source != NULL)
        schema = g_settings_schema_source_lookup(source, ADDER_APPLICATION_ID, FALSE);
    if (schema == NULL) {
        g_autoptr(GSettingsSchemaSource) unpacked = unpack_schema_source();
        if (unpacked != NULL)
            schema = g_settings_schema_source_lookup(unpacked, ADDER_APPLICATION_ID, FALSE);
    }
    return schema;
}

GSettings *
adr_settings_get(void)
{
    static GSettings *settings;

    if (settings == NULL) {
        g_autoptr(GSettingsSchema) schema = find_schema();
        g_autoptr(GSettingsBackend) backend = NULL;
        g_autofree char *path =
            g_build_filename(g_get_user_config_dir(), "adder", "settings.ini", NULL);

        if (schema == NULL)
            g_error("Adder cannot find its settings schema and cannot write to %s; "
                    "install it anew or make room there",
                    g_get_user_cache_dir());
        backend = g_keyfile_settings_backend_new(path, "/", NULL);
        settings = g_settings_new_full(schema, backend, NULL);
    }
    return settings;
}
