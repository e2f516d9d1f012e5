/* SPDX-License-Identifier: MIT */
/* The jobs of a target that are about the board's files. All use path. */
#pragma once

#include "device/adr-worker.h"

G_BEGIN_DECLS

/* Gives a GPtrArray of AdrRemoteFile. */
gpointer adr_files_list(AdrWorker *worker, AdrJob *job, GError **error);
/* Gives an AdrRemoteFile. */
gpointer adr_files_stat(AdrWorker *worker, AdrJob *job, GError **error);
/* Gives a GBytes. */
gpointer adr_files_read(AdrWorker *worker, AdrJob *job, GError **error);
/* bytes: the content. */
gpointer adr_files_write(AdrWorker *worker, AdrJob *job, GError **error);
/* number: TRUE to delete what is in a folder too. */
gpointer adr_files_remove(AdrWorker *worker, AdrJob *job, GError **error);
/* number: TRUE to make the folders above too. */
gpointer adr_files_make_folder(AdrWorker *worker, AdrJob *job, GError **error);
/* text: the new path. */
gpointer adr_files_rename(AdrWorker *worker, AdrJob *job, GError **error);

G_END_DECLS
