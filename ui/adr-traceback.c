/* SPDX-License-Identifier: MIT */
/* The text comes from a board and may be anything: numbers without end, names without a quote.
 */
#include "config.h"

#include "ui/adr-traceback.h"

#include <string.h>

gboolean
adr_traceback_parse(const char *text, char **file, guint *line)
{
    static const char intro[] = "File \"";
    static const char middle[] = "\", line ";

    for (const char *at = text; (at = strstr(at, intro)) != NULL; at++) {
        const char *name = at + strlen(intro);
        const char *name_end = strstr(name, middle);
        const char *digits;
        guint64 number = 0;

        if (name_end == NULL || name_end == name || memchr(name, '\n', name_end - name) != NULL)
            continue;
        digits = name_end + strlen(middle);
        while (g_ascii_isdigit(*digits) && number < G_MAXINT)
            number = number * 10 + (*digits++ - '0');
        if (number == 0 || number >= G_MAXINT)
            continue;
        *file = g_strndup(name, name_end - name);
        *line = number;
        return TRUE;
    }
    return FALSE;
}
