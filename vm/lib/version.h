/* SPDX-License-Identifier: MIT */
/* What banners, sys.version and os.uname() say. */
#ifndef VM_LIB_VERSION_H
#define VM_LIB_VERSION_H

#define VM_VERSION      "0.1.0"
#define VM_VERSION_DATE "2026-11-21"

#endif
