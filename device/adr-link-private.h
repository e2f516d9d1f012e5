/* SPDX-License-Identifier: MIT */
/* What the kinds of links share with their base; the rest of the room uses device/adr-link.h. */
#pragma once

#include "device/adr-link.h"

G_BEGIN_DECLS

/* The file descriptor to poll for reading beside a link's own; readable while a wake is pending. */
int adr_link_get_wake_fd(AdrLink *self);
/* Returns: TRUE if a wake was pending, which this takes away. */
gboolean adr_link_take_wake(AdrLink *self);
/* Returns: TRUE with @error CANCELLED if @cancellable is cancelled. */
gboolean adr_link_check_cancelled(GCancellable *cancellable, GError **error);

/* -- A link over file descriptors: what a serial port, a tty, a socket and a process have in common
 */

#define ADR_TYPE_FD_LINK (adr_fd_link_get_type())
G_DECLARE_DERIVABLE_TYPE(AdrFdLink, adr_fd_link, ADR, FD_LINK, AdrLink)
struct _AdrFdLinkClass {
    AdrLinkClass parent_class;
};

/* Gives the link its descriptor: owned, read, written, made non-blocking, closed with the link. */
void adr_fd_link_take_fd(AdrFdLink *self, int fd);
/* Returns: the descriptor, or -1 after closing. */
int adr_fd_link_get_fd(AdrFdLink *self);

/* -- One for each kind of address; errors as adr_link_open() */

/* A serial port or any other tty, by its path; a symlink is followed. */
AdrLink *adr_path_link_open(const char *address, GCancellable *cancellable, GError **error);
AdrLink *adr_serial_link_open(const char *address, const char *path, GError **error);
AdrLink *adr_tty_link_open(const char *address, const char *path, GError **error);
AdrLink *adr_tcp_link_open(const char *address, GCancellable *cancellable, GError **error);
AdrLink *adr_sim_link_open(const char *address, GCancellable *cancellable, GError **error);

/* Turns the errno of opening @path into an error that says what to do. Always returns FALSE. */
gboolean adr_path_link_fail(const char *address, const char *path, int errnum, GError **error);
/* Locks an open tty for us alone. Errors: BUSY, naming the holder. */
gboolean adr_path_link_lock(const char *address, const char *path, int fd, GError **error);

G_END_DECLS
