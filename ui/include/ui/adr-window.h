/* SPDX-License-Identifier: MIT */
/* The window: editor tabs, the files on the left, the terminal below, and the target that Run runs
 * on. Main thread only.
 *
 * Signal "session-changed": something that a session would restore is different now.
 */
#pragma once

#include <gtk/gtk.h>

#include "ui/adr-editor.h"

G_BEGIN_DECLS

#define ADR_TYPE_WINDOW (adr_window_get_type())
G_DECLARE_FINAL_TYPE(AdrWindow, adr_window, ADR, WINDOW, GtkApplicationWindow)

/* Call once before the first window: style, icons, languages. */
void adr_window_prepare(void);

/* The window connects to the target by itself once its first frame is painted. */
AdrWindow *adr_window_new(GtkApplication *application);

/* Opens @file in a tab, or goes to the tab that has it; a folder becomes the tree's.
 * @line: from 1; 0 leaves the cursor where it is */
void adr_window_open_file(AdrWindow *self, GFile *file, guint line);

/* Adds a tab. @name: (nullable): NULL makes one up: "untitled-1.py". Returns: (transfer none) */
AdrEditor *adr_window_add_document(AdrWindow *self, const char *name);

/* Opens a copy of the example @name ("blink.py") that belongs to no file yet. */
void adr_window_open_example(AdrWindow *self, const char *name);

/* Returns: (transfer container) (element-type AdrEditor): the tabs from left to right. */
GPtrArray *adr_window_list_editors(AdrWindow *self);
/* Returns: (transfer container) (element-type AdrEditor): tabs that were closed and can be opened
 * again, the last one first. */
GPtrArray *adr_window_list_closed_editors(AdrWindow *self);
/* Takes an editor in as closed, when a session is restored: oldest first. */
void adr_window_add_closed_editor(AdrWindow *self, AdrEditor *editor);

/* Returns: (transfer none) (nullable) */
AdrEditor *adr_window_get_active_editor(AdrWindow *self);
void adr_window_set_active_editor(AdrWindow *self, AdrEditor *editor);

/* The folder of the tree. (nullable) */
GFile *adr_window_get_folder(AdrWindow *self);
void adr_window_set_folder(AdrWindow *self, GFile *folder);

/* Shows a message above everything; @detail (nullable). */
void adr_window_show_message(AdrWindow *self, GtkMessageType type, const char *title,
                             const char *detail);

G_END_DECLS
