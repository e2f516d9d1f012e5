/* SPDX-License-Identifier: MIT */
/* Feature switches: every one has a default here (a full host build); a board's `config.h` sets those that
 * differ before including this file. A switch wraps whole functions and tables, never lines inside one.
 */
#ifndef VM_CORE_CONFIG_H
#define VM_CORE_CONFIG_H

#ifdef VM_BOARD_CONFIG
#include VM_BOARD_CONFIG
#endif

/* Messages as helpful as CPython's: "did you mean", carets, long texts. Costs about 20 KB of code. */
#ifndef VM_FEATURE_RICH_ERRORS
#define VM_FEATURE_RICH_ERRORS 1
#endif

/* Inline caches beside the code. Costs 4 words per name that a warm function uses. */
#ifndef VM_FEATURE_INLINE_CACHES
#define VM_FEATURE_INLINE_CACHES 1
#endif

/* A user class's __del__ is called when its instance is collected. */
#ifndef VM_FEATURE_USER_DEL
#define VM_FEATURE_USER_DEL 1
#endif

/* complex numbers, cmath. */
#ifndef VM_FEATURE_COMPLEX
#define VM_FEATURE_COMPLEX 1
#endif

/* The compiler is in the build; without it only precompiled code runs. */
#ifndef VM_FEATURE_COMPILER
#define VM_FEATURE_COMPILER 1
#endif

/* What is known of characters beyond ASCII: 2 all of Unicode (16 KB of tables), 1 Latin, Greek and Cyrillic (1.5 KB). */
#ifndef VM_FEATURE_UNICODE
#define VM_FEATURE_UNICODE 2
#endif

#endif
