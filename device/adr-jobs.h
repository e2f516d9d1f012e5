/* SPDX-License-Identifier: MIT */
/* The jobs of a target that are not about files. Each says which fields of AdrJob it uses. */
#pragma once

#include "device/adr-worker.h"

G_BEGIN_DECLS

gpointer adr_job_connect(AdrWorker *worker, AdrJob *job, GError **error);
/* On the open connection: to the prompt that the terminal is to show. */
gpointer adr_job_get_in(AdrWorker *worker, AdrJob *job, GError **error);
gpointer adr_job_disconnect(AdrWorker *worker, AdrJob *job, GError **error);
/* bytes: the source; path: its file name; number: AdrRunFlags. Gives an AdrRunResult. */
gpointer adr_job_run(AdrWorker *worker, AdrJob *job, GError **error);
/* text: the source. Gives an AdrRunResult. */
gpointer adr_job_exec(AdrWorker *worker, AdrJob *job, GError **error);
/* text: the expression. Gives its repr() as a string. */
gpointer adr_job_eval(AdrWorker *worker, AdrJob *job, GError **error);
gpointer adr_job_soft_reset(AdrWorker *worker, AdrJob *job, GError **error);
gpointer adr_job_reset(AdrWorker *worker, AdrJob *job, GError **error);
/* text: the block. */
gpointer adr_job_paste(AdrWorker *worker, AdrJob *job, GError **error);

/* Runs @source and keeps all; for jobs that are made of several. An exception in it is an error,
 * EXCEPTION unless a better code is known.
 *
 * Returns: (transfer full): what it printed. */
GBytes *adr_job_exec_captured(AdrWorker *worker, AdrJob *job, const char *source, GError **error);

G_END_DECLS
