/* SPDX-License-Identifier: MIT */
/* Attribute look-up on any object, instances with shapes, and the types `object`, `super`, property and its like.
 *
 * Reading x.name: the type's own get_attr() hook (modules, functions, exceptions, types), then what the type or its bases
 * have under that name if it is a data descriptor, then the instance's attributes, then the type's again (bound to the
 * instance), then __getattr__. vm_type_lookup() remembers what (type, name) gave in a small table per VM, valid for one
 * vm->types_epoch.
 *
 * What class statements do stands in type.c, the special methods in slots.c.
 */
#include "vm/core/class.h"

#include "vm/core/ops.h"
#include "vm/core/slots.h"
#include "vm/core/vm.h"
#include "vm/types/text.h"

#define VM_SHAPE_MAX 64 /* attributes; more turn an instance to a dict */

const VmType *
vm_type_of_immediate(VmValue v)
{
    if (vm_is_small(v))
        return &vm_type_int;
#if VM_VALUE_64
    if (vm_is_float_word(v))
        return &vm_type_float;
#endif
    switch (v) {
    case VM_NONE: return &vm_type_none;
    case VM_TRUE:
    case VM_FALSE: return &vm_type_bool;
    case VM_ELLIPSIS: return &vm_type_ellipsis;
    default: return &vm_type_not_implemented;
    }
}

bool
vm_is_subtype(const VmType *type, const VmType *of)
{
    if (type == of)
        return true;
    if (vm_is_class(type)) {
        const VmTuple *mro = ((const VmClass *)type)->mro;

        for (size_t i = 0; i < mro->n; i++)
            if (mro->items[i] == vm_value(of))
                return true;
        return false;
    }
    for (type = type->parent; type != NULL; type = type->parent)
        if (type == of)
            return true;
    return false;
}

bool
vm_is_instance(VmValue v, const VmType *type)
{
    return vm_is_subtype(vm_type_of(v), type);
}

intptr_t
vm_hash_identity(VM *vm, VmValue v)
{
    (void)vm;
    return (intptr_t)(v >> 4 ^ v << (sizeof v * 8 - 8));
}

/* --- Types' attributes --- */

static VmValue
rom_lookup(const VmType *type, const VmStr *name)
{
    for (unsigned i = 0; i < type->n_members; i++)
        if (type->members[i].name == vm_value(name))
            return type->members[i].value;
    return vm_slot_wrapper(type, name);
}

static VmValue
uncached_lookup(const VmType *type, const VmStr *name)
{
    VmValue v;

    if (vm_is_class(type)) {
        const VmTuple *mro = ((const VmClass *)type)->mro;

        for (size_t i = 0; i < mro->n; i++) {
            const VmType *base = (const VmType *)mro->items[i];

            v = vm_is_class(base) ? vm_dict_get_name(((const VmClass *)base)->attrs, name) : rom_lookup(base, name);
            if (v != VM_UNDEF)
                return v;
        }
        return VM_UNDEF;
    }
    for (; type != NULL; type = type->parent) {
        v = rom_lookup(type, name);
        if (v != VM_UNDEF)
            return v;
    }
    return VM_UNDEF;
}

VmValue
vm_type_lookup(VM *vm, const VmType *type, const VmStr *name)
{
    unsigned at = (unsigned)(((uintptr_t)type >> 4) * 31 + ((uintptr_t)name >> 3)) & (VM_ATTR_CACHE_SIZE - 1);

    if (vm->attr_cache[at].type != type || vm->attr_cache[at].name != name ||
        vm->attr_cache[at].epoch != vm->types_epoch) {
        vm->attr_cache[at].type = type;
        vm->attr_cache[at].name = name;
        vm->attr_cache[at].epoch = vm->types_epoch;
        vm->attr_cache[at].value = uncached_lookup(type, name);
    }
    return vm->attr_cache[at].value;
}

void
vm_classes_sweep(VM *vm)
{
    VmClass **link = &vm->classes;

    while (*link != NULL) {
        if (vm_is_marked(vm, *link))
            link = &(*link)->next_class;
        else
            *link = (*link)->next_class;
    }
    // Addresses of what is freed now may come back as other shapes and types: every cached look-up is void.
    vm->types_epoch++;
    memset(vm->attr_cache, 0, sizeof vm->attr_cache);
}

VmValue
vm_bind(VM *vm, VmValue attr, VmValue instance, const VmType *owner)
{
    const VmType *type = vm_type_of(attr);

    if (type->descr_get == NULL)
        return attr;
    return type->descr_get(vm, attr, instance, owner);
}

static bool
is_data_descriptor(VmValue attr)
{
    if (vm_is_exact(attr, &vm_type_native))
        return (((const VmNative *)attr)->flags & VM_NATIVE_GETTER) != 0;
    return vm_type_of(attr)->descr_set != NULL;
}

/* --- Instances --- */

static size_t
native_size(const VmObject *object, const VmType *rom)
{
    return rom->size_of != NULL ? rom->size_of(object) : rom->size;
}

static size_t
round_up(size_t n)
{
    return (n + sizeof(VmValue) - 1) & ~(sizeof(VmValue) - 1);
}

void *
vm_instance_alloc(VM *vm, const VmType *type, size_t native_bytes)
{
    const VmClass *class;
    VmObject *object;
    VmAttrs *attrs;

    if (!vm_is_class(type)) {
        size_t bytes = native_bytes < type->size ? type->size : native_bytes;

        if ((type->flags & VM_TYPE_ATTRS) != 0)
            bytes = round_up(bytes) + sizeof(VmAttrs);
        return vm_new_object(vm, type, bytes);
    }
    class = (const VmClass *)type;
    if (native_bytes < class->rom->size)
        native_bytes = class->rom->size;
    native_bytes = round_up(native_bytes);
    object = vm_new_object(vm, type, native_bytes + sizeof(VmAttrs) + class->room * sizeof(VmValue));
    attrs = (VmAttrs *)((char *)object + native_bytes);
    attrs->shape = class->root;
    attrs->slots = class->room > 0 ? attrs->room : NULL;
    attrs->n_slots = class->room;
    return object;
}

VmAttrs *
vm_attrs_of(VmObject *object)
{
    const VmType *type = object->type;

    if ((type->flags & VM_TYPE_PLAIN) != 0)
        return &((VmInstance *)object)->attrs;
    if (vm_is_class(type)) {
        if (vm_is_subtype(type, &vm_type_type))
            return NULL; // classes keep their attributes themselves
        return (VmAttrs *)((char *)object + round_up(native_size(object, ((const VmClass *)type)->rom)));
    }
    if ((type->flags & VM_TYPE_ATTRS) != 0)
        return (VmAttrs *)((char *)object + round_up(native_size(object, type)));
    return NULL;
}

/* A class's instances: their native part, then the attributes. Installed as `trace` of every class. */
void
vm_instance_trace(VM *vm, VmObject *self)
{
    const VmType *rom = ((const VmClass *)self->type)->rom;
    VmAttrs *attrs;

    if (rom->trace != NULL)
        rom->trace(vm, self);
    attrs = vm_attrs_of(self);
    if (attrs == NULL)
        return;
    if (attrs->shape == NULL) {
        vm_mark_object(vm, attrs->slots);
        return;
    }
    vm_mark_object(vm, attrs->shape);
    // A block of its own can lie right behind an instance that was made without room.
    if (attrs->slots == attrs->room && (size_t)((char *)attrs->room - (char *)self) < vm_block_size(vm, self))
        vm_mark_values(vm, attrs->slots, attrs->shape->n);
    else
        vm_mark_value_block(vm, attrs->slots, attrs->shape->n);
}

static VmAttrs *
attrs_of_value(VmValue v)
{
    return vm_is_object(v) ? vm_attrs_of(vm_object(v)) : NULL;
}

/* Place of @name among the attributes of @shape, or -1. */
static int
shape_find(const VmShape *shape, const VmStr *name)
{
    for (; shape->parent != NULL; shape = shape->parent)
        if (shape->name == name)
            return (int)shape->n - 1;
    return -1;
}

static VmValue
attrs_get(const VmAttrs *attrs, const VmStr *name)
{
    int at;

    if (attrs->shape == NULL)
        return attrs->slots == NULL ? VM_UNDEF : vm_dict_get_name((VmDict *)attrs->slots, name);
    at = shape_find(attrs->shape, name);
    return at < 0 ? VM_UNDEF : attrs->slots[at];
}

/* The names in the order they were set, at most VM_SHAPE_MAX. */
static void
shape_names(const VmShape *shape, const VmStr **names)
{
    for (; shape->parent != NULL; shape = shape->parent)
        names[shape->n - 1] = shape->name;
}

/* The instance's own dict from now on: for __dict__, deletion, very many attributes. */
static VmDict *
attrs_to_dict(VM *vm, VmAttrs *attrs)
{
    const VmStr *names[VM_SHAPE_MAX];
    VmDict *dict;

    if (attrs->shape == NULL) {
        if (attrs->slots == NULL)
            attrs->slots = (VmValue *)vm_dict_new(vm, 0);
        return (VmDict *)attrs->slots;
    }
    dict = vm_dict_new(vm, attrs->shape->n);
    shape_names(attrs->shape, names);
    for (uint32_t i = 0; i < attrs->shape->n; i++)
        vm_dict_set_name(vm, dict, names[i], attrs->slots[i]);
    attrs->shape = NULL;
    attrs->n_slots = 0;
    attrs->slots = (VmValue *)dict;
    return dict;
}

static VmShape *
shape_child(VM *vm, VmShape *shape, const VmStr *name)
{
    VmShape *child;

    for (child = shape->first_child; child != NULL; child = child->sibling)
        if (child->name == name)
            return child;
    child = VM_NEW(vm, VmShape, &vm_type_shape);
    child->owner = shape->owner;
    child->parent = shape;
    child->name = name;
    child->n = shape->n + 1;
    child->sibling = shape->first_child;
    shape->first_child = child;
    return child;
}

static void
shape_trace(VM *vm, VmObject *self)
{
    VmShape *shape = (VmShape *)self;

    vm_mark_object(vm, shape->owner);
    vm_mark_object(vm, shape->parent);
    vm_mark_object(vm, shape->name);
    vm_mark_object(vm, shape->first_child);
    vm_mark_object(vm, shape->sibling);
}

const VmType vm_type_shape = {
    .base = {&vm_type_type},
    .name = &vm_s_shape,
    .parent = &vm_type_object,
    .layout = &vm_type_shape,
    .size = sizeof(VmShape),
    .trace = shape_trace,
};

static void
attrs_set(VM *vm, VmAttrs *attrs, const VmStr *name, VmValue value)
{
    VmShape *shape = attrs->shape;
    VmShape *child;
    int at;

    if (shape != NULL) {
        at = shape_find(shape, name);
        if (at >= 0) {
            attrs->slots[at] = value;
            return;
        }
    }
    if (shape == NULL || shape->n >= VM_SHAPE_MAX) {
        vm_dict_set_name(vm, attrs_to_dict(vm, attrs), name, value);
        return;
    }
    child = shape_child(vm, shape, name);
    if (shape->n >= attrs->n_slots) {
        uint32_t n = shape->n < 4 ? 4 : shape->n * 2;
        VmValue *slots = vm_alloc(vm, n * sizeof *slots, VM_BLOCK_VALUES);

        if (shape->n > 0)
            memcpy(slots, attrs->slots, shape->n * sizeof *slots);
        attrs->slots = slots;
        attrs->n_slots = n;
        // The next instances of this class get that room at once.
        if (shape->owner->room <= shape->n)
            shape->owner->room = (uint16_t)(shape->n + 1);
    } else if (shape->owner->room <= shape->n) {
        shape->owner->room = (uint16_t)(shape->n + 1);
    }
    attrs->slots[shape->n] = value;
    attrs->shape = child;
}

static bool
attrs_delete(VM *vm, VmAttrs *attrs, const VmStr *name)
{
    if (attrs_get(attrs, name) == VM_UNDEF)
        return false;
    return vm_dict_delete(vm, attrs_to_dict(vm, attrs), vm_value(name));
}

/* --- Reading and writing attributes --- */

/* Without __getattribute__ and __getattr__. */
static VmValue
ordinary_get(VM *vm, VmValue object, const VmStr *name)
{
    const VmType *type = vm_type_of(object);
    const VmAttrs *attrs;
    VmValue attr, v;

    if (type->get_attr != NULL) {
        v = type->get_attr(vm, object, (VmStr *)name);
        if (v != VM_UNDEF)
            return v;
    }
    attr = vm_type_lookup(vm, type, name);
    if (attr != VM_UNDEF && is_data_descriptor(attr))
        return vm_bind(vm, attr, object, type);
    attrs = attrs_of_value(object);
    if (attrs != NULL) {
        v = attrs_get(attrs, name);
        if (v != VM_UNDEF)
            return v;
    }
    return attr == VM_UNDEF ? VM_UNDEF : vm_bind(vm, attr, object, type);
}

typedef struct Get {
    VmValue object;
    const VmStr *name;
    VmValue result;
} Get;

static void
getattribute_body(VM *vm, void *arg)
{
    Get *get = arg;
    VmValue args[2] = {get->object, vm_value(get->name)};

    get->result = vm_call(vm, vm_type_lookup(vm, vm_type_of(get->object), &vm_s___getattribute__), 2, args);
}

static void
ordinary_body(VM *vm, void *arg)
{
    Get *get = arg;

    get->result = ordinary_get(vm, get->object, get->name);
}

/* With both hooks; VM_UNDEF when absent. */
static VmValue
full_get(VM *vm, VmValue object, const VmStr *name)
{
    const VmType *type = vm_type_of(object);
    Get get = {object, name, VM_UNDEF};
    VmValue raised, hook, args[2];

    if (!vm_is_class(type))
        return ordinary_get(vm, object, name);
    hook = vm_type_lookup(vm, type, &vm_s___getattr__);
    if ((type->flags & VM_TYPE_GETATTRIBUTE) != 0)
        raised = vm_protect(vm, getattribute_body, &get);
    else if (hook != VM_UNDEF)
        raised = vm_protect(vm, ordinary_body, &get);
    else
        return ordinary_get(vm, object, name);
    if (raised != VM_UNDEF && (hook == VM_UNDEF || !vm_is_instance(raised, &vm_type_AttributeError)))
        vm_reraise(vm, raised);
    if (get.result != VM_UNDEF || hook == VM_UNDEF)
        return get.result;
    args[0] = object;
    args[1] = vm_value(name);
    return vm_call(vm, hook, 2, args);
}

VmValue
vm_get_attr(VM *vm, VmValue object, const VmStr *name)
{
    VmValue v = full_get(vm, object, name);

    if (v == VM_UNDEF)
        vm_raise_attribute_error(vm, object, name);
    return v;
}

static void
full_body(VM *vm, void *arg)
{
    Get *get = arg;

    get->result = full_get(vm, get->object, get->name);
}

VmValue
vm_get_attr_maybe(VM *vm, VmValue object, const VmStr *name)
{
    Get get = {object, name, VM_UNDEF};
    VmValue raised = vm_protect(vm, full_body, &get);

    if (raised != VM_UNDEF && !vm_is_instance(raised, &vm_type_AttributeError))
        vm_reraise(vm, raised);
    return raised != VM_UNDEF ? VM_UNDEF : get.result;
}

/* object.__getattribute__ */
VmValue
vm_ordinary_get_attr(VM *vm, VmValue object, const VmStr *name)
{
    VmValue v = ordinary_get(vm, object, name);

    if (v == VM_UNDEF)
        vm_raise_attribute_error(vm, object, name);
    return v;
}

_Noreturn static void
raise_cannot_set(VM *vm, VmValue object, const VmStr *name, VmValue value)
{
    VmValue attr = vm_type_lookup(vm, vm_type_of(object), name);

    if (vm_is_type(object))
        vm_raise_type_error(vm, "cannot set '%q' attribute of immutable type '%q'", name,
                            ((const VmType *)object)->name);
    if (attr == VM_UNDEF || value == VM_UNDEF)
        vm_raise_attribute_error(vm, object, name);
    if (vm_is_exact(attr, &vm_type_native) && (((const VmNative *)attr)->flags & VM_NATIVE_GETTER) != 0)
        vm_raise_format(vm, &vm_type_AttributeError, "attribute '%q' of '%t' objects is not writable", name, object);
    vm_raise_format(vm, &vm_type_AttributeError, "'%t' object attribute '%q' is read-only", object, name);
}

/* With __slots__ alone (no __dict__), only those names may be set. */
static bool
name_allowed(const VmType *type, const VmStr *name)
{
    const VmTuple *mro;

    if (!vm_is_class(type) || ((const VmClass *)type)->slot_names == VM_UNDEF)
        return true;
    mro = ((const VmClass *)type)->mro;
    for (size_t i = 0; i < mro->n; i++) {
        const VmClass *class = (const VmClass *)mro->items[i];
        const VmTuple *names;

        if (!vm_is_class(&class->type))
            continue;
        if (class->slot_names == VM_UNDEF)
            return true;
        names = vm_tuple(class->slot_names);
        for (size_t j = 0; j < names->n; j++)
            if (names->items[j] == vm_value(name) || names->items[j] == VM_S(__dict__))
                return true;
    }
    return false;
}

/* object.__setattr__ and __delattr__: value VM_UNDEF deletes. */
void
vm_ordinary_set_attr(VM *vm, VmValue object, const VmStr *name, VmValue value)
{
    const VmType *type = vm_type_of(object);
    VmValue attr;
    VmAttrs *attrs;

    if (type->set_attr != NULL && type->set_attr(vm, object, (VmStr *)name, value))
        return;
    attr = vm_type_lookup(vm, type, name);
    if (attr != VM_UNDEF) {
        const VmType *attr_type = vm_type_of(attr);

        if (attr_type->descr_set != NULL) {
            attr_type->descr_set(vm, attr, object, value);
            return;
        }
        if (name == &vm_s___class__ && value != VM_UNDEF) {
            vm_set_class(vm, object, value);
            return;
        }
        if (name == &vm_s___dict__ && value != VM_UNDEF && vm_is_exact(value, &vm_type_dict) &&
            (attrs = attrs_of_value(object)) != NULL) {
            attrs_to_dict(vm, attrs);
            attrs->slots = (VmValue *)vm_dict(value);
            return;
        }
        if (is_data_descriptor(attr))
            raise_cannot_set(vm, object, name, value);
    }
    attrs = attrs_of_value(object);
    if (attrs == NULL || !name_allowed(type, name))
        raise_cannot_set(vm, object, name, value);
    if (value != VM_UNDEF)
        attrs_set(vm, attrs, name, value);
    else if (!attrs_delete(vm, attrs, name))
        vm_raise_attribute_error(vm, object, name);
}

void
vm_set_attr(VM *vm, VmValue object, const VmStr *name, VmValue value)
{
    const VmType *type = vm_type_of(object);

    if (vm_is_class(type)) {
        VmValue hook = vm_type_lookup(vm, type, &vm_s___setattr__);

        if (!vm_is_exact(hook, &vm_type_native)) {
            VmValue args[3] = {object, vm_value(name), value};

            vm_call(vm, hook, 3, args);
            return;
        }
    }
    vm_ordinary_set_attr(vm, object, name, value);
}

void
vm_delete_attr(VM *vm, VmValue object, const VmStr *name)
{
    const VmType *type = vm_type_of(object);

    if (vm_is_class(type)) {
        VmValue hook = vm_type_lookup(vm, type, &vm_s___delattr__);

        if (!vm_is_exact(hook, &vm_type_native)) {
            VmValue args[2] = {object, vm_value(name)};

            vm_call(vm, hook, 2, args);
            return;
        }
    }
    vm_ordinary_set_attr(vm, object, name, VM_UNDEF);
}

VmValue
vm_special_maybe(VM *vm, VmValue object, const VmStr *name)
{
    const VmType *type = vm_type_of(object);
    VmValue attr = vm_type_lookup(vm, type, name);

    return attr == VM_UNDEF ? VM_UNDEF : vm_bind(vm, attr, object, type);
}

/* --- With inline caches --- */

static bool
has_hooks(const VmType *type)
{
    return (type->flags & VM_TYPE_GETATTRIBUTE) != 0;
}

VmValue
vm_load_attr(VM *vm, VmValue object, const VmStr *name, VmCache *cache)
{
    const VmType *type = vm_type_of(object);

    if (type == &vm_type_module) {
        VmDict *globals = ((VmModule *)object)->globals;

        if (cache != NULL && cache->index < globals->used && globals->entries[cache->index].key == vm_value(name))
            return globals->entries[cache->index].value;
        intptr_t at = vm_dict_find_name(globals, name);
        if (at >= 0) {
            if (cache != NULL)
                *cache = (VmCache){.index = (uint32_t)at};
            return globals->entries[at].value;
        }
    }
    if (cache != NULL && (type->flags & VM_TYPE_PLAIN) != 0 && !has_hooks(type)) {
        VmAttrs *attrs = &((VmInstance *)object)->attrs;
        int at = attrs->shape != NULL ? shape_find(attrs->shape, name) : -1;

        if (at >= 0) {
            VmValue attr = vm_type_lookup(vm, type, name);

            if (attr == VM_UNDEF || !is_data_descriptor(attr)) {
                *cache = (VmCache){attrs->shape, vm->types_epoch, (uint32_t)at, VM_UNDEF};
                return attrs->slots[at];
            }
        }
    }
    return vm_get_attr(vm, object, name);
}

VmValue
vm_load_method(VM *vm, VmValue object, const VmStr *name, VmCache *cache, VmValue *self)
{
    const VmType *type = vm_type_of(object);
    bool plain = (type->flags & VM_TYPE_PLAIN) != 0;
    VmValue attr;

    *self = VM_UNDEF;
    if (has_hooks(type) || type->get_attr != NULL)
        return vm_load_attr(vm, object, name, cache);
    attr = vm_type_lookup(vm, type, name);
    if (vm_is_exact(attr, &vm_type_function) || (vm_is_exact(attr, &vm_type_native) &&
                                                 (((const VmNative *)attr)->flags & VM_NATIVE_METHOD) != 0)) {
        const VmAttrs *attrs = attrs_of_value(object);
        VmValue own = attrs != NULL ? attrs_get(attrs, name) : VM_UNDEF;

        if (own != VM_UNDEF)
            return own;
        // The shape tells that the instance has no such attribute of its own; a type without attributes tells it too.
        if (cache != NULL && (plain ? attrs->shape != NULL : attrs == NULL))
            *cache = (VmCache){plain ? (const void *)attrs->shape : (const void *)type, vm->types_epoch,
                               VM_CACHE_METHOD, attr};
        *self = object;
        return attr;
    }
    return vm_load_attr(vm, object, name, cache);
}

void
vm_store_attr(VM *vm, VmValue object, const VmStr *name, VmValue value, VmCache *cache)
{
    const VmType *type = vm_type_of(object);
    VmAttrs *attrs;
    VmShape *before;

    if (cache == NULL || (type->flags & VM_TYPE_PLAIN) == 0 ||
        !vm_is_exact(vm_type_lookup(vm, type, &vm_s___setattr__), &vm_type_native)) {
        vm_set_attr(vm, object, name, value);
        return;
    }
    attrs = &((VmInstance *)object)->attrs;
    before = attrs->shape;
    vm_ordinary_set_attr(vm, object, name, value);
    if (before != NULL && attrs->shape != NULL) {
        int at = shape_find(attrs->shape, name);

        if (at < 0) // a descriptor took it
            return;
        if (attrs->shape == before)
            *cache = (VmCache){before, vm->types_epoch, (uint32_t)at, VM_UNDEF};
        else if (attrs->shape->parent == before)
            *cache = (VmCache){before, vm->types_epoch, (uint32_t)at, vm_value(attrs->shape)};
    }
}

/* --- object --- */

static VmValue
object_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)args;
    // Arguments are for __init__, or for nobody.
    if ((n_args > 0 || kw != NULL) && vm_is_exact(vm_type_lookup(vm, type, &vm_s___init__), &vm_type_native)) {
        if (!vm_is_exact(vm_type_lookup(vm, type, &vm_s___new__), &vm_type_native))
            vm_raise_type_error(vm,
                                "object.__new__() takes exactly one argument (the type to instantiate)");
        vm_raise_type_error(vm, "%q() takes no arguments", type->name);
    }
    return vm_value(vm_instance_alloc(vm, type, sizeof(VmObject)));
}

static void
object_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmType *type = vm_type_of(self);
    VmValue module = vm_is_class(type) ? vm_type_lookup(vm, type, &vm_s___module__) : VM_UNDEF;

    vm_out_text(vm, out, "<");
    if (module != VM_UNDEF && vm_is_str(module))
        vm_out_format(vm, out, "%V.", module);
    vm_out_format(vm, out, "%q object at 0x%lx>", vm_type_qualname(type), (unsigned long)self);
}

static VmValue
object_class(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(vm_type_of(args[0]));
}

static VmValue
object_dict(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmAttrs *attrs = attrs_of_value(args[0]);

    if (attrs == NULL || !name_allowed(vm_type_of(args[0]), &vm_s___dict__))
        vm_raise_attribute_error(vm, args[0], &vm_s___dict__);
    return vm_value(attrs_to_dict(vm, attrs));
}

static VmValue
object_doc(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return VM_NONE;
}

static VmValue
object_getattribute(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_ordinary_get_attr(vm, args[0], vm_intern_str(vm, vm_get_str(vm, args[1])));
}

static VmValue
object_setattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_ordinary_set_attr(vm, args[0], vm_intern_str(vm, vm_get_str(vm, args[1])), args[2]);
    return VM_NONE;
}

static VmValue
object_delattr(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    vm_ordinary_set_attr(vm, args[0], vm_intern_str(vm, vm_get_str(vm, args[1])), VM_UNDEF);
    return VM_NONE;
}

static VmValue
object_dir(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(vm_dir(vm, args[0]));
}

static VmValue
object_init_subclass(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (kw != NULL || n_args > 1)
        vm_raise_type_error(vm, "%q.__init_subclass__() takes no keyword arguments", ((const VmType *)args[0])->name);
    return VM_NONE;
}

static VmValue
object_sizeof(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_small(vm_is_object(args[0]) ? (intptr_t)vm_block_size(vm, vm_object(args[0])) : 0);
}

static const VmMember object_members[] = {
    VM_GETTER(__class__, object_class),
    VM_GETTER(__dict__, object_dict),
    VM_GETTER(__doc__, object_doc),
    VM_METHOD(__getattribute__, object_getattribute, 2, 2),
    VM_METHOD(__setattr__, object_setattr, 3, 3),
    VM_METHOD(__delattr__, object_delattr, 2, 2),
    VM_METHOD(__format__, vm_object_format, 2, 2),
    VM_METHOD(__dir__, object_dir, 1, 1),
    VM_METHOD(__sizeof__, object_sizeof, 1, 1),
    VM_CLASS_METHOD_KW(__init_subclass__, object_init_subclass, 1, VM_ANY_ARGS),
};

const VmType vm_type_object = {
    .base = {&vm_type_type},
    .name = &vm_s_object,
    .parent = NULL,
    .layout = &vm_type_object,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmObject),
    .make = object_make,
    .repr = object_repr,
    .hash = vm_hash_identity,
    VM_MEMBERS(object_members),
};

/* --- dir() --- */

static void
add_name(VM *vm, VmDict *names, VmValue name)
{
    vm_dict_set(vm, names, name, VM_NONE);
}

static void
add_dict_names(VM *vm, VmDict *names, const VmDict *dict)
{
    size_t position = 0;
    VmValue key, value;

    while (vm_dict_next(dict, &position, &key, &value))
        if (vm_is_str(key))
            add_name(vm, names, key);
}

static void
add_type_names(VM *vm, VmDict *names, const VmType *type)
{
    if (vm_is_class(type)) {
        const VmTuple *mro = ((const VmClass *)type)->mro;

        for (size_t i = 0; i < mro->n; i++) {
            const VmType *base = (const VmType *)mro->items[i];

            if (vm_is_class(base))
                add_dict_names(vm, names, ((const VmClass *)base)->attrs);
            else if (base != type)
                add_type_names(vm, names, base);
        }
        return;
    }
    for (; type != NULL; type = type->parent) {
        for (unsigned i = 0; i < type->n_members; i++)
            add_name(vm, names, type->members[i].name);
        vm_slot_names(vm, type, names);
    }
}

VmList *
vm_dir(VM *vm, VmValue object)
{
    VmDict *names = vm_dict_new(vm, 16);
    VmList *list;
    size_t position = 0;
    VmValue key, value;

    if (vm_is_exact(object, &vm_type_module)) {
        const VmModule *module = (const VmModule *)object;

        add_dict_names(vm, names, module->globals);
        if (module->def != NULL)
            for (unsigned i = 0; i < module->def->n_members; i++)
                add_name(vm, names, module->def->members[i].name);
    } else if (vm_is_type(object)) {
        add_type_names(vm, names, (const VmType *)object);
    } else {
        const VmAttrs *attrs = attrs_of_value(object);

        if (attrs != NULL && attrs->shape == NULL && attrs->slots != NULL)
            add_dict_names(vm, names, (VmDict *)attrs->slots);
        else if (attrs != NULL)
            for (const VmShape *shape = attrs->shape; shape != NULL && shape->parent != NULL; shape = shape->parent)
                add_name(vm, names, vm_value(shape->name));
        add_type_names(vm, names, vm_type_of(object));
    }
    list = vm_list_new(vm, 0, NULL);
    while (vm_dict_next(names, &position, &key, &value))
        vm_list_append(vm, list, key);
    vm_list_sort(vm, list, VM_NONE, false);
    return list;
}
