/* SPDX-License-Identifier: MIT */
/* What all objects share: types and their slots, natives (functions written in C), members of ROM tables.
 *
 * A VmType is a class. Built-in ones are `const` in ROM; a `class` statement makes one on the heap with the same
 * layout followed by what changes (VmClass, in class.h). `layout` names the ROM type that decides how an instance's
 * memory looks: an instance of a Python class that inherits from list begins with a whole VmList, so C code that
 * got past `vm_is_list()` may use it as one; the Python attributes follow behind (class.h).
 *
 * Slots are C functions, NULL when the type lacks the ability. For Python classes they are either the layout's own
 * or generic ones that look up the `__dunder__` method. `__dunder__` attributes of ROM types are made from their slots
 * on demand (class.c), so a type writes each ability once.
 */
#ifndef VM_CORE_OBJECT_H
#define VM_CORE_OBJECT_H

#include "vm/core/value.h"

typedef struct VmStr VmStr;
typedef struct VmOut VmOut;

/* Operators. The binary ones exist plain and in place; compare ones follow. One list makes enum, op codes, names. */
#define VM_BINARY_OPS(X) \
    X(ADD, "+", __add__, __radd__, __iadd__) \
    X(SUB, "-", __sub__, __rsub__, __isub__) \
    X(MUL, "*", __mul__, __rmul__, __imul__) \
    X(TRUEDIV, "/", __truediv__, __rtruediv__, __itruediv__) \
    X(FLOORDIV, "//", __floordiv__, __rfloordiv__, __ifloordiv__) \
    X(MOD, "%", __mod__, __rmod__, __imod__) \
    X(POW, "**", __pow__, __rpow__, __ipow__) \
    X(MATMUL, "@", __matmul__, __rmatmul__, __imatmul__) \
    X(LSHIFT, "<<", __lshift__, __rlshift__, __ilshift__) \
    X(RSHIFT, ">>", __rshift__, __rrshift__, __irshift__) \
    X(AND, "&", __and__, __rand__, __iand__) \
    X(OR, "|", __or__, __ror__, __ior__) \
    X(XOR, "^", __xor__, __rxor__, __ixor__)

#define VM_COMPARE_OPS(X) \
    X(LT, "<", __lt__, GT) \
    X(LE, "<=", __le__, GE) \
    X(GT, ">", __gt__, LT) \
    X(GE, ">=", __ge__, LE) \
    X(EQ, "==", __eq__, EQ) \
    X(NE, "!=", __ne__, NE)

typedef enum VmBinaryOp {
#define X(name, text, method, reflected, in_place) VM_BIN_##name,
    VM_BINARY_OPS(X)
#undef X
        VM_BIN_COUNT
} VmBinaryOp;

typedef enum VmCompareOp {
#define X(name, text, method, mirror) VM_CMP_##name,
    VM_COMPARE_OPS(X)
#undef X
        VM_CMP_COUNT
} VmCompareOp;

typedef enum VmUnaryOp { VM_UN_NEG, VM_UN_POS, VM_UN_INVERT, VM_UN_ABS } VmUnaryOp;

/* Keyword arguments of a call: @n interned names and their values. Passed as NULL when there are none. */
typedef struct VmKw {
    unsigned n;
    const VmValue *names;
    const VmValue *values;
} VmKw;

/* A function written in C. @args (borrowed, valid during the call) holds @n_args positional values; for methods args[0]
 * is self. The caller has checked n_args against the VmNative's limits, and that @kw is NULL unless VM_NATIVE_KW. */
typedef VmValue (*VmNativeFn)(VM *vm, unsigned n_args, const VmValue *args, const VmKw *kw);

enum {
    VM_NATIVE_KW = 1,      /* takes keywords */
    VM_NATIVE_METHOD = 2,  /* binds self when read from an instance */
    VM_NATIVE_STATIC = 4,  /* read from a type or instance as it is */
    VM_NATIVE_CLASS = 8,   /* binds the class: args[0] is the type asked */
    VM_NATIVE_GETTER = 16, /* an attribute computed from self by fn(vm, 1, &self, NULL) */
};

#define VM_ANY_ARGS 255

typedef struct VmNative {
    VmObject base; /* vm_type_native */
    VmNativeFn fn;
    const VmStr *name;
    uint8_t min_args; /* both count self */
    uint8_t max_args; /* VM_ANY_ARGS: no limit */
    uint8_t flags;
} VmNative;

/* An entry of a ROM table of attributes: of a type or of a module. */
typedef struct VmMember {
    VmValue name;  /* an interned ROM str: VM_S(append) */
    VmValue value; /* any ROM object, small integer or immediate */
} VmMember;

#define VM_NATIVE_OBJECT(py_name, c_fn, min, max, flag_bits) \
    (const VmNative) \
    { \
        .base = {&vm_type_native}, .fn = c_fn, .name = &vm_s_##py_name, .min_args = min, .max_args = max, \
        .flags = flag_bits \
    }
#define VM_MEMBER_NATIVE(py_name, c_fn, min, max, flag_bits) \
    {VM_S(py_name), VM_ROM(VM_NATIVE_OBJECT(py_name, c_fn, min, max, flag_bits))}

/* Entries for member tables; the counts include self (or the class). */
#define VM_METHOD(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_METHOD)
#define VM_METHOD_KW(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_METHOD | VM_NATIVE_KW)
#define VM_CLASS_METHOD(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_CLASS)
#define VM_CLASS_METHOD_KW(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_CLASS | VM_NATIVE_KW)
#define VM_STATIC_METHOD(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_STATIC)
#define VM_STATIC_METHOD_KW(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_STATIC | VM_NATIVE_KW)
#define VM_GETTER(py_name, c_fn) VM_MEMBER_NATIVE(py_name, c_fn, 1, 1, VM_NATIVE_GETTER)
/* Plain functions of modules. */
#define VM_FUNCTION(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, 0)
#define VM_FUNCTION_KW(py_name, c_fn, min, max) VM_MEMBER_NATIVE(py_name, c_fn, min, max, VM_NATIVE_KW)
/* A constant integer, or any ROM object (a type, a sub-module). */
#define VM_INT_MEMBER(py_name, n) {VM_S(py_name), VM_SMALL(n)}
#define VM_OBJECT_MEMBER(py_name, object) {VM_S(py_name), VM_ROM(object)}

/* Memory seen through the buffer protocol. */
typedef struct VmBuffer {
    uint8_t *data;
    size_t len;        /* in bytes */
    char format;       /* struct code of an item: 'B' for bytes */
    uint8_t item_size; /* bytes per item */
    bool read_only;
} VmBuffer;

enum {
    VM_TYPE_SUBCLASSABLE = 1,  /* `class C(T)` is allowed */
    VM_TYPE_CLASS = 2,         /* made by a class statement: the VmType is a VmClass on the heap */
    VM_TYPE_EXCEPTION = 4,     /* BaseException or below: layout VmException */
    VM_TYPE_VAR_SIZE = 8,      /* instances hold their data inline: size_of() says how much */
    VM_TYPE_ATTRS = 16,        /* instances of this ROM type carry Python attributes (VmAttrs at `size`) */
    VM_TYPE_FINALIZER = 32,    /* has finalize() */
    VM_TYPE_PLAIN = 128,       /* a Python class with layout object: instances are VmInstance */
    VM_TYPE_GETATTRIBUTE = 256, /* a Python class (or base) defines __getattribute__ */
    VM_TYPE_ITERATOR = 64,     /* `next` is native and cheap: the interpreter may call it without a frame */
};

struct VmType {
    VmObject base; /* vm_type_type, or a metaclass */
    const VmStr *name;
    const VmType *parent; /* first base; NULL only for object. ROM types have exactly one base */
    const VmType *layout; /* the ROM type whose C struct instances begin with; itself for ROM types */
    uint16_t flags;
    uint16_t size; /* bytes of the fixed part of the C struct */
    uint16_t n_members;
    const VmMember *members;

    /* Memory. trace() marks what the object refers to (heap.h); NULL when it refers to nothing. finalize() may not
     * allocate or raise. size_of() gives the bytes of a VM_TYPE_VAR_SIZE object's native part. */
    void (*trace)(VM *vm, VmObject *self);
    void (*finalize)(VM *vm, VmObject *self);
    size_t (*size_of)(const VmObject *self);

    /* T(...): makes and initialises an instance of @type, which is this type or a subclass of it (then allocate with
     * vm_instance_alloc()). NULL: cannot be called. */
    VmValue (*make)(VM *vm, const VmType *type, unsigned n_args, const VmValue *args, const VmKw *kw);
    /* __init__ where it can be called apart from __new__ (mutable containers); NULL: accepts anything, does nothing. */
    void (*init)(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw);

    void (*repr)(VM *vm, VmOut *out, VmValue self);
    void (*str)(VM *vm, VmOut *out, VmValue self); /* NULL: as repr */
    VmValue (*call)(VM *vm, VmValue self, unsigned n_args, const VmValue *args, const VmKw *kw);

    /* Return VM_UNDEF for "not for me". In binary(), @self_is_right says which operand's type is asked. */
    VmValue (*unary)(VM *vm, VmUnaryOp op, VmValue self);
    VmValue (*binary)(VM *vm, VmBinaryOp op, VmValue left, VmValue right, bool self_is_right);
    VmValue (*in_place)(VM *vm, VmBinaryOp op, VmValue left, VmValue right);
    VmValue (*compare)(VM *vm, VmCompareOp op, VmValue self, VmValue other);

    bool (*truth)(VM *vm, VmValue self);   /* NULL: len() != 0, or true */
    intptr_t (*len)(VM *vm, VmValue self); /* NULL: has no len() */
    intptr_t (*hash)(VM *vm, VmValue self); /* NULL: unhashable */
    VmValue (*get_item)(VM *vm, VmValue self, VmValue key);
    void (*set_item)(VM *vm, VmValue self, VmValue key, VmValue value); /* value VM_UNDEF: delete */
    bool (*contains)(VM *vm, VmValue self, VmValue item); /* NULL: walks the iterator */
    VmValue (*iter)(VM *vm, VmValue self);
    /* The next item, or VM_UNDEF at the end (with vm->stop_value set to a generator's return value, else None). */
    VmValue (*next)(VM *vm, VmValue self);

    /* Attributes beyond members and Python attributes. get_attr() returns VM_UNDEF to go on with the ordinary look-up;
     * set_attr() (value VM_UNDEF: delete) returns false for "cannot be set". */
    VmValue (*get_attr)(VM *vm, VmValue self, VmStr *name);
    bool (*set_attr)(VM *vm, VmValue self, VmStr *name, VmValue value);
    /* Descriptors: what reading the object from a class gives. @instance is VM_UNDEF when read from the class itself.*/
    VmValue (*descr_get)(VM *vm, VmValue self, VmValue instance, const VmType *owner);
    /* value VM_UNDEF: delete */
    void (*descr_set)(VM *vm, VmValue self, VmValue instance, VmValue value);

    /* False when the object has no buffer, or only a read-only one and @writable is wanted. */
    bool (*buffer)(VM *vm, VmValue self, VmBuffer *out, bool writable);
};

#define VM_MEMBERS(table) .members = table, .n_members = sizeof(table) / sizeof((table)[0])

extern const VmType vm_type_object, vm_type_type, vm_type_native, vm_type_none, vm_type_ellipsis,
    vm_type_not_implemented, vm_type_bool, vm_type_int, vm_type_float, vm_type_complex, vm_type_str, vm_type_bytes,
    vm_type_bytearray, vm_type_memoryview, vm_type_tuple, vm_type_list, vm_type_dict, vm_type_set,
    vm_type_frozenset, vm_type_range, vm_type_slice, vm_type_function, vm_type_code, vm_type_cell,
    vm_type_bound_method, vm_type_generator, vm_type_coroutine, vm_type_async_generator, vm_type_module, vm_type_property, vm_type_classmethod,
    vm_type_staticmethod, vm_type_super, vm_type_shape, vm_type_range_iterator, vm_type_list_iterator,
    vm_type_tuple_iterator, vm_type_dict_iterator, vm_type_enumerate, vm_type_zip, vm_type_map, vm_type_filter, vm_type_reversed,
    vm_type_traceback;

/* The type of any value but VM_UNDEF. */
const VmType *vm_type_of_immediate(VmValue v);

static inline const VmType *
vm_type_of(VmValue v)
{
    if (vm_is_object(v))
        return vm_object(v)->type;
    return vm_type_of_immediate(v);
}

/* Exactly that type, and an object on the heap or in ROM (not a small integer, 64-bit float, immediate or VM_UNDEF). */
static inline bool
vm_is_exact(VmValue v, const VmType *type)
{
    return vm_is_object(v) && v != VM_UNDEF && vm_object(v)->type == type;
}

/* An object whose C struct begins with @type's: @type itself or a class inheriting from it. */
static inline bool
vm_has_layout(VmValue v, const VmType *type)
{
    return vm_is_object(v) && v != VM_UNDEF && vm_object(v)->type->layout == type;
}

bool vm_is_subtype(const VmType *type, const VmType *of); /* reflexive; walks Python classes' MRO too */
bool vm_is_instance(VmValue v, const VmType *type);

#endif
