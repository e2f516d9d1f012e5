/* SPDX-License-Identifier: MIT */
/* The files on the computer: one folder as a tree, read as it is opened, and watched.
 *
 * Signals: "file-activated" (GFile *file): open it; "file-renamed" (GFile *old, GFile *new);
 * "folder-changed": the person went to the folder above; "problem" (char *title, char *detail).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ADR_TYPE_FILE_TREE (adr_file_tree_get_type())
G_DECLARE_FINAL_TYPE(AdrFileTree, adr_file_tree, ADR, FILE_TREE, GtkBox)

/* Shows @folder (nullable: none). Reading begins when the tree is on the screen. */
void adr_file_tree_set_folder(AdrFileTree *self, GFile *folder);
/* (nullable) */
GFile *adr_file_tree_get_folder(AdrFileTree *self);

/* Selects @file if its row is there. */
void adr_file_tree_select(AdrFileTree *self, GFile *file);

void adr_file_tree_focus(AdrFileTree *self);

G_END_DECLS
