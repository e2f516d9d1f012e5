/* SPDX-License-Identifier: MIT */
/* The type `type`: making classes and their instances; property, classmethod, staticmethod, super. */
#include "vm/core/slots.h"

#include "vm/core/module.h"
#include "vm/core/vm.h"

/* --- Calling a type --- */

VmValue
vm_type_call(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmValue object, new, init;

    if (kw != NULL && kw->n == 0)
        kw = NULL;
    if (type == &vm_type_type && n_args == 1 && kw == NULL)
        return vm_value(vm_type_of(args[0]));
    if (vm_is_class(type->base.type)) { // a metaclass may define __call__
        VmValue call = vm_type_lookup(vm, type->base.type, &vm_s___call__);

        if (call != VM_UNDEF && !vm_is_exact(call, &vm_type_native))
            return vm_call_kw(vm, vm_bind(vm, call, vm_value(type), type->base.type), n_args, args, kw);
    }
    vm_check_c_stack(vm);
    if (!vm_is_class(type)) {
        if (type->make == NULL)
            vm_raise_type_error(vm, "cannot create '%q' instances", type->name);
        object = type->make(vm, type, n_args, args, kw);
        if (type->init != NULL && vm_type_of(object) == type)
            type->init(vm, object, n_args, args, kw);
        return object;
    }
    new = vm_type_lookup(vm, type, &vm_s___new__);
    if (vm_is_exact(new, &vm_type_native)) {
        if (type->make == NULL)
            vm_raise_type_error(vm, "cannot create '%q' instances", type->name);
        object = type->make(vm, type, n_args, args, kw);
    } else {
        VmValue *with_class;

        if (vm_is_exact(new, &vm_type_staticmethod))
            new = vm_bind(vm, new, VM_UNDEF, type);
        with_class = vm_alloc(vm, (n_args + 1) * sizeof *with_class, VM_BLOCK_VALUES);
        with_class[0] = vm_value(type);
        memcpy(with_class + 1, args, n_args * sizeof *args);
        object = vm_call_kw(vm, new, n_args + 1, with_class, kw);
        if (!vm_is_subtype(vm_type_of(object), type))
            return object;
    }
    init = vm_type_lookup(vm, vm_type_of(object), &vm_s___init__);
    if (!vm_is_exact(init, &vm_type_native)) {
        VmValue v = vm_call_kw(vm, vm_bind(vm, init, object, vm_type_of(object)), n_args, args, kw);

        if (v != VM_NONE)
            vm_raise_type_error(vm, "__init__() should return None, not '%t'", v);
    } else {
        const VmType *rom = ((const VmClass *)type)->rom;

        if (rom->init != NULL)
            rom->init(vm, object, n_args, args, kw);
    }
    return object;
}

/* --- C3 linearisation --- */

static const VmTuple *
mro_of(VM *vm, const VmType *type)
{
    VmTuple *mro;
    size_t n = 0;

    if (vm_is_class(type))
        return ((const VmClass *)type)->mro;
    for (const VmType *t = type; t != NULL; t = t->parent)
        n++;
    mro = vm_tuple_new(vm, n, NULL);
    n = 0;
    for (const VmType *t = type; t != NULL; t = t->parent)
        mro->items[n++] = vm_value(t);
    return mro;
}

/* Is @type behind the head of one of the sequences? */
static bool
in_a_tail(const VmList *sequences, const size_t *at, VmValue type)
{
    for (size_t i = 0; i < sequences->n; i++) {
        const VmTuple *s = vm_tuple(sequences->items[i]);

        for (size_t j = at[i] + 1; j < s->n; j++)
            if (s->items[j] == type)
                return true;
    }
    return false;
}

static VmTuple *
linearise(VM *vm, VmClass *class, VmTuple *bases)
{
    VmList *sequences = vm_list_new(vm, 0, NULL);
    VmList *mro = vm_list_new(vm, 0, NULL);
    size_t *at;

    for (size_t i = 0; i < bases->n; i++)
        vm_list_append(vm, sequences, vm_value(mro_of(vm, (const VmType *)bases->items[i])));
    vm_list_append(vm, sequences, vm_value(bases));
    at = vm_alloc(vm, sequences->n * sizeof *at, VM_BLOCK_RAW);
    vm_list_append(vm, mro, vm_value(class));
    for (;;) {
        VmValue next = VM_UNDEF;
        bool left = false;

        for (size_t i = 0; i < sequences->n && next == VM_UNDEF; i++) {
            const VmTuple *s = vm_tuple(sequences->items[i]);

            if (at[i] < s->n) {
                left = true;
                if (!in_a_tail(sequences, at, s->items[at[i]]))
                    next = s->items[at[i]];
            }
        }
        if (!left)
            return vm_tuple_new(vm, mro->n, mro->items);
        if (next == VM_UNDEF) {
            VmBuf buf;

            vm_buf_init(&buf);
            for (size_t i = 0; i < bases->n; i++)
                vm_out_format(vm, &buf.out, "%s%q", i == 0 ? "" : ", ", ((const VmType *)bases->items[i])->name);
            vm_raise_type_error(vm, "Cannot create a consistent method resolution\norder (MRO) for bases %V",
                                vm_buf_to_str(vm, &buf));
        }
        vm_list_append(vm, mro, next);
        for (size_t i = 0; i < sequences->n; i++) {
            const VmTuple *s = vm_tuple(sequences->items[i]);

            if (at[i] < s->n && s->items[at[i]] == next)
                at[i]++;
        }
    }
}

/* --- Making a class --- */

/* The most derived ROM type of the bases, which decides how instances look. */
static const VmType *
rom_of_bases(VM *vm, const VmTuple *bases)
{
    const VmType *rom = &vm_type_object;

    for (size_t i = 0; i < bases->n; i++) {
        const VmType *base = (const VmType *)bases->items[i];
        const VmType *its;

        if (!vm_is_type(bases->items[i]))
            vm_raise_type_error(vm, "bases must be types");
        if ((base->flags & VM_TYPE_SUBCLASSABLE) == 0)
            vm_raise_type_error(vm, "type '%q' is not an acceptable base type", base->name);
        its = vm_is_class(base) ? ((const VmClass *)base)->rom : base;
        if (vm_is_subtype(its, rom))
            rom = its;
        else if (!vm_is_subtype(rom, its) && (its->layout != rom->layout || its->size != rom->size))
            vm_raise_type_error(vm, "multiple bases have instance lay-out conflict");
    }
    return rom;
}

static const VmType *
best_meta(VM *vm, const VmType *meta, const VmTuple *bases)
{
    for (size_t i = 0; i < bases->n; i++) {
        const VmType *its = vm_type_of(bases->items[i]);

        if (vm_is_subtype(its, meta))
            meta = its;
        else if (!vm_is_subtype(meta, its))
            vm_raise_type_error(vm, "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass "
                                    "of the metaclasses of all its bases");
    }
    return meta;
}

static const VmStr *
mangled(VM *vm, const VmStr *class_name, VmStr *name)
{
    const char *at = class_name->data;

    if (name->len < 2 || name->data[0] != '_' || name->data[1] != '_' ||
        (name->len >= 4 && name->data[name->len - 1] == '_' && name->data[name->len - 2] == '_'))
        return vm_intern_str(vm, name);
    while (*at == '_')
        at++;
    return *at == 0 ? vm_intern_str(vm, name)
                    : vm_intern_str(vm, vm_str(vm_str_format(vm, "_%s%q", at, name)));
}

static void
take_slot_names(VM *vm, VmClass *class, VmValue names)
{
    VmList *list = vm_list_new(vm, 0, NULL);
    VmValue iterator, name;

    if (vm_is_str(names)) {
        vm_list_append(vm, list, vm_value(mangled(vm, class->type.name, vm_str(names))));
    } else {
        iterator = vm_iter(vm, names);
        while ((name = vm_next(vm, iterator)) != VM_UNDEF)
            vm_list_append(vm, list, vm_value(mangled(vm, class->type.name, vm_get_str(vm, name))));
    }
    for (size_t i = 0; i < list->n; i++)
        if (vm_dict_get_name(class->attrs, vm_str(list->items[i])) != VM_UNDEF)
            vm_raise_value_error(vm, "%v in __slots__ conflicts with class variable", list->items[i]);
    class->slot_names = vm_value(vm_tuple_new(vm, list->n, list->items));
}

/* __set_name__ of what the namespace holds, then the parent's __init_subclass__. */
static void
announce(VM *vm, VmClass *class, const VmKw *kw)
{
    size_t position = 0;
    VmValue key, value;
    VmDict *attrs = vm_dict_copy(vm, class->attrs);
    VmValue hook;

    while (vm_dict_next(attrs, &position, &key, &value)) {
        VmValue set_name;

        if (!vm_is_class(vm_type_of(value)))
            continue;
        set_name = vm_special_maybe(vm, value, &vm_s___set_name__);
        if (set_name != VM_UNDEF)
            vm_call_2(vm, set_name, vm_value(class), key);
    }
    for (size_t i = 1; i < class->mro->n; i++) {
        const VmType *base = (const VmType *)class->mro->items[i];

        hook = vm_is_class(base) ? vm_dict_get_name(((const VmClass *)base)->attrs, &vm_s___init_subclass__)
                                 : vm_type_lookup(vm, base, &vm_s___init_subclass__);
        if (hook != VM_UNDEF) {
            vm_call_kw(vm, vm_bind(vm, hook, VM_UNDEF, &class->type), 0, NULL, kw);
            return;
        }
    }
}

VmValue
vm_class_new(VM *vm, const VmType *meta, const VmStr *name, VmTuple *bases, VmDict *attrs, const VmKw *kw)
{
    static const struct {
        const VmStr *name;
        const VmType *wrap;
    } implicit[] = {{&vm_s___new__, &vm_type_staticmethod},
                    {&vm_s___init_subclass__, &vm_type_classmethod},
                    {&vm_s___class_getitem__, &vm_type_classmethod}};
    VmValue object_base = VM_ROM(vm_type_object);
    const VmType *rom;
    VmClass *class;
    VmValue v;

    if (bases->n == 0)
        bases = vm_tuple_new(vm, 1, &object_base);
    rom = rom_of_bases(vm, bases);
    // A metaclass written in Python makes its instances, classes, with room for attributes of none: they have `attrs`.
    class = vm_new_object(vm, meta, sizeof *class);
    class->rom = rom;
    class->bases = bases;
    class->slot_names = VM_UNDEF;
    class->type.name = name;
    class->type.parent = (const VmType *)bases->items[0];
    class->type.layout = rom->layout;
    class->type.flags = VM_TYPE_CLASS | VM_TYPE_SUBCLASSABLE | (rom->flags & VM_TYPE_EXCEPTION);
    if (rom == &vm_type_object)
        class->type.flags |= VM_TYPE_PLAIN;
    class->type.size = rom->size;
    class->type.trace = vm_instance_trace;
    class->type.finalize = rom->finalize;
    class->type.make = rom->make;
    class->type.get_attr = rom->get_attr;
    class->type.set_attr = rom->set_attr;
    class->type.buffer = rom->buffer;
    if (rom == &vm_type_type) // metaclass: instances are classes, which trace themselves
        class->type.trace = rom->trace;
    class->attrs = vm_dict_copy(vm, attrs);
    class->root = VM_NEW(vm, VmShape, &vm_type_shape);
    class->root->owner = class;
    class->mro = linearise(vm, class, bases);
    for (size_t i = 1; i < class->mro->n; i++) // room as the nearest relative learned it
        if (vm_is_class((const VmType *)class->mro->items[i])) {
            class->room = ((const VmClass *)class->mro->items[i])->room;
            break;
        }

    for (size_t i = 0; i < sizeof implicit / sizeof implicit[0]; i++) {
        v = vm_dict_get_name(class->attrs, implicit[i].name);
        if (v != VM_UNDEF && vm_is_exact(v, &vm_type_function))
            vm_dict_set_name(vm, class->attrs, implicit[i].name,
                             implicit[i].wrap->make(vm, implicit[i].wrap, 1, &v, NULL));
    }
    if (vm_dict_get_name(class->attrs, &vm_s___eq__) != VM_UNDEF &&
        vm_dict_get_name(class->attrs, &vm_s___hash__) == VM_UNDEF)
        vm_dict_set_name(vm, class->attrs, &vm_s___hash__, VM_NONE);
    v = vm_dict_get_name(class->attrs, &vm_s___slots__);
    if (v != VM_UNDEF)
        take_slot_names(vm, class, v);
    v = vm_dict_get_name(class->attrs, &vm_s___classcell__);
    if (v != VM_UNDEF) {
        if (vm_is_exact(v, &vm_type_cell))
            ((VmCell *)v)->content = vm_value(class);
        vm_dict_delete(vm, class->attrs, VM_S(__classcell__));
    }
    if (vm_dict_get_name(class->attrs, &vm_s___doc__) == VM_UNDEF)
        vm_dict_set_name(vm, class->attrs, &vm_s___doc__, VM_NONE);
    class->next_class = vm->classes;
    vm->classes = class;
    vm_class_fix_slots(vm, class);
    announce(vm, class, kw);
    return vm_value(class);
}

VmValue
vm_build_class(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *meta = &vm_type_type;
    VmValue meta_value = VM_UNDEF;
    VmTuple *bases, *given;
    VmValue space, prepare, result, call_args[3];
    VmKw rest = {0, NULL, NULL};

    if (n_args < 2)
        vm_raise_type_error(vm, "__build_class__: not enough arguments");
    if (!vm_is_exact(args[0], &vm_type_function))
        vm_raise_type_error(vm, "__build_class__: func must be a function");
    given = bases = vm_tuple_new(vm, n_args - 2, args + 2);
    for (unsigned i = 0; i < bases->n; i++) { // __mro_entries__
        VmValue entries;

        if (vm_is_type(bases->items[i]))
            continue;
        entries = vm_get_attr_maybe(vm, bases->items[i], &vm_s___mro_entries__);
        if (entries != VM_UNDEF) {
            VmValue replaced = vm_call_1(vm, entries, vm_value(given));

            if (!vm_is_tuple(replaced) || vm_tuple(replaced)->n != 1)
                vm_raise_type_error(vm, "__mro_entries__ must return a tuple of one class");
            bases->items[i] = vm_tuple(replaced)->items[0];
        }
    }
    if (kw != NULL) {
        VmValue *names = vm_alloc(vm, 2 * kw->n * sizeof *names + 1, VM_BLOCK_VALUES);

        rest = (VmKw){0, names, names + kw->n};
        for (unsigned i = 0; i < kw->n; i++) {
            if (kw->names[i] == VM_S(metaclass)) {
                meta_value = kw->values[i];
            } else {
                names[rest.n] = kw->names[i];
                names[kw->n + rest.n++] = kw->values[i];
            }
        }
    }
    if (meta_value == VM_UNDEF || vm_is_type(meta_value)) {
        for (size_t i = 0; i < bases->n; i++)
            if (!vm_is_type(bases->items[i]))
                vm_raise_type_error(vm, "bases must be types");
        meta = best_meta(vm, meta_value == VM_UNDEF ? meta : (const VmType *)meta_value, bases);
        meta_value = vm_value(meta);
    }
    prepare = meta == &vm_type_type && vm_is_type(meta_value) ? VM_UNDEF
                                                             : vm_get_attr_maybe(vm, meta_value, &vm_s___prepare__);
    call_args[0] = args[1];
    call_args[1] = vm_value(bases);
    space = prepare == VM_UNDEF ? vm_value(vm_dict_new(vm, 8)) : vm_call_kw(vm, prepare, 2, call_args, &rest);
    vm_call_1(vm, args[0], space);
    call_args[2] = space;
    if (meta_value == VM_ROM(vm_type_type)) {
        if (!vm_is_dict(space))
            vm_raise_type_error(vm, "type() argument 3 must be dict, not %t", space);
        result = vm_class_new(vm, meta, vm_intern_str(vm, vm_get_str(vm, args[1])), bases, vm_dict(space),
                              rest.n > 0 ? &rest : NULL);
    } else {
        result = vm_call_kw(vm, meta_value, 3, call_args, rest.n > 0 ? &rest : NULL);
    }
    return result;
}

void
vm_set_class(VM *vm, VmValue object, VmValue class)
{
    const VmType *from = vm_type_of(object), *to = (const VmType *)class;
    VmInstance *instance = (VmInstance *)object;

    if (!vm_is_type(class))
        vm_raise_type_error(vm, "__class__ must be set to a class, not '%t' object", class);
    if ((from->flags & VM_TYPE_PLAIN) == 0 || (to->flags & VM_TYPE_PLAIN) == 0)
        vm_raise_type_error(vm, "__class__ assignment only supported for mutable types or ModuleType subclasses");
    // Shapes belong to a class: keep the attributes in a dict.
    vm_get_attr(vm, object, &vm_s___dict__);
    instance->base.type = to;
}

const VmStr *
vm_type_qualname(const VmType *type)
{
    if (vm_is_class(type)) {
        VmValue v = vm_dict_get_name(((const VmClass *)type)->attrs, &vm_s___qualname__);

        if (v != VM_UNDEF && vm_is_str(v))
            return vm_str(v);
    }
    return type->name;
}

/* --- type --- */

static void
class_trace(VM *vm, VmObject *self)
{
    VmClass *class = (VmClass *)self;

    vm_mark_object(vm, class->type.name);
    vm_mark_object(vm, class->rom);
    vm_mark_object(vm, class->type.parent);
    vm_mark_object(vm, class->attrs);
    vm_mark_object(vm, class->bases);
    vm_mark_object(vm, class->mro);
    vm_mark_object(vm, class->root);
    if (class->slot_names != VM_UNDEF)
        vm_mark_value(vm, class->slot_names);
}

static VmValue
type_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *meta;

    if (n_args == 1 && type == &vm_type_type)
        return vm_value(vm_type_of(args[0]));
    if (n_args != 3)
        vm_raise_type_error(vm, "type() takes 1 or 3 arguments");
    if (!vm_is_str(args[0]))
        vm_raise_type_error(vm, "type.__new__() argument 1 must be str, not %t", args[0]);
    if (!vm_is_tuple(args[1]))
        vm_raise_type_error(vm, "type.__new__() argument 2 must be tuple, not %t", args[1]);
    if (!vm_is_dict(args[2]))
        vm_raise_type_error(vm, "type.__new__() argument 3 must be dict, not %t", args[2]);
    for (size_t i = 0; i < vm_tuple(args[1])->n; i++)
        if (!vm_is_type(vm_tuple(args[1])->items[i]))
            vm_raise_type_error(vm, "bases must be types");
    meta = best_meta(vm, type, vm_tuple(args[1]));
    if (meta != type && type == &vm_type_type) // the bases' metaclass makes it
        return vm_type_call(vm, meta, n_args, args, kw);
    return vm_class_new(vm, meta, vm_intern_str(vm, vm_str(args[0])), vm_tuple(args[1]), vm_dict(args[2]), kw);
}

/* type.__init__ accepts and ignores what __new__ was given. */
static void
type_init(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    (void)vm, (void)self, (void)n_args, (void)args, (void)kw;
}

static void
type_repr(VM *vm, VmOut *out, VmValue self)
{
    const VmType *type = (const VmType *)self;
    VmValue module = vm_is_class(type) ? vm_dict_get_name(((const VmClass *)type)->attrs, &vm_s___module__) : VM_UNDEF;

    if (module != VM_UNDEF && vm_is_str(module) && vm_str(module) != &vm_s_builtins)
        vm_out_format(vm, out, "<class '%V.%q'>", module, vm_type_qualname(type));
    else
        vm_out_format(vm, out, "<class '%q'>", vm_type_qualname(type));
}

static VmValue
type_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmType *type = (const VmType *)self;

    // As type.__call__: no metaclass's __call__ again.
    if (vm_is_class(type->base.type)) {
        VmValue object, init;
        VmValue new = vm_type_lookup(vm, type, &vm_s___new__);

        if (vm_is_exact(new, &vm_type_native)) {
            object = type->make(vm, type, n_args, args, kw);
        } else {
            VmValue *with_class = vm_alloc(vm, (n_args + 1) * sizeof *with_class, VM_BLOCK_VALUES);

            with_class[0] = self;
            memcpy(with_class + 1, args, n_args * sizeof *args);
            object = vm_call_kw(vm, vm_bind(vm, new, VM_UNDEF, type), n_args + 1, with_class, kw);
        }
        if (!vm_is_subtype(vm_type_of(object), type))
            return object;
        init = vm_type_lookup(vm, vm_type_of(object), &vm_s___init__);
        vm_call_kw(vm, vm_bind(vm, init, object, vm_type_of(object)), n_args, args, kw);
        return object;
    }
    return vm_type_call(vm, type, n_args, args, kw);
}

static VmValue
bases_tuple(VM *vm, const VmType *type)
{
    VmValue parent;

    if (vm_is_class(type))
        return vm_value(((const VmClass *)type)->bases);
    if (type->parent == NULL)
        return vm_value(&vm_empty_tuple);
    parent = vm_value(type->parent);
    return vm_value(vm_tuple_new(vm, 1, &parent));
}

/* Attributes of the type object itself that do not come from its namespace. */
static VmValue
type_own_attr(VM *vm, const VmType *type, const VmStr *name)
{
    if (name == &vm_s___name__)
        return vm_value(type->name);
    if (name == &vm_s___qualname__)
        return vm_value(vm_type_qualname(type));
    if (name == &vm_s___bases__)
        return bases_tuple(vm, type);
    if (name == &vm_s___base__)
        return type->parent == NULL ? VM_NONE : vm_value(type->parent);
    if (name == &vm_s___mro__)
        return vm_value(mro_of(vm, type));
    if (name == &vm_s___dict__) {
        VmDict *dict;

        if (vm_is_class(type))
            return vm_value(vm_dict_copy(vm, ((const VmClass *)type)->attrs)); // a read-only view in effect
        dict = vm_dict_new(vm, type->n_members);
        for (unsigned i = 0; i < type->n_members; i++)
            vm_dict_set(vm, dict, type->members[i].name, type->members[i].value);
        return vm_value(dict);
    }
    if (name == &vm_s___class__)
        return vm_value(type->base.type);
    if (!vm_is_class(type)) {
        if (name == &vm_s___module__)
            return VM_S(builtins);
        if (name == &vm_s___doc__)
            return VM_NONE;
    }
    return VM_UNDEF;
}

static VmValue
type_get_attr(VM *vm, VmValue self, VmStr *name)
{
    const VmType *type = (const VmType *)self;
    VmValue v = type_own_attr(vm, type, name);
    VmValue meta_attr;

    if (v != VM_UNDEF)
        return v;
    if (vm_is_class(type->base.type)) {
        meta_attr = vm_type_lookup(vm, type->base.type, name);
        if (meta_attr != VM_UNDEF && vm_type_of(meta_attr)->descr_set != NULL)
            return vm_bind(vm, meta_attr, self, type->base.type);
    }
    v = vm_type_lookup(vm, type, name);
    if (v == VM_UNDEF)
        return VM_UNDEF; // the metatype's methods are found by the ordinary look-up
    if (name->data[0] == '_' && vm_is_exact(v, &vm_type_native)) {
        // Of the special methods, those of the metatype come first: type.__call__ and repr() of a class.
        if (name == &vm_s___repr__ || name == &vm_s___str__ || name == &vm_s___hash__ || name == &vm_s___eq__)
            return v;
    }
    return vm_bind(vm, v, VM_UNDEF, type);
}

static bool
is_special_name(const VmStr *name)
{
    return name->len > 4 && name->data[0] == '_' && name->data[1] == '_' && name->data[name->len - 1] == '_' &&
           name->data[name->len - 2] == '_';
}

/* Something caches may have seen by value: a function or descriptor. */
static bool
is_cacheable(VmValue v)
{
    return v == VM_UNDEF || vm_type_of(v)->descr_get != NULL || vm_type_of(v)->descr_set != NULL;
}

static bool
type_set_attr(VM *vm, VmValue self, VmStr *name, VmValue value)
{
    VmClass *class = (VmClass *)self;
    VmValue before;

    if (!vm_is_class(&class->type))
        return false;
    if (vm_is_class(class->type.base.type)) {
        VmValue meta_attr = vm_type_lookup(vm, class->type.base.type, name);

        if (meta_attr != VM_UNDEF && vm_type_of(meta_attr)->descr_set != NULL)
            return false;
    }
    if (name == &vm_s___name__) {
        if (value == VM_UNDEF || !vm_is_str(value))
            vm_raise_type_error(vm, "can only assign string to %q.__name__", class->type.name);
        class->type.name = vm_intern_str(vm, vm_str(value));
        return true;
    }
    if (name == &vm_s___bases__ || name == &vm_s___mro__ || name == &vm_s___dict__ || name == &vm_s___base__)
        vm_raise_format(vm, &vm_type_AttributeError, "attribute '%q' of 'type' objects is not writable", name);
    before = vm_dict_get_name(class->attrs, name);
    if (value == VM_UNDEF) {
        if (!vm_dict_delete(vm, class->attrs, vm_value(name)))
            vm_raise_attribute_error(vm, self, name);
    } else {
        vm_dict_set_name(vm, class->attrs, name, value);
    }
    vm->types_epoch++;
    if (!is_cacheable(before) && value != VM_UNDEF && !is_cacheable(value) && !is_special_name(name)) {
        // Plain data that replaces plain data is in no inline cache: only the look-up table must forget it.
        vm->types_epoch--;
        for (unsigned i = 0; i < VM_ATTR_CACHE_SIZE; i++)
            if (vm->attr_cache[i].name == name)
                vm->attr_cache[i].type = NULL;
        return true;
    }
    if (is_special_name(name))
        for (VmClass *other = vm->classes; other != NULL; other = other->next_class)
            if (vm_is_subtype(&other->type, &class->type))
                vm_class_fix_slots(vm, other);
    return true;
}

static VmValue
type_mro(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    const VmTuple *mro = mro_of(vm, (const VmType *)args[0]);

    return vm_value(vm_list_new(vm, mro->n, mro->items));
}

static VmValue
type_subclasses(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmList *list = vm_list_new(vm, 0, NULL);

    for (VmClass *class = vm->classes; class != NULL; class = class->next_class)
        for (size_t i = 0; i < class->bases->n; i++)
            if (class->bases->items[i] == args[0])
                vm_list_append(vm, list, vm_value(class));
    for (size_t i = 0, j = list->n; i + 1 < j; i++) { // oldest first
        VmValue v = list->items[i];

        list->items[i] = list->items[--j];
        list->items[j] = v;
    }
    return vm_value(list);
}

static VmValue
type_instancecheck(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_bool(vm_is_instance(args[1], (const VmType *)args[0]));
}

static VmValue
type_subclasscheck(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    if (!vm_is_type(args[1]))
        vm_raise_type_error(vm, "issubclass() arg 1 must be a class");
    return vm_bool(vm_is_subtype((const VmType *)args[1], (const VmType *)args[0]));
}

static VmValue
type_prepare(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_value(vm_dict_new(vm, 8));
}

/* list[int] and the like mean the class itself here: annotations are not kept. */
static VmValue
type_get_item(VM *vm, VmValue self, VmValue key)
{
    const VmType *type = (const VmType *)self;
    VmValue hook;

    if (vm_is_class(type->base.type)) {
        hook = vm_type_lookup(vm, type->base.type, &vm_s___getitem__);
        if (hook != VM_UNDEF && !vm_is_exact(hook, &vm_type_native))
            return vm_call_1(vm, vm_bind(vm, hook, self, type->base.type), key);
    }
    hook = vm_type_lookup(vm, type, &vm_s___class_getitem__);
    if (hook != VM_UNDEF)
        return vm_call_1(vm, vm_bind(vm, hook, VM_UNDEF, type), key);
    if (!vm_is_class(type) && (type == &vm_type_list || type == &vm_type_dict || type == &vm_type_tuple ||
                               type == &vm_type_set || type == &vm_type_frozenset || type == &vm_type_type))
        return self;
    vm_raise_type_error(vm, "type '%q' is not subscriptable", type->name);
}

static VmValue
type_binary(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right)
{
    VmValue both[2] = {left, right};

    (void)self_is_right;
    // int | str: what isinstance() takes, a tuple of both.
    if (op != VM_BIN_OR || !(vm_is_type(left) || left == VM_NONE || vm_is_tuple(left)) ||
        !(vm_is_type(right) || right == VM_NONE))
        return VM_UNDEF;
    if (both[1] == VM_NONE)
        both[1] = VM_ROM(vm_type_none);
    if (both[0] == VM_NONE)
        both[0] = VM_ROM(vm_type_none);
    return vm_value(vm_tuple_new(vm, 2, both));
}

static const VmMember type_members[] = {
    VM_METHOD(mro, type_mro, 1, 1),
    VM_METHOD(__subclasses__, type_subclasses, 1, 1),
    VM_METHOD(__instancecheck__, type_instancecheck, 2, 2),
    VM_METHOD(__subclasscheck__, type_subclasscheck, 2, 2),
    VM_CLASS_METHOD_KW(__prepare__, type_prepare, 1, VM_ANY_ARGS),
};

const VmType vm_type_type = {
    .base = {&vm_type_type},
    .name = &vm_s_type,
    .parent = &vm_type_object,
    .layout = &vm_type_type,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmClass),
    .trace = class_trace,
    .make = type_make,
    .init = type_init,
    .repr = type_repr,
    .call = type_call,
    .binary = type_binary,
    .hash = vm_hash_identity,
    .get_item = type_get_item,
    .get_attr = type_get_attr,
    .set_attr = type_set_attr,
    VM_MEMBERS(type_members),
};

/* --- property --- */

typedef struct VmProperty {
    VmObject base;
    VmValue get, set, delete, doc; /* None where absent */
    VmValue name;                  /* for messages; VM_UNDEF */
} VmProperty;

static void
property_trace(VM *vm, VmObject *self)
{
    VmProperty *property = (VmProperty *)self;

    vm_mark_value(vm, property->get);
    vm_mark_value(vm, property->set);
    vm_mark_value(vm, property->delete);
    vm_mark_value(vm, property->doc);
}

static VmValue
property_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    static const VmParam params[] = {{VM_S(fget), 0, VM_NONE},
                                     {VM_S(fset), 0, VM_NONE},
                                     {VM_S(fdel), 0, VM_NONE},
                                     {VM_S(doc), 0, VM_NONE}};
    VmValue parts[4];
    VmProperty *property;

    vm_parse_args(vm, &vm_s_property, params, 4, n_args, args, kw, parts);
    property = vm_instance_alloc(vm, type, sizeof *property);
    property->get = parts[0];
    property->set = parts[1];
    property->delete = parts[2];
    property->doc = parts[3];
    if (parts[3] == VM_NONE && vm_is_exact(parts[0], &vm_type_function))
        property->doc = vm_get_attr(vm, parts[0], &vm_s___doc__);
    return vm_value(property);
}

static const VmStr *
property_name(VmProperty *property)
{
    return vm_is_exact(property->get, &vm_type_function) ? ((VmFunction *)property->get)->code->name : &vm_s_unknown;
}

static VmValue
property_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    VmProperty *property = (VmProperty *)self;

    (void)owner;
    if (instance == VM_UNDEF)
        return self;
    if (property->get == VM_NONE)
        vm_raise_format(vm, &vm_type_AttributeError, "property of '%t' object has no getter", instance);
    return vm_call_1(vm, property->get, instance);
}

static void
property_set(VM *vm, VmValue self, VmValue instance, VmValue value)
{
    VmProperty *property = (VmProperty *)self;

    if (value == VM_UNDEF) {
        if (property->delete == VM_NONE)
            vm_raise_format(vm, &vm_type_AttributeError, "property '%q' of '%t' object has no deleter",
                            property_name(property), instance);
        vm_call_1(vm, property->delete, instance);
        return;
    }
    if (property->set == VM_NONE)
        vm_raise_format(vm, &vm_type_AttributeError, "property '%q' of '%t' object has no setter",
                        property_name(property), instance);
    vm_call_2(vm, property->set, instance, value);
}

static VmValue
property_with(VM *vm, VmValue self, size_t field, VmValue value)
{
    VmProperty *property = (VmProperty *)self;
    VmProperty *copy = vm_instance_alloc(vm, vm_type_of(self), sizeof *copy);

    copy->get = property->get;
    copy->set = property->set;
    copy->delete = property->delete;
    copy->doc = property->doc;
    memcpy((char *)copy + field, &value, sizeof value);
    return vm_value(copy);
}

#define PROPERTY_WITH(function, field) \
    static VmValue function(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw) \
    { \
        return property_with(vm, args[0], offsetof(VmProperty, field), args[1]); \
    }
PROPERTY_WITH(property_getter, get)
PROPERTY_WITH(property_setter, set)
PROPERTY_WITH(property_deleter, delete)

static VmValue
property_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmProperty *property = (VmProperty *)self;

    if (name == &vm_s_fget)
        return property->get;
    if (name == &vm_s_fset)
        return property->set;
    if (name == &vm_s_fdel)
        return property->delete;
    if (name == &vm_s___doc__)
        return property->doc;
    return VM_UNDEF;
}

static const VmMember property_members[] = {
    VM_METHOD(getter, property_getter, 2, 2),
    VM_METHOD(setter, property_setter, 2, 2),
    VM_METHOD(deleter, property_deleter, 2, 2),
};

const VmType vm_type_property = {
    .base = {&vm_type_type},
    .name = &vm_s_property,
    .parent = &vm_type_object,
    .layout = &vm_type_property,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmProperty),
    .trace = property_trace,
    .make = property_make,
    .hash = vm_hash_identity,
    .descr_get = property_get,
    .descr_set = property_set,
    .get_attr = property_get_attr,
    VM_MEMBERS(property_members),
};

/* --- classmethod, staticmethod --- */

typedef struct VmWrapped {
    VmObject base;
    VmValue function;
} VmWrapped;

static void
wrapped_trace(VM *vm, VmObject *self)
{
    vm_mark_value(vm, ((VmWrapped *)self)->function);
}

static VmValue
wrapped_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmWrapped *wrapped;

    if (n_args != 1 || kw != NULL)
        vm_raise_type_error(vm, "%q expected 1 argument, got %u", type->name, n_args);
    wrapped = vm_instance_alloc(vm, type, sizeof *wrapped);
    wrapped->function = args[0];
    return vm_value(wrapped);
}

static VmValue
classmethod_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    VmValue function = ((VmWrapped *)self)->function;

    (void)instance;
    if (vm_is_exact(function, &vm_type_function))
        return vm_bound_method_new(vm, vm_value(owner), function);
    if (vm_type_of(function)->descr_get != NULL) // classmethod(property(...)), classmethod of other descriptors
        return vm_bind(vm, function, vm_value(owner), vm_type_of(vm_value(owner)));
    return vm_bound_method_new(vm, vm_value(owner), function);
}

static VmValue
staticmethod_get(VM *vm, VmValue self, VmValue instance, const VmType *owner)
{
    (void)vm, (void)instance, (void)owner;
    return ((VmWrapped *)self)->function;
}

static VmValue
staticmethod_call(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    return vm_call_kw(vm, ((VmWrapped *)self)->function, n_args, args, kw);
}

static VmValue
wrapped_get_attr(VM *vm, VmValue self, VmStr *name)
{
    if (name == &vm_s___func__ || name == &vm_s___wrapped__)
        return ((VmWrapped *)self)->function;
    if (name == &vm_s___name__ || name == &vm_s___qualname__ || name == &vm_s___doc__ || name == &vm_s___module__)
        return vm_get_attr_maybe(vm, ((VmWrapped *)self)->function, name);
    return VM_UNDEF;
}

const VmType vm_type_classmethod = {
    .base = {&vm_type_type},
    .name = &vm_s_classmethod,
    .parent = &vm_type_object,
    .layout = &vm_type_classmethod,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmWrapped),
    .trace = wrapped_trace,
    .make = wrapped_make,
    .hash = vm_hash_identity,
    .descr_get = classmethod_get,
    .get_attr = wrapped_get_attr,
};

const VmType vm_type_staticmethod = {
    .base = {&vm_type_type},
    .name = &vm_s_staticmethod,
    .parent = &vm_type_object,
    .layout = &vm_type_staticmethod,
    .flags = VM_TYPE_SUBCLASSABLE,
    .size = sizeof(VmWrapped),
    .trace = wrapped_trace,
    .make = wrapped_make,
    .hash = vm_hash_identity,
    .call = staticmethod_call,
    .descr_get = staticmethod_get,
    .get_attr = wrapped_get_attr,
};

/* --- super --- */

typedef struct VmSuper {
    VmObject base;
    const VmType *type;    /* look-up begins behind it */
    VmValue object;        /* what methods are bound to: instance or class */
    const VmType *of_type; /* whose MRO is followed */
} VmSuper;

static void
super_trace(VM *vm, VmObject *self)
{
    VmSuper *super = (VmSuper *)self;

    vm_mark_object(vm, super->type);
    if (super->object != VM_UNDEF)
        vm_mark_value(vm, super->object);
    vm_mark_object(vm, super->of_type);
}

static VmValue
super_make(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw)
{
    VmSuper *super;

    if (n_args == 0)
        vm_raise_runtime_error(vm, "super(): no arguments");
    if (n_args > 2 || kw != NULL || !vm_is_type(args[0]))
        vm_raise_type_error(vm, "super() argument 1 must be a type, not %t", args[0]);
    super = vm_instance_alloc(vm, type, sizeof *super);
    super->type = (const VmType *)args[0];
    super->object = VM_UNDEF;
    if (n_args == 2 && args[1] != VM_NONE) {
        if (vm_is_type(args[1]) && vm_is_subtype((const VmType *)args[1], super->type))
            super->of_type = (const VmType *)args[1];
        else if (vm_is_instance(args[1], super->type))
            super->of_type = vm_type_of(args[1]);
        else
            vm_raise_type_error(vm, "super(type, obj): obj must be an instance or subtype of type");
        super->object = args[1];
    }
    return vm_value(super);
}

static VmValue
super_get_attr(VM *vm, VmValue self, VmStr *name)
{
    VmSuper *super = (VmSuper *)self;
    const VmTuple *mro;
    bool found = false;

    if (name == &vm_s___class__ || super->object == VM_UNDEF)
        return VM_UNDEF;
    if (name == &vm_s___thisclass__)
        return vm_value(super->type);
    if (name == &vm_s___self__)
        return super->object;
    mro = mro_of(vm, super->of_type);
    for (size_t i = 0; i < mro->n; i++) {
        const VmType *base = (const VmType *)mro->items[i];
        VmValue v;

        if (!found) {
            found = base == super->type;
            continue;
        }
        v = vm_is_class(base) ? vm_dict_get_name(((const VmClass *)base)->attrs, name) : vm_type_lookup(vm, base, name);
        if (v != VM_UNDEF)
            return vm_bind(vm, v, super->object == vm_value(super->of_type) ? VM_UNDEF : super->object,
                           super->of_type);
    }
    return VM_UNDEF;
}

static void
super_repr(VM *vm, VmOut *out, VmValue self)
{
    VmSuper *super = (VmSuper *)self;

    if (super->object == VM_UNDEF)
        vm_out_format(vm, out, "<super: <class '%q'>, NULL>", super->type->name);
    else
        vm_out_format(vm, out, "<super: <class '%q'>, <%q object>>", super->type->name, super->of_type->name);
}

const VmType vm_type_super = {
    .base = {&vm_type_type},
    .name = &vm_s_super,
    .parent = &vm_type_object,
    .layout = &vm_type_super,
    .size = sizeof(VmSuper),
    .trace = super_trace,
    .make = super_make,
    .repr = super_repr,
    .hash = vm_hash_identity,
    .get_attr = super_get_attr,
};
