/* SPDX-License-Identifier: MIT */
/* What the files adr-window*.c share. */
#pragma once

#include "ui/adr-window.h"

#include "ui/adr-file-tree.h"
#include "ui/adr-icon.h"
#include "ui/adr-search-bar.h"
#include "ui/adr-target-button.h"
#include "ui/adr-terminal.h"

G_BEGIN_DECLS

struct _AdrWindow {
    GtkApplicationWindow parent_instance;

    AdrTarget *target;         /* owned, NULL until the first frame is painted */
    char *address;             /* owned: of the target */
    AdrTerminal *terminal;     /* the one shown, joined to the target */
    GHashTable *terminals;     /* address (owned) -> AdrTerminal (in the stack) */
    GCancellable *cancellable; /* owned; of everything asked of targets */
    GPtrArray *closed;         /* of AdrEditor, owned: the last one closed is the last */
    AdrRunResult *last_error;  /* owned, nullable: the traceback that F8 goes to */
    guint cursor_id;           /* source: the cursor's place is to be shown; 0 if it is */
    GFile *folder;             /* owned, nullable: of the tree, also before there is one */
    gboolean started;          /* the first frame was painted */

    /* From the template */
    GtkHeaderBar *header;
    GtkLabel *title_label;
    GtkLabel *subtitle_label;
    GtkWidget *open_button;
    GtkWidget *menu_button;
    AdrTargetButton *target_button;
    GtkBox *messages;
    GtkOverlay *overlay;
    GtkPaned *side_paned;
    GtkPaned *main_paned;
    GtkStack *left_stack;
    AdrFileTree *files; /* NULL until the first frame is painted */
    GtkStack *editor_stack;
    GtkNotebook *tabs;
    GtkBox *search_slot;
    GtkStack *terminal_stack;
    AdrIcon *status_icon;
    GtkLabel *status_target;
    GtkLabel *status_banner;
    GtkLabel *status_cursor;
    GtkLabel *status_encoding;

    /* Made when first needed, NULL before */
    AdrSearchBar *search_bar;
    GtkWidget *palette;
    GtkWidget *open_popover;
    GtkWidget *menu_popover;
    GtkWidget *empty_page;
};

void adr_window_add_actions(AdrWindow *self);
void adr_window_update_actions(AdrWindow *self);
void adr_window_show_open_popover(AdrWindow *self);
void adr_window_show_menu_popover(AdrWindow *self);

/* The target (adr-window-target.c) */
void adr_window_start_target(AdrWindow *self);
void adr_window_choose_target(AdrWindow *self, const char *address);
void adr_window_run(AdrWindow *self);
void adr_window_stop(AdrWindow *self);
void adr_window_reconnect(AdrWindow *self);
void adr_window_disconnect(AdrWindow *self);
void adr_window_soft_reset(AdrWindow *self);
/* The terminal that belongs to an address; made if there is none. */
AdrTerminal *adr_window_ensure_terminal(AdrWindow *self, const char *address);
void adr_window_update_status(AdrWindow *self);

/* Tabs (adr-window.c) */
void adr_window_close_tab(AdrWindow *self, AdrEditor *editor);
void adr_window_reopen_tab(AdrWindow *self);
void adr_window_save_as(AdrWindow *self, AdrEditor *editor);
/* Goes to a place that Python named: an open tab of that name or path, or a file. */
void adr_window_go_to_place(AdrWindow *self, const char *file, guint line);

G_END_DECLS
