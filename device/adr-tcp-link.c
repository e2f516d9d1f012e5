/* SPDX-License-Identifier: MIT */
/* A plain TCP stream: a board's serial port served by ser2net, or adder-sim --link tcp. */
#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "device/adr-link-private.h"

#define CONNECT_TIMEOUT_S 5

#define ADR_TYPE_TCP_LINK (adr_tcp_link_get_type())
G_DECLARE_FINAL_TYPE(AdrTcpLink, adr_tcp_link, ADR, TCP_LINK, AdrFdLink)
struct _AdrTcpLink {
    AdrFdLink parent_instance;
};
G_DEFINE_TYPE(AdrTcpLink, adr_tcp_link, ADR_TYPE_FD_LINK)

static void
adr_tcp_link_class_init(AdrTcpLinkClass *class)
{
}

static void
adr_tcp_link_init(AdrTcpLink *self)
{
}

static void
set_connect_error(const char *address, const GError *cause, GError **error)
{
    if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_set_error_literal(error, ADR_LINK_ERROR, ADR_LINK_ERROR_CANCELLED, _("Cancelled."));
    else if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_TIMED_OUT,
                    _("%s does not answer. Check that the board is on and in the same network."),
                    address);
    else
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_NOT_FOUND,
                    _("%s cannot be reached: %s. Check the address and that the board is on."),
                    address, cause->message);
}

AdrLink *
adr_tcp_link_open(const char *address, GCancellable *cancellable, GError **error)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection = NULL;
    g_autoptr(AdrFdLink) link = NULL;
    g_autoptr(GError) cause = NULL;
    g_autoptr(GUri) uri = g_uri_parse(address, G_URI_FLAGS_NONE, &cause);
    int fd;

    if (uri == NULL || g_uri_get_host(uri) == NULL || g_uri_get_host(uri)[0] == '\0' ||
        g_uri_get_port(uri) <= 0) {
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_BAD_ADDRESS,
                    _("“%s” needs a host and a port, as in tcp://192.168.4.1:8266."), address);
        return NULL;
    }
    g_socket_client_set_timeout(client, CONNECT_TIMEOUT_S);
    connection = g_socket_client_connect_to_host(client, g_uri_get_host(uri), g_uri_get_port(uri),
                                                 cancellable, &cause);
    if (connection == NULL) {
        set_connect_error(address, cause, error);
        return NULL;
    }

    // Key strokes go out one by one; waiting to fill a packet would be felt.
    g_socket_set_option(g_socket_connection_get_socket(connection), IPPROTO_TCP, TCP_NODELAY, TRUE,
                        NULL);
    fd = dup(g_socket_get_fd(g_socket_connection_get_socket(connection)));
    if (fd < 0) {
        g_set_error(error, ADR_LINK_ERROR, ADR_LINK_ERROR_FAILED, "%s: %s", address,
                    g_strerror(errno));
        return NULL;
    }
    link = g_object_new(ADR_TYPE_TCP_LINK, "address", address, NULL);
    adr_fd_link_take_fd(link, fd);
    return ADR_LINK(g_steal_pointer(&link));
}
