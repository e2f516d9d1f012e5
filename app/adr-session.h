/* SPDX-License-Identifier: MIT */
/* Remembers which programs are open and every unsaved word of them, so that closing needs no
 * question and a crash costs at most three seconds of typing, mostly less than one. Main thread
 * only.
 */
#pragma once

#include "ui/adr-window.h"

G_BEGIN_DECLS

typedef struct AdrSession AdrSession;

/* Takes the first session that no other Adder has open; at worst one that is kept nowhere, if the
 * disk refuses. Never fails. Returns: (transfer full) */
AdrSession *adr_session_open(void);
void adr_session_close(AdrSession *self);

/* Opens in @window what was open, and unsaved texts of sessions that ended in a crash. Returns:
 * FALSE if there was nothing */
gboolean adr_session_restore(AdrSession *self, AdrWindow *window);

/* From now on what changes in @window is written down at the next pause. */
void adr_session_watch(AdrSession *self, AdrWindow *window);

/* Writes down everything before it returns. */
void adr_session_save_now(AdrSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AdrSession, adr_session_close)

G_END_DECLS
