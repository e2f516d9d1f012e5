/* SPDX-License-Identifier: MIT */
/* Why not GtkImage and the icon theme: looking up the first themed icon maps the theme's cache and
 * loads a picture loader, which was measured as 2 MB and 10 ms of the time to the first frame. Our
 * icons are one path each; drawing them with cairo costs microseconds, is sharp at every scale and
 * follows the text colour of light, dark and high-contrast themes by itself.
 *
 * The files are ordinary SVG of 16 x 16 with one <path d="...">, so that any drawing program can
 * edit them. Understood are the commands M L H V C Z in absolute and relative form.
 */
#include "config.h"

#include "ui/adr-icon.h"

#include <math.h>
#include <string.h>

#include "adder-resources.h"

#define ICON_SIZE     16
#define EXPANDER_SIZE 12

/* The `d` attribute of an icon's path; NULL if there is no such icon. It lies in the program's
 * read-only data and ends with a quote. */
static const char *
find_path(const char *name)
{
    g_autofree char *resource = g_strdup_printf("/io/github/adder/icons/%s-symbolic.svg", name);
    g_autoptr(GBytes) bytes =
        g_resource_lookup_data(adder_get_resource(), resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    const char *data = bytes != NULL ? g_bytes_get_data(bytes, NULL) : NULL;
    const char *found;

    if (data == NULL) {
        g_critical("no icon named %s", name);
        return NULL;
    }
    found = g_strstr_len(data, g_bytes_get_size(bytes), " d=\"");
    return found != NULL ? found + 4 : NULL;
}

static int
read_numbers(const char **at, double *out, int n)
{
    for (int i = 0; i < n; i++) {
        char *end;

        while (**at == ' ' || **at == ',' || **at == '\n')
            (*at)++;
        out[i] = g_ascii_strtod(*at, &end);
        if (end == *at)
            return i;
        *at = end;
    }
    return n;
}

static void
trace_path(cairo_t *cr, const char *at)
{
    char command = 'M';
    double n[6];

    while (*at != '"' && *at != '\0') {
        double x = 0, y = 0;
        gboolean relative;

        if (g_ascii_isspace(*at) || *at == ',') {
            at++;
            continue;
        }
        if (g_ascii_isalpha(*at))
            command = *at++;
        relative = g_ascii_islower(command);
        cairo_get_current_point(cr, &x, &y);
        switch (g_ascii_toupper(command)) {
        case 'M':
        case 'L':
            if (read_numbers(&at, n, 2) < 2)
                return;
            if (!relative)
                x = y = 0;
            if (g_ascii_toupper(command) == 'M')
                cairo_move_to(cr, x + n[0], y + n[1]);
            else
                cairo_line_to(cr, x + n[0], y + n[1]);
            if (g_ascii_toupper(command) == 'M')
                command = relative ? 'l' : 'L';
            break;
        case 'H':
            if (read_numbers(&at, n, 1) < 1)
                return;
            cairo_line_to(cr, relative ? x + n[0] : n[0], y);
            break;
        case 'V':
            if (read_numbers(&at, n, 1) < 1)
                return;
            cairo_line_to(cr, x, relative ? y + n[0] : n[0]);
            break;
        case 'C':
            if (read_numbers(&at, n, 6) < 6)
                return;
            if (!relative)
                x = y = 0;
            cairo_curve_to(cr, x + n[0], y + n[1], x + n[2], y + n[3], x + n[4], y + n[5]);
            break;
        case 'Z': cairo_close_path(cr); break;
        default: g_critical("an icon uses the path command %c", command); return;
        }
    }
}

void
adr_icon_draw(cairo_t *cr, const char *name, double x, double y, double size)
{
    const char *path = find_path(name);

    if (path == NULL)
        return;
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, size / ICON_SIZE, size / ICON_SIZE);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_new_path(cr);
    trace_path(cr, path);
    cairo_fill(cr);
    cairo_restore(cr);
}

struct _AdrIcon {
    GtkWidget parent_instance;

    char *name; /* owned */
};

enum {
    PROP_ICON_NAME = 1,
};

G_DEFINE_TYPE(AdrIcon, adr_icon, GTK_TYPE_WIDGET)

static void
adr_icon_get_preferred_size(GtkWidget *widget, int *minimum, int *natural)
{
    *minimum = *natural = ICON_SIZE;
}

static gboolean
adr_icon_on_draw(GtkWidget *widget, cairo_t *cr)
{
    AdrIcon *self = ADR_ICON(widget);
    GtkStyleContext *style = gtk_widget_get_style_context(widget);
    GdkRGBA colour;

    if (self->name == NULL)
        return FALSE;
    gtk_style_context_get_color(style, gtk_style_context_get_state(style), &colour);
    gdk_cairo_set_source_rgba(cr, &colour);
    adr_icon_draw(cr, self->name, floor((gtk_widget_get_allocated_width(widget) - ICON_SIZE) / 2.0),
                  floor((gtk_widget_get_allocated_height(widget) - ICON_SIZE) / 2.0), ICON_SIZE);
    return FALSE;
}

static void
adr_icon_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    if (id == PROP_ICON_NAME)
        adr_icon_set_name(ADR_ICON(object), g_value_get_string(value));
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
}

static void
adr_icon_finalize(GObject *object)
{
    g_free(ADR_ICON(object)->name);
    G_OBJECT_CLASS(adr_icon_parent_class)->finalize(object);
}

static void
adr_icon_class_init(AdrIconClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);

    object_class->set_property = adr_icon_set_property;
    object_class->finalize = adr_icon_finalize;
    widget_class->draw = adr_icon_on_draw;
    widget_class->get_preferred_width = adr_icon_get_preferred_size;
    widget_class->get_preferred_height = adr_icon_get_preferred_size;
    g_object_class_install_property(
        object_class, PROP_ICON_NAME,
        g_param_spec_string("icon", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
    gtk_widget_class_set_css_name(widget_class, "image");
    gtk_widget_class_set_accessible_role(widget_class, ATK_ROLE_ICON);
}

static void
adr_icon_init(AdrIcon *self)
{
    gtk_widget_set_has_window(GTK_WIDGET(self), FALSE);
}

GtkWidget *
adr_icon_new(const char *name)
{
    return g_object_new(ADR_TYPE_ICON, "icon", name, "visible", TRUE, NULL);
}

void
adr_icon_set_name(AdrIcon *self, const char *name)
{
    g_return_if_fail(ADR_IS_ICON(self));
    if (g_strcmp0(self->name, name) == 0)
        return;
    g_free(self->name);
    self->name = g_strdup(name);
    gtk_widget_queue_draw(GTK_WIDGET(self));
}

struct _AdrCellIcon {
    GtkCellRenderer parent_instance;

    char *name; /* owned, nullable */
};

G_DEFINE_TYPE(AdrCellIcon, adr_cell_icon, GTK_TYPE_CELL_RENDERER)

static void
adr_cell_icon_get_preferred_size(GtkCellRenderer *cell, GtkWidget *widget, int *minimum,
                                 int *natural)
{
    int xpad, ypad;

    gtk_cell_renderer_get_padding(cell, &xpad, &ypad);
    *minimum = *natural = ICON_SIZE + 2 * xpad;
}

static void
adr_cell_icon_get_preferred_width(GtkCellRenderer *cell, GtkWidget *widget, int *minimum,
                                  int *natural)
{
    adr_cell_icon_get_preferred_size(cell, widget, minimum, natural);
    *minimum = *natural = *minimum + EXPANDER_SIZE;
}

static void
adr_cell_icon_render(GtkCellRenderer *cell, cairo_t *cr, GtkWidget *widget,
                     const GdkRectangle *background, const GdkRectangle *area,
                     GtkCellRendererState flags)
{
    AdrCellIcon *self = ADR_CELL_ICON(cell);
    GtkStyleContext *style = gtk_widget_get_style_context(widget);
    GdkRGBA colour;

    gboolean is_expander, is_expanded;
    int xpad, y = area->y + (area->height - ICON_SIZE) / 2;

    if (self->name == NULL)
        return;
    g_object_get(cell, "is-expander", &is_expander, "is-expanded", &is_expanded, NULL);
    gtk_cell_renderer_get_padding(cell, &xpad, NULL);
    gtk_style_context_get_color(style, gtk_style_context_get_state(style), &colour);
    colour.alpha *= 0.75;
    gdk_cairo_set_source_rgba(cr, &colour);
    if (is_expander) {
        adr_icon_draw(cr, is_expanded ? "expanded" : "collapsed", area->x + xpad,
                      y + (ICON_SIZE - EXPANDER_SIZE) / 2.0, EXPANDER_SIZE);
    }
    adr_icon_draw(cr, self->name, area->x + xpad + EXPANDER_SIZE, y, ICON_SIZE);
}

static void
adr_cell_icon_set_property(GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
    AdrCellIcon *self = ADR_CELL_ICON(object);

    if (id == PROP_ICON_NAME) {
        g_free(self->name);
        self->name = g_value_dup_string(value);
    } else {
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
}

static void
adr_cell_icon_finalize(GObject *object)
{
    g_free(ADR_CELL_ICON(object)->name);
    G_OBJECT_CLASS(adr_cell_icon_parent_class)->finalize(object);
}

static void
adr_cell_icon_class_init(AdrCellIconClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS(klass);
    GtkCellRendererClass *cell_class = GTK_CELL_RENDERER_CLASS(klass);

    object_class->set_property = adr_cell_icon_set_property;
    object_class->finalize = adr_cell_icon_finalize;
    cell_class->render = adr_cell_icon_render;
    cell_class->get_preferred_width = adr_cell_icon_get_preferred_width;
    cell_class->get_preferred_height = adr_cell_icon_get_preferred_size;
    g_object_class_install_property(
        object_class, PROP_ICON_NAME,
        g_param_spec_string("icon", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
adr_cell_icon_init(AdrCellIcon *self)
{
}
