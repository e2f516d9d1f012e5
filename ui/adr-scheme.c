/* SPDX-License-Identifier: MIT */
/* One small object that listens to the desktop (GtkSettings, the desktop's monospace font) and to
 * our setting "zoom", and dresses the views and terminals that were attached.
 *
 * GtkSourceView's default search paths are replaced: reading the 170 language files and 15 schemes
 * of the system for the one of each that we use costs 20 ms and 1.5 MB at every start.
 */
#include "config.h"

#include "ui/adr-scheme.h"

#include "ui/adr-paths.h"

#define DEFAULT_FONT "Monospace 11"

/* Background, foreground, cursor and the 16 colours; as in data/styles/. Each colour but 0 (light
 * scheme: 15) reaches 4.5:1 on the background; tests/ui/test-scheme.c computes it. */
typedef struct {
    const char *id;
    const char *background;
    const char *foreground;
    const char *cursor;
    const char *palette[16];
} Colours;

static const Colours colours_light = {
    "adder-light",
    "#ffffff",
    "#24292f",
    "#1a5fb4",
    {"#24292f", "#b3261e", "#116329", "#7a4d00", "#1a5fb4", "#8b2f97", "#0b6472", "#57606a",
     "#57606a", "#a40e26", "#0f5323", "#633c01", "#0550ae", "#6f2479", "#08505c", "#24292f"},
};

static const Colours colours_dark = {
    "adder-dark",
    "#1e2127",
    "#e4e7eb",
    "#7fb4ff",
    {"#8b949e", "#ff8a80", "#7bd88f", "#e8c06a", "#7fb4ff", "#e0a3ff", "#6fd7e0", "#d0d5db",
     "#9aa4af", "#ffa69e", "#98e6a8", "#f2d48a", "#a5cbff", "#ebc1ff", "#92e5ec", "#ffffff"},
};

typedef struct {
    GPtrArray *buffers;   /* of GtkSourceBuffer, weak */
    GPtrArray *terminals; /* of VteTerminal, weak */
    GtkCssProvider *css;  /* the views' font */
    GSettings *desktop;   /* nullable: org.gnome.desktop.interface */
    GtkSourceStyleScheme *light;
    GtkSourceStyleScheme *dark;
} Look;

static Look *look; // main thread; made by adr_scheme_init(), lives as long as the program

/* Asks the theme itself: its name, GTK_THEME and the preference for dark ones each tell only half.
 */
gboolean
adr_scheme_is_dark(void)
{
    GtkStyleContext *style = gtk_style_context_new();
    GtkWidgetPath *path = gtk_widget_path_new();
    GdkRGBA base;
    gboolean is_dark = FALSE;

    gtk_widget_path_append_type(path, GTK_TYPE_WINDOW);
    gtk_style_context_set_path(style, path);
    if (gtk_style_context_lookup_color(style, "theme_base_color", &base))
        is_dark = 0.299 * base.red + 0.587 * base.green + 0.114 * base.blue < 0.5;
    gtk_widget_path_unref(path);
    g_object_unref(style);
    return is_dark;
}

static void
dress_buffer(GtkSourceBuffer *buffer)
{
    gboolean is_dark = adr_scheme_is_dark();
    GtkSourceStyleScheme **scheme = is_dark ? &look->dark : &look->light;

    if (*scheme == NULL) {
        *scheme = gtk_source_style_scheme_manager_get_scheme(
            gtk_source_style_scheme_manager_get_default(),
            is_dark ? colours_dark.id : colours_light.id);
    }
    gtk_source_buffer_set_style_scheme(buffer, *scheme);
}

static PangoFontDescription *
dup_font(void)
{
    g_autofree char *name = NULL;
    PangoFontDescription *font;

    if (look->desktop != NULL)
        name = g_settings_get_string(look->desktop, "monospace-font-name");
    font = pango_font_description_from_string(name != NULL && *name != '\0' ? name : DEFAULT_FONT);
    if (pango_font_description_get_size(font) <= 0)
        pango_font_description_set_size(font, 11 * PANGO_SCALE);
    return font;
}

static double
get_zoom(void)
{
    return g_settings_get_int(adr_settings_get(), "zoom") / 100.0;
}

static void
dress_terminal(VteTerminal *terminal)
{
    const Colours *colours = adr_scheme_is_dark() ? &colours_dark : &colours_light;
    g_autoptr(PangoFontDescription) font = dup_font();
    GdkRGBA background, foreground, cursor, palette[16];

    gdk_rgba_parse(&background, colours->background);
    gdk_rgba_parse(&foreground, colours->foreground);
    gdk_rgba_parse(&cursor, colours->cursor);
    for (int i = 0; i < 16; i++)
        gdk_rgba_parse(&palette[i], colours->palette[i]);
    vte_terminal_set_colors(terminal, &foreground, &background, palette, 16);
    vte_terminal_set_color_cursor(terminal, &cursor);
    vte_terminal_set_color_cursor_foreground(terminal, &background);
    vte_terminal_set_font(terminal, font);
    vte_terminal_set_font_scale(terminal, get_zoom());
}

static void
update_css(void)
{
    g_autoptr(PangoFontDescription) font = dup_font();
    gboolean in_pixels = pango_font_description_get_size_is_absolute(font);
    double size = get_zoom() * pango_font_description_get_size(font) / PANGO_SCALE;
    char size_text[G_ASCII_DTOSTR_BUF_SIZE];
    g_autofree char *css = NULL;

    g_ascii_formatd(size_text, sizeof size_text, "%.2f", size);
    css = g_strdup_printf(".adr-source { font-family: \"%s\", monospace; font-size: %s%s; }",
                          pango_font_description_get_family(font), size_text,
                          in_pixels ? "px" : "pt");
    gtk_css_provider_load_from_data(look->css, css, -1, NULL);
}

static void
dress_all(void)
{
    update_css();
    for (guint i = 0; i < look->buffers->len; i++)
        dress_buffer(look->buffers->pdata[i]);
    for (guint i = 0; i < look->terminals->len; i++)
        dress_terminal(look->terminals->pdata[i]);
}

static void
forget_cb(gpointer array, GObject *dead)
{
    g_ptr_array_remove_fast(array, dead);
}

static void
attach(GPtrArray *array, gpointer object)
{
    g_ptr_array_add(array, object);
    g_object_weak_ref(object, forget_cb, array);
}

/* GTK 3 does not follow the desktop's wish for dark windows by itself. */
static void
follow_color_scheme(void)
{
    g_autofree char *wish = g_settings_get_string(look->desktop, "color-scheme");

    if (g_str_equal(wish, "prefer-dark"))
        g_object_set(gtk_settings_get_default(), "gtk-application-prefer-dark-theme", TRUE, NULL);
    else
        gtk_settings_reset_property(gtk_settings_get_default(),
                                    "gtk-application-prefer-dark-theme");
}

/* The desktop's monospace font, on desktops that have this schema. */
static void
find_desktop_settings(void)
{
    GSettingsSchemaSource *source = g_settings_schema_source_get_default();
    g_autoptr(GSettingsSchema) schema = NULL;

    if (source != NULL)
        schema = g_settings_schema_source_lookup(source, "org.gnome.desktop.interface", TRUE);
    if (schema == NULL || !g_settings_schema_has_key(schema, "monospace-font-name"))
        return;
    look->desktop = g_settings_new_full(schema, NULL, NULL);
    g_signal_connect(look->desktop, "changed::monospace-font-name", dress_all, NULL);
    if (g_settings_schema_has_key(schema, "color-scheme")) {
        g_signal_connect(look->desktop, "changed::color-scheme", follow_color_scheme, NULL);
        follow_color_scheme();
    }
}

void
adr_scheme_init(void)
{
    g_autofree char *styles = adr_paths_dup_data("styles");
    g_autofree char *languages = adr_paths_dup_data("language-specs");
    GtkSettings *settings = gtk_settings_get_default();

    g_return_if_fail(look == NULL);
    gtk_source_style_scheme_manager_set_search_path(gtk_source_style_scheme_manager_get_default(),
                                                    (char *[]){styles, NULL});
    gtk_source_language_manager_set_search_path(gtk_source_language_manager_get_default(),
                                                (char *[]){languages, NULL});
    look = g_new0(Look, 1);
    look->buffers = g_ptr_array_new();
    look->terminals = g_ptr_array_new();
    look->css = gtk_css_provider_new();
    find_desktop_settings();
    update_css();
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(),
                                              GTK_STYLE_PROVIDER(look->css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    g_signal_connect(adr_settings_get(), "changed::zoom", dress_all, NULL);
    g_signal_connect(settings, "notify::gtk-theme-name", dress_all, NULL);
    g_signal_connect(settings, "notify::gtk-application-prefer-dark-theme", dress_all, NULL);
}

void
adr_scheme_attach_view(GtkSourceView *view)
{
    gtk_style_context_add_class(gtk_widget_get_style_context(GTK_WIDGET(view)), "adr-source");
}

void
adr_scheme_attach_buffer(GtkSourceBuffer *buffer)
{
    attach(look->buffers, buffer);
    dress_buffer(buffer);
}

void
adr_scheme_attach_terminal(VteTerminal *terminal)
{
    attach(look->terminals, terminal);
    dress_terminal(terminal);
}
