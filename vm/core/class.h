/* SPDX-License-Identifier: MIT */
/* Python classes and their instances.
 *
 * Instances keep attributes in an array; a *shape* says which name has which place. Instances that got the same attributes in
 * the same order share the shape, so an inline cache need only compare it. Shapes form a tree per class: adding
 * an attribute follows or makes a child. `__dict__` asked for, an attribute deleted, or more than VM_SHAPE_MAX attributes turn an
 * instance to a dict of its own (shape NULL, slots holds the VmDict, NULL while empty). So do instances of ROM types with attributes.
 */
#ifndef VM_CORE_CLASS_H
#define VM_CORE_CLASS_H

#include "vm/core/containers.h"

typedef struct VmShape VmShape;
typedef struct VmClass VmClass;

struct VmShape {
    VmObject base;
    VmClass *owner;
    VmShape *parent;      /* one attribute less; NULL at the root */
    const VmStr *name;    /* the attribute this shape added */
    VmShape *first_child, *sibling;
    uint32_t n;           /* attributes; the one added has place n - 1 */
};

/* The Python attributes of an instance: behind its layout's native part. */
typedef struct VmAttrs {
    VmShape *shape;  /* NULL: slots is a VmDict * */
    VmValue *slots;  /* `room`, or a VALUES block once that was too small; NULL before either */
    uint32_t n_slots; /* capacity of slots */
    VmValue room[];  /* as many as the class saw its instances want */
} VmAttrs;

/* A plain instance (layout object). */
typedef struct VmInstance {
    VmObject base;
    VmAttrs attrs;
} VmInstance;

struct VmClass {
    VmType type;        /* flags has VM_TYPE_CLASS */
    const VmType *rom;  /* the most derived ROM type among its bases: gives make(), size, inherited slots */
    VmDict *attrs;
    VmTuple *bases;
    VmTuple *mro; /* the class itself first, object last */
    VmShape *root;
    uint16_t room;    /* slots that new instances get inline */
    VmValue slot_names; /* tuple from __slots__ or VM_UNDEF */
    VmClass *next_class; /* all classes of the VM (weak list) */
};

static inline bool
vm_is_class(const VmType *type)
{
    return (type->flags & VM_TYPE_CLASS) != 0;
}

static inline bool
vm_is_type(VmValue v)
{
    return vm_has_layout(v, &vm_type_type);
}

/* An instance of @type: zeroed native part of @native_bytes (at least the layout's struct; more for VAR_SIZE ones), attributes ready
 * if the type is a Python class. For `make` slots: works for the ROM type itself too. */
void *vm_instance_alloc(VM *vm, const VmType *type, size_t native_bytes);
/* The attributes of an object, or NULL if its type has none. */
VmAttrs *vm_attrs_of(VmObject *object);

/* Ordinary attribute look-ups. @name is interned. */
VmValue vm_get_attr(VM *vm, VmValue object, const VmStr *name);       /* AttributeError with suggestion */
VmValue vm_get_attr_maybe(VM *vm, VmValue object, const VmStr *name); /* VM_UNDEF when absent */
void vm_set_attr(VM *vm, VmValue object, const VmStr *name, VmValue value);
void vm_delete_attr(VM *vm, VmValue object, const VmStr *name);
/* On the type and its bases only, nothing bound: VM_UNDEF when absent. Fast (per-VM cache). */
VmValue vm_type_lookup(VM *vm, const VmType *type, const VmStr *name);
/* The same for special methods of @object, bound; VM_UNDEF when absent. */
VmValue vm_special_maybe(VM *vm, VmValue object, const VmStr *name);
/* Names of attributes for dir() and completion, sorted list of str. */
VmList *vm_dir(VM *vm, VmValue object);

/* For `hash` slots: equal only to itself. */
intptr_t vm_hash_identity(VM *vm, VmValue v);
/* T(...) in full: metaclass, __new__, __init__. */
VmValue vm_type_call(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw);
/* What reading @attr, found on @owner by vm_type_lookup(), gives through @instance (VM_UNDEF: read from the class). */
VmValue vm_bind(VM *vm, VmValue attr, VmValue instance, const VmType *owner);
/* For the collector, after marking: forgets classes that were not marked, and all cached look-ups. */
void vm_classes_sweep(VM *vm);

/* type(name, bases, namespace, **kw) */
VmValue vm_class_new(VM *vm, const VmType *meta, const VmStr *name, VmTuple *bases, VmDict *attrs, const VmKw *kw);
VmValue vm_build_class(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);

#endif
