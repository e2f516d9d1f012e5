/* SPDX-License-Identifier: MIT */
/* The list of ports: libserialport says what there is, udev says when to look again.
 *
 * After every event the whole list is made anew and compared with the one shown, which is simpler
 * than following single events and cannot drift; there are never many ports. The paths of
 * ADDER_PORTS have no udev and are looked at four times a second. */
#include "config.h"

#include "device/adr-ports.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <gudev/gudev.h>
#include <libserialport.h>

#include "device/adr-link.h"

#define EXTRA_INTERVAL_MS 250

/* -- A port */

struct _AdrPort {
    GObject parent_instance;

    AdrPortKind kind;
    char *address;
    char *label;
    char *description; // (nullable)
    char *serial;      // (nullable)
    guint16 vendor_id, product_id;
};
G_DEFINE_TYPE(AdrPort, adr_port, G_TYPE_OBJECT)

static void
adr_port_finalize(GObject *object)
{
    AdrPort *self = ADR_PORT(object);

    g_free(self->address);
    g_free(self->label);
    g_free(self->description);
    g_free(self->serial);
    G_OBJECT_CLASS(adr_port_parent_class)->finalize(object);
}

static void
adr_port_class_init(AdrPortClass *class)
{
    G_OBJECT_CLASS(class)->finalize = adr_port_finalize;
}

static void
adr_port_init(AdrPort *self)
{
}

static AdrPort *
port_new(AdrPortKind kind, const char *address)
{
    AdrPort *self = g_object_new(ADR_TYPE_PORT, NULL);

    self->kind = kind;
    self->address = g_strdup(address);
    self->label = g_strdup(address);
    return self;
}

/* The part of a product's name that tells it from others: "CP2102" of "CP2102 USB to UART Bridge
 * Controller", "Pyboard" of "Pyboard Virtual Comm Port in FS Mode". */
static char *
shorten_product(const char *product)
{
    static const char *const tails[] = {" Virtual Comm", " USB to UART", " USB-to-UART",
                                        " USB UART",     " in FS Mode",  " in HS Mode"};
    char *name = g_strdup(product);

    for (gsize i = 0; i < G_N_ELEMENTS(tails); i++) {
        char *tail = strstr(name, tails[i]);

        if (tail != NULL && tail > name)
            *tail = '\0';
    }
    return g_strstrip(name);
}

static AdrPort *
port_new_serial(struct sp_port *found)
{
    const char *path = sp_get_port_name(found);
    const char *product = sp_get_port_usb_product(found);
    const char *maker = sp_get_port_usb_manufacturer(found);
    AdrPort *self = port_new(ADR_PORT_KIND_SERIAL, path);
    g_autofree char *base = g_path_get_basename(path);
    int vendor_id, product_id;

    if (product != NULL && product[0] != '\0') {
        g_autofree char *name = shorten_product(product);

        g_free(self->label);
        // Translators: a board and the port it is at: "pyboard on ttyACM0".
        self->label = g_strdup_printf(_("%s on %s"), name, base);
        self->description = maker != NULL && !g_str_has_prefix(product, maker)
                                ? g_strdup_printf("%s %s", maker, product)
                                : g_strdup(product);
    } else {
        g_free(self->label);
        self->label = g_strdup_printf(_("Serial port %s"), base);
        self->description = g_strdup(sp_get_port_description(found));
    }
    self->serial = g_strdup(sp_get_port_usb_serial(found));
    if (sp_get_port_usb_vid_pid(found, &vendor_id, &product_id) == SP_OK) {
        self->vendor_id = vendor_id;
        self->product_id = product_id;
    }
    return self;
}

const char *
adr_port_get_address(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), NULL);
    return self->address;
}

const char *
adr_port_get_label(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), NULL);
    return self->label;
}

const char *
adr_port_get_description(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), NULL);
    return self->description;
}

const char *
adr_port_get_serial(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), NULL);
    return self->serial;
}

guint16
adr_port_get_vendor_id(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), 0);
    return self->vendor_id;
}

guint16
adr_port_get_product_id(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), 0);
    return self->product_id;
}

AdrPortKind
adr_port_get_kind(AdrPort *self)
{
    g_return_val_if_fail(ADR_IS_PORT(self), ADR_PORT_KIND_SERIAL);
    return self->kind;
}

/* -- The list */

struct _AdrPorts {
    GObject parent_instance;

    GPtrArray *ports; // of AdrPort, sorted
    GPtrArray *added; // of char *: the user's addresses
    char **extra;     // paths of ADDER_PORTS
    GUdevClient *udev;
    guint extra_id; // timeout
};

static void adr_ports_list_model_init(GListModelInterface *iface);
G_DEFINE_TYPE_WITH_CODE(AdrPorts, adr_ports, G_TYPE_OBJECT,
                        G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, adr_ports_list_model_init))

/* What was plugged in comes before what is built in, since it is more likely a board. */
static int
compare_ports(AdrPort *a, AdrPort *b)
{
    gboolean is_built_in_a = a->kind == ADR_PORT_KIND_SERIAL && a->vendor_id == 0;
    gboolean is_built_in_b = b->kind == ADR_PORT_KIND_SERIAL && b->vendor_id == 0;
    g_autofree char *key_a = g_utf8_collate_key_for_filename(a->label, -1);
    g_autofree char *key_b = g_utf8_collate_key_for_filename(b->label, -1);
    int order = strcmp(key_a, key_b);

    if (is_built_in_a != is_built_in_b)
        return is_built_in_a ? 1 : -1;
    return order != 0 ? order : strcmp(a->address, b->address);
}

static int
compare_port_pointers(gconstpointer a, gconstpointer b)
{
    return compare_ports(*(AdrPort *const *)a, *(AdrPort *const *)b);
}

static AdrPort *
find_in(GPtrArray *ports, const char *address)
{
    for (guint i = 0; i < ports->len; i++) {
        AdrPort *port = g_ptr_array_index(ports, i);

        if (g_str_equal(port->address, address))
            return port;
    }
    return NULL;
}

/* Takes @port unless its address is there already. */
static void
add_once(GPtrArray *ports, AdrPort *port)
{
    if (find_in(ports, port->address) == NULL)
        g_ptr_array_add(ports, port);
    else
        g_object_unref(port);
}

static gboolean
is_tty(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISCHR(st.st_mode);
}

static void
look_at_extra(const char *path, GPtrArray *ports)
{
    g_autoptr(GDir) dir = NULL;
    const char *name;

    if (is_tty(path)) {
        add_once(ports, port_new(ADR_PORT_KIND_EXTRA, path));
        return;
    }
    dir = g_dir_open(path, 0, NULL);
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        AdrPort *port;

        if (!is_tty(entry))
            continue;
        port = port_new(ADR_PORT_KIND_EXTRA, entry);
        g_free(port->label);
        port->label = g_strdup(name);
        add_once(ports, port);
    }
}

static GPtrArray *
look(AdrPorts *self)
{
    GPtrArray *ports = g_ptr_array_new_with_free_func(g_object_unref);
    struct sp_port **found = NULL;

    if (sp_list_ports(&found) == SP_OK) {
        for (int i = 0; found[i] != NULL; i++)
            add_once(ports, port_new_serial(found[i]));
        sp_free_port_list(found);
    }
    for (int i = 0; self->extra != NULL && self->extra[i] != NULL; i++) {
        if (self->extra[i][0] != '\0')
            look_at_extra(self->extra[i], ports);
    }
    for (guint i = 0; i < self->added->len; i++)
        add_once(ports, port_new(ADR_PORT_KIND_ADDED, g_ptr_array_index(self->added, i)));
    g_ptr_array_sort(ports, compare_port_pointers);
    return ports;
}

/* Both lists are sorted alike; walks along both and tells of each difference. */
static void
update(AdrPorts *self)
{
    g_autoptr(GPtrArray) now = look(self);
    guint at = 0, next = 0;

    while (at < self->ports->len || next < now->len) {
        AdrPort *old = at < self->ports->len ? g_ptr_array_index(self->ports, at) : NULL;
        AdrPort *new = next < now->len ? g_ptr_array_index(now, next) : NULL;
        int order = old == NULL ? 1 : new == NULL ? -1 : compare_ports(old, new);

        if (order < 0) {
            g_ptr_array_remove_index(self->ports, at);
            g_list_model_items_changed(G_LIST_MODEL(self), at, 1, 0);
        } else if (order > 0) {
            g_ptr_array_insert(self->ports, at++, g_object_ref(new));
            next++;
            g_list_model_items_changed(G_LIST_MODEL(self), at - 1, 0, 1);
        } else {
            at++;
            next++;
        }
    }
}

static void
uevent_cb(GUdevClient *client, const char *action, GUdevDevice *device, AdrPorts *self)
{
    update(self);
}

static gboolean
extra_timeout_cb(gpointer self)
{
    update(self);
    return G_SOURCE_CONTINUE;
}

static GType
adr_ports_get_item_type(GListModel *model)
{
    return ADR_TYPE_PORT;
}

static guint
adr_ports_get_n_items(GListModel *model)
{
    return ADR_PORTS(model)->ports->len;
}

static gpointer
adr_ports_get_item(GListModel *model, guint position)
{
    AdrPorts *self = ADR_PORTS(model);

    return position < self->ports->len ? g_object_ref(g_ptr_array_index(self->ports, position))
                                       : NULL;
}

static void
adr_ports_list_model_init(GListModelInterface *iface)
{
    iface->get_item_type = adr_ports_get_item_type;
    iface->get_n_items = adr_ports_get_n_items;
    iface->get_item = adr_ports_get_item;
}

static void
adr_ports_dispose(GObject *object)
{
    AdrPorts *self = ADR_PORTS(object);

    g_clear_handle_id(&self->extra_id, g_source_remove);
    g_clear_object(&self->udev);
    G_OBJECT_CLASS(adr_ports_parent_class)->dispose(object);
}

static void
adr_ports_finalize(GObject *object)
{
    AdrPorts *self = ADR_PORTS(object);

    g_ptr_array_unref(self->ports);
    g_ptr_array_unref(self->added);
    g_strfreev(self->extra);
    G_OBJECT_CLASS(adr_ports_parent_class)->finalize(object);
}

static void
adr_ports_class_init(AdrPortsClass *class)
{
    G_OBJECT_CLASS(class)->dispose = adr_ports_dispose;
    G_OBJECT_CLASS(class)->finalize = adr_ports_finalize;
}

static void
adr_ports_init(AdrPorts *self)
{
    static const char *const subsystems[] = {"tty", NULL};
    const char *extra = g_getenv("ADDER_PORTS");

    self->ports = g_ptr_array_new_with_free_func(g_object_unref);
    self->added = g_ptr_array_new_with_free_func(g_free);
    self->udev = g_udev_client_new(subsystems);
    g_signal_connect_object(self->udev, "uevent", G_CALLBACK(uevent_cb), self, 0);
    if (extra != NULL && extra[0] != '\0') {
        self->extra = g_strsplit(extra, ":", -1);
        self->extra_id = g_timeout_add(EXTRA_INTERVAL_MS, extra_timeout_cb, self);
    }
    update(self);
}

AdrPorts *
adr_ports_new(void)
{
    return g_object_new(ADR_TYPE_PORTS, NULL);
}

void
adr_ports_add_address(AdrPorts *self, const char *address)
{
    g_return_if_fail(ADR_IS_PORTS(self) && address != NULL);

    if (g_ptr_array_find_with_equal_func(self->added, address, g_str_equal, NULL))
        return;
    g_ptr_array_add(self->added, g_strdup(address));
    update(self);
}

void
adr_ports_remove_address(AdrPorts *self, const char *address)
{
    guint at;

    g_return_if_fail(ADR_IS_PORTS(self) && address != NULL);

    if (!g_ptr_array_find_with_equal_func(self->added, address, g_str_equal, &at))
        return;
    g_ptr_array_remove_index(self->added, at);
    update(self);
}

AdrPort *
adr_ports_find(AdrPorts *self, const char *address)
{
    g_return_val_if_fail(ADR_IS_PORTS(self) && address != NULL, NULL);

    return find_in(self->ports, address);
}

char *
adr_ports_find_serial(const char *serial)
{
    struct sp_port **found = NULL;
    char *path = NULL;

    if (sp_list_ports(&found) != SP_OK)
        return NULL;
    for (int i = 0; found[i] != NULL && path == NULL; i++) {
        if (g_strcmp0(sp_get_port_usb_serial(found[i]), serial) == 0)
            path = g_strdup(sp_get_port_name(found[i]));
    }
    sp_free_port_list(found);
    return path;
}

char *
adr_ports_parse_address(const char *text, GError **error)
{
    g_autofree char *word = g_strstrip(g_strdup(text));
    const char *colon = strrchr(word, ':');

    if (word[0] == '/' || g_str_has_prefix(word, "sim:") || strstr(word, "://") != NULL)
        return g_steal_pointer(&word);
    if (g_str_has_prefix(word, "tty") || g_str_has_prefix(word, "pts/"))
        return g_strconcat("/dev/", word, NULL);
    if (colon != NULL && colon > word && colon[1] != '\0' &&
        strspn(colon + 1, "0123456789") == strlen(colon + 1))
        return g_strconcat("tcp://", word, NULL);
    g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS,
                _("“%s” is not an address. Give a serial port such as /dev/ttyACM0, "
                  "tcp://HOST:PORT or sim:BOARD."),
                word);
    return NULL;
}
