/* SPDX-License-Identifier: MIT */
/* The instructions, for operands of WIDTH bytes each. Included twice in the middle of interpret() (interp.c).
 *
 * U(i): operand i; J(i): the jump distance that begins at operand i and takes two operands' room. DONE(n): end of an
 * instruction with n operands. SAVE(n): before anything that may raise or run other code.
 */
#if WIDTH == 1
#define OP(name) narrow_##name
#define U(i) (pc[i])
#define J(i) ((int16_t)get_le16(pc + (i)))
#define I(i) ((int8_t)pc[i])
#define PREFIX 1
#define WIDE_FLAG 0
#else
#define OP(name) wide_##name
#define U(i) (get_le16(pc + 2 * (i)))
#define J(i) ((int32_t)get_le32(pc + 2 * (i)))
#define I(i) ((int16_t)get_le16(pc + 2 * (i)))
#define PREFIX 2
#define WIDE_FLAG FRAME_FLAG(FRAME_WIDE)
#endif
#define A U(0)
#define B U(1)
#define C U(2)
#define D U(3)
#define SIZE(n) ((n)*WIDTH)
#define SAVE(n) (R[-2] = (VmValue)(pc + SIZE(n)))
#define DONE(n) \
    do { \
        pc += SIZE(n); \
        NEXT; \
    } while (0)

// clang-format off
OP(NOP): NEXT;

OP(WIDE): goto *wide[*pc++];

OP(MOVE): R[A] = R[B]; DONE(2);
OP(LOAD_CONST): R[A] = consts[B]; DONE(2);
OP(LOAD_INT): R[A] = vm_small(I(1)); DONE(2);
OP(LOAD_NONE): R[A] = VM_NONE; DONE(1);
OP(LOAD_TRUE): R[A] = VM_TRUE; DONE(1);
OP(LOAD_FALSE): R[A] = VM_FALSE; DONE(1);
// clang-format on

OP(CHECK_BOUND) : if (R[A] == VM_UNDEF)
{
    SAVE(2);
    raise_unbound(vm, consts[B]);
}
DONE(2);

OP(UNBIND) : R[A] = VM_UNDEF;
DONE(1);

OP(MAKE_CELL) :
{
    VmCell *cell;

    SAVE(1);
    cell = VM_NEW(vm, VmCell, &vm_type_cell);
    cell->content = R[A];
    R[A] = vm_value(cell);
    DONE(1);
}

OP(LOAD_CELL) :
{
    VmValue v = ((VmCell *)R[B])->content;

    if (v == VM_UNDEF) {
        SAVE(3);
        raise_unbound(vm, consts[C]);
    }
    R[A] = v;
    DONE(3);
}

OP(STORE_CELL) : ((VmCell *)R[A])->content = R[B];
DONE(2);

OP(CLEAR_CELL) : ((VmCell *)R[A])->content = VM_UNDEF;
DONE(1);

OP(LOAD_FREE) :
{
    VmValue v = function->cells[B]->content;

    if (v == VM_UNDEF) {
        SAVE(3);
        raise_unbound_free(vm, consts[C]);
    }
    R[A] = v;
    DONE(3);
}

OP(STORE_FREE) : function->cells[A]->content = R[B];
DONE(2);

OP(CLEAR_FREE) : function->cells[A]->content = VM_UNDEF;
DONE(1);

OP(LOAD_FREE_CELL) : R[A] = vm_value(function->cells[B]);
DONE(2);

OP(LOAD_GLOBAL) :
{
    VmCache *cache = NULL;

    if (caches != NULL) {
        const VmDict *globals = function->globals;

        cache = &caches[B];
        if (cache->index < globals->used && globals->entries[cache->index].key == consts[B]) {
            R[A] = globals->entries[cache->index].value;
            DONE(2);
        }
        if (cache->epoch == vm->names_epoch && cache->key == globals && cache->value != VM_UNDEF) {
            R[A] = cache->value;
            DONE(2);
        }
    }
    SAVE(2);
    R[A] = load_global_slow(vm, function, consts[B], cache);
    DONE(2);
}

OP(STORE_GLOBAL) :
{
    VmCache *cache = NULL;

    if (caches != NULL) {
        const VmDict *globals = function->globals;

        cache = &caches[A];
        if (cache->index < globals->used && globals->entries[cache->index].key == consts[A]) {
            globals->entries[cache->index].value = R[B];
            DONE(2);
        }
    }
    SAVE(2);
    store_global_slow(vm, function, consts[A], R[B], cache);
    DONE(2);
}

OP(DELETE_GLOBAL) : SAVE(1);
if (!vm_dict_delete(vm, function->globals, consts[A]))
    raise_name_error(vm, consts[A]);
DONE(1);

OP(LOAD_NAME) : SAVE(2);
R[A] = load_name(vm, function, R[0], consts[B]);
DONE(2);

OP(STORE_NAME) : SAVE(2);
if (vm_is_exact(R[0], &vm_type_dict))
    vm_dict_set_name(vm, vm_dict(R[0]), vm_str(consts[A]), R[B]);
else
    vm_set_item(vm, R[0], consts[A], R[B]);
DONE(2);

OP(DELETE_NAME) : SAVE(1);
delete_name(vm, R[0], consts[A]);
DONE(1);

OP(LOAD_NAME_OR_FREE) :
{
    VmValue v;

    SAVE(3);
    v = load_name_maybe(vm, R[0], consts[B]);
    if (v == VM_UNDEF)
        v = function->cells[C]->content;
    if (v == VM_UNDEF)
        raise_unbound_free(vm, consts[B]);
    R[A] = v;
    DONE(3);
}

OP(LOAD_ATTR) :
{
    VmValue v = R[B];
    VmCache *cache = NULL;

    if (caches != NULL) {
        cache = &caches[C];
        if (vm_is_object(v) && (vm_object(v)->type->flags & VM_TYPE_PLAIN) != 0) {
            const VmAttrs *attrs = &((const VmInstance *)v)->attrs;

            if (cache->key == attrs->shape && cache->epoch == vm->types_epoch && cache->value == VM_UNDEF) {
                R[A] = attrs->slots[cache->index];
                DONE(3);
            }
        }
    }
    SAVE(3);
    R[A] = vm_load_attr(vm, v, vm_str(consts[C]), cache);
    DONE(3);
}

OP(STORE_ATTR) :
{
    VmValue v = R[A];
    VmCache *cache = NULL;

    if (caches != NULL) {
        cache = &caches[B];
        if (vm_is_object(v) && (vm_object(v)->type->flags & VM_TYPE_PLAIN) != 0) {
            VmAttrs *attrs = &((VmInstance *)v)->attrs;

            if (cache->key == attrs->shape && cache->epoch == vm->types_epoch && cache->index < attrs->n_slots) {
                if (cache->value != VM_UNDEF)
                    attrs->shape = (VmShape *)cache->value;
                attrs->slots[cache->index] = R[C];
                DONE(3);
            }
        }
    }
    SAVE(3);
    vm_store_attr(vm, v, vm_str(consts[B]), R[C], cache);
    DONE(3);
}

OP(DELETE_ATTR) : SAVE(2);
vm_delete_attr(vm, R[A], vm_str(consts[B]));
DONE(2);

OP(LOAD_METHOD) :
{
    VmValue *w = R + A;
    VmValue v = R[B];
    VmCache *cache = NULL;

    if (caches != NULL) {
        cache = &caches[C];
        if (vm_is_object(v) && cache->key == cache_key(v) && cache->epoch == vm->types_epoch) {
            if (cache->index == VM_CACHE_METHOD) {
                w[-1] = cache->value;
                w[0] = v;
                DONE(3);
            }
        }
    }
    SAVE(3);
    {
        VmValue self;
        VmValue callee = vm_load_method(vm, v, vm_str(consts[C]), cache, &self);

        w[-1] = callee;
        w[0] = self;
    }
    DONE(3);
}

OP(GET_ITEM) :
{
    VmValue v = R[B], key = R[C];

    if (vm_is_object(v)) {
        const VmType *type = vm_object(v)->type;

        if (type == &vm_type_list && vm_is_small(key)) {
            const VmList *list = vm_list(v);
            intptr_t i = vm_small_value(key);

            i = i < 0 ? i + (intptr_t)list->n : i;
            if ((size_t)i < list->n) {
                R[A] = list->items[i];
                DONE(3);
            }
        } else if (type == &vm_type_dict) {
            VmValue found;

            SAVE(3);
            found = vm_dict_get_maybe(vm, vm_dict(v), key);
            if (found == VM_UNDEF)
                vm_raise_key_error(vm, key);
            R[A] = found;
            DONE(3);
        } else if (type == &vm_type_tuple && vm_is_small(key)) {
            const VmTuple *tuple = vm_tuple(v);
            intptr_t i = vm_small_value(key);

            i = i < 0 ? i + (intptr_t)tuple->n : i;
            if ((size_t)i < tuple->n) {
                R[A] = tuple->items[i];
                DONE(3);
            }
        }
    }
    SAVE(3);
    R[A] = vm_get_item(vm, v, key);
    DONE(3);
}

OP(SET_ITEM) :
{
    VmValue v = R[A], key = R[B];

    if (vm_is_object(v)) {
        const VmType *type = vm_object(v)->type;

        if (type == &vm_type_list && vm_is_small(key)) {
            const VmList *list = vm_list(v);
            intptr_t i = vm_small_value(key);

            i = i < 0 ? i + (intptr_t)list->n : i;
            if ((size_t)i < list->n) {
                list->items[i] = R[C];
                DONE(3);
            }
        } else if (type == &vm_type_dict) {
            SAVE(3);
            vm_dict_set(vm, vm_dict(v), key, R[C]);
            DONE(3);
        }
    }
    SAVE(3);
    vm_set_item(vm, v, key, R[C]);
    DONE(3);
}

OP(DELETE_ITEM) : SAVE(2);
vm_delete_item(vm, R[A], R[B]);
DONE(2);

OP(BUILD_SLICE) : SAVE(3);
R[A] = vm_slice_new(vm, R[B], R[B + 1], C == 3 ? R[B + 2] : VM_NONE);
DONE(3);

/* Binary operators: small integers, floats, then everything. */
#define RESULT(v) \
    do { \
        R[A] = (v); \
        DONE(3); \
    } while (0)
#define BINARY(label, op, right, general, fast, floats) \
    OP(label) : \
    { \
        VmValue a = R[B], b = right; \
        if (vm_are_small(a, b)) { \
            VmValue small; \
            if (fast(a, b, &small)) \
                RESULT(small); \
        } \
        floats SAVE(3); \
        a = general(vm, VM_BIN_##op, a, b); \
        RESULT(a); \
    }
#define BINARY_OP(op, fast, floats) \
    BINARY(op, op, R[C], vm_binary, fast, floats) \
    BINARY(op##_K, op, consts[C], vm_binary, fast, floats) \
    BINARY(I##op, op, R[C], vm_binary_in_place, fast, floats) \
    BINARY(I##op##_K, op, consts[C], vm_binary_in_place, fast, floats)

BINARY_OP(ADD, small_add, FLOAT_BINARY(ADD, +))
BINARY_OP(SUB, small_sub, FLOAT_BINARY(SUB, -))
BINARY_OP(MUL, small_mul, FLOAT_BINARY(MUL, *))
#if VM_VALUE_64
#define FLOAT_DIVISION \
    if (vm_is_float_word(b) && vm_float_word_value(b) != 0) { \
        FLOAT_BINARY(TRUEDIV, /) \
    } else if (vm_is_small(b) && b != VM_SMALL(0) && vm_is_float_word(a)) { \
        RESULT(vm_float_word(vm_float_word_value(a) / (double)vm_small_value(b))); \
    }
#else
#define FLOAT_DIVISION
#endif
BINARY_OP(TRUEDIV, small_truediv, FLOAT_DIVISION)
#undef FLOAT_DIVISION
BINARY_OP(FLOORDIV, small_floordiv, )
BINARY_OP(MOD, small_mod, )
BINARY_OP(POW, small_none, )
BINARY_OP(MATMUL, small_none, )
BINARY_OP(LSHIFT, small_lshift, )
BINARY_OP(RSHIFT, small_rshift, )
BINARY_OP(AND, small_and, )
BINARY_OP(OR, small_or, )
BINARY_OP(XOR, small_xor, )
#undef BINARY_OP
#undef BINARY

/* Comparisons as values and as jumps. */
#define TRUTH(condition) \
    do { \
        R[A] = vm_bool(condition); \
        DONE(3); \
    } while (0)
#define COMPARE(label, op, c_op, right) \
    OP(label) : \
    { \
        VmValue a = R[B], b = right; \
        if (vm_are_small(a, b)) \
            TRUTH(SMALL_ORDER(a) c_op SMALL_ORDER(b)); \
        FLOAT_COMPARE(c_op) \
        SAVE(3); \
        a = vm_compare(vm, VM_CMP_##op, a, b); \
        R[A] = a; \
        DONE(3); \
    }
#define COMPARE_OP(op, c_op) \
    COMPARE(op, op, c_op, R[C]) \
    COMPARE(op##_K, op, c_op, consts[C])
COMPARE_OP(LT, <)
COMPARE_OP(LE, <=)
COMPARE_OP(GT, >)
COMPARE_OP(GE, >=)
COMPARE_OP(EQ, ==)
COMPARE_OP(NE, !=)
#undef COMPARE_OP
#undef COMPARE
#undef TRUTH

#define TRUTH(condition) \
    do { \
        if (WANTED(condition)) \
            pc += J(2); \
        DONE(4); \
    } while (0)
#define COMPARE_JUMP(label, op, c_op, right) \
    OP(label) : \
    { \
        VmValue a = R[A], b = right; \
        bool truth; \
        if (vm_are_small(a, b)) \
            TRUTH(SMALL_ORDER(a) c_op SMALL_ORDER(b)); \
        FLOAT_COMPARE(c_op) \
        SAVE(4); \
        truth = vm_compare_true(vm, VM_CMP_##op, a, b); \
        TRUTH(truth); \
    }
#define COMPARE_OP(op, c_op) \
    COMPARE_JUMP(JUMP_IF_##op, op, c_op, R[B]) \
    COMPARE_JUMP(JUMP_IF_##op##_K, op, c_op, consts[B])
#define WANTED(condition) (condition)
COMPARE_OP(LT, <)
COMPARE_OP(LE, <=)
COMPARE_OP(GT, >)
COMPARE_OP(GE, >=)
COMPARE_OP(EQ, ==)
COMPARE_OP(NE, !=)
#undef WANTED
#undef COMPARE_OP
#define COMPARE_OP(op, c_op) \
    COMPARE_JUMP(JUMP_IF_NOT_##op, op, c_op, R[B]) \
    COMPARE_JUMP(JUMP_IF_NOT_##op##_K, op, c_op, consts[B])
#define WANTED(condition) (!(condition))
COMPARE_OP(LT, <)
COMPARE_OP(LE, <=)
COMPARE_OP(GT, >)
COMPARE_OP(GE, >=)
COMPARE_OP(EQ, ==)
COMPARE_OP(NE, !=)
#undef WANTED
#undef COMPARE_OP
#undef COMPARE_JUMP
#undef TRUTH

#define UNARY(label, op, fast) \
    OP(label) : \
    { \
        VmValue v = R[B]; \
        if (vm_is_small(v)) { \
            intptr_t n = vm_small_value(v); \
            (void)n; \
            if (fast) \
                v = vm_small(op##_SMALL); \
            else { \
                SAVE(2); \
                v = vm_unary(vm, VM_UN_##op, v); \
            } \
        } else { \
            SAVE(2); \
            v = vm_unary(vm, VM_UN_##op, v); \
        } \
        R[A] = v; \
        DONE(2); \
    }
#define NEG_SMALL -n
#define POS_SMALL n
#define INVERT_SMALL ~n
UNARY(NEG, NEG, n != (intptr_t)VM_SMALL_MIN)
UNARY(POS, POS, true)
UNARY(INVERT, INVERT, true)
#undef NEG_SMALL
#undef POS_SMALL
#undef INVERT_SMALL
#undef UNARY

/* Truth of a value, cheap for the usual ones; SAVE first. */
#define IS_TRUE(v) ((v) == VM_TRUE ? true : (v) == VM_FALSE || (v) == VM_NONE ? false : vm_is_true(vm, v))

OP(NOT) :
{
    VmValue v = R[B];

    SAVE(2);
    v = vm_bool(!IS_TRUE(v));
    R[A] = v;
    DONE(2);
}

OP(IS) : R[A] = vm_bool(R[B] == R[C]);
DONE(3);
OP(IS_NOT) : R[A] = vm_bool(R[B] != R[C]);
DONE(3);
OP(IN) : SAVE(3);
R[A] = vm_bool(vm_contains(vm, R[C], R[B]));
DONE(3);
OP(NOT_IN) : SAVE(3);
R[A] = vm_bool(!vm_contains(vm, R[C], R[B]));
DONE(3);

OP(JUMP) : pc += SIZE(2) + J(0);
NEXT;

OP(LOOP) :
{
    const uint8_t *end = pc + SIZE(2);

    pc = end + J(0);
    if (caches == NULL && code->warmth < VM_WARM) {
        vm_code_warm(vm, code);
        caches = code->caches;
    }
    if (vm->events != 0) {
        R[-2] = (VmValue)end; // where LOOP stands: it may jump to before the `try` around it
        POLL();
    }
    NEXT;
}

OP(JUMP_IF) :
{
    VmValue v = R[A];
    int distance = J(1);

    SAVE(3);
    pc += SIZE(3);
    if (IS_TRUE(v))
        pc += distance;
    NEXT;
}

OP(JUMP_IF_NOT) :
{
    VmValue v = R[A];
    int distance = J(1);

    SAVE(3);
    pc += SIZE(3);
    if (!IS_TRUE(v))
        pc += distance;
    NEXT;
}

OP(JUMP_IF_NONE) : if (R[A] == VM_NONE) pc += J(1);
DONE(3);
OP(JUMP_IF_NOT_NONE) : if (R[A] != VM_NONE) pc += J(1);
DONE(3);
OP(JUMP_IF_BOUND) : if (R[A] != VM_UNDEF) pc += J(1);
DONE(3);

OP(GET_ITER) : SAVE(2);
R[A] = vm_iter(vm, R[B]);
DONE(2);

OP(FOR_LOOP) :
{
    VmValue it = R[A];
    const VmType *type = vm_object(it)->type;
    VmValue v;

    if (type == &vm_type_range_iterator) {
        VmRangeIterator *range = (VmRangeIterator *)it;

        if (range->n_left == 0)
            DONE(4);
        range->n_left--;
        v = range->next;
        range->next = v + ((VmValue)range->step << SMALL_STEP);
    } else if (type == &vm_type_list_iterator) {
        VmListIterator *iterator = (VmListIterator *)it;

        if (iterator->list == NULL)
            DONE(4);
        if (iterator->at >= iterator->list->n) {
            iterator->list = NULL;
            DONE(4);
        }
        v = iterator->list->items[iterator->at++];
    } else if (type == &vm_type_generator && ((VmGenerator *)it)->state <= VM_GEN_SUSPENDED &&
               !((VmGenerator *)it)->delegating) {
        VmGenerator *generator = (VmGenerator *)it;
        bool fresh = generator->state == VM_GEN_NEW;

        SAVE(4);
        callee_regs = vm_generator_push(vm, generator);
        callee_regs[-4] |= FRAME_INFO(FRAME_FOR, B) | WIDE_FLAG;
        if (!fresh)
            callee_regs[generator->dest] = VM_NONE;
        goto enter_callee;
    } else {
        SAVE(4);
        v = type->next(vm, it);
        if (v == VM_UNDEF)
            DONE(4);
    }
    R[B] = v;
    pc += SIZE(4) + J(2);
    if (caches == NULL && code->warmth < VM_WARM) {
        vm_code_warm(vm, code);
        caches = code->caches;
    }
    if (vm->events != 0) {
        R[-2] = (VmValue)pc;
        POLL();
    }
    NEXT;
}

OP(UNPACK) : SAVE(3);
unpack(vm, R[B], R + A, C);
DONE(3);

OP(UNPACK_REST) : SAVE(4);
unpack_rest(vm, R[B], R + A, C, D);
DONE(4);

OP(BUILD_TUPLE) : SAVE(3);
R[A] = C == 0 ? vm_value(&vm_empty_tuple) : vm_value(vm_tuple_new(vm, C, R + B));
DONE(3);

OP(BUILD_LIST) : SAVE(3);
R[A] = vm_value(vm_list_new(vm, C, R + B));
DONE(3);

OP(BUILD_SET) :
{
    VmValue set;

    SAVE(3);
    set = vm_set_new(vm, &vm_type_set, VM_UNDEF);
    for (unsigned i = 0, n = C, base = B; i < n; i++)
        vm_set_add(vm, set, R[base + i]);
    R[A] = set;
    DONE(3);
}

OP(BUILD_DICT) :
{
    VmDict *dict;

    SAVE(3);
    dict = vm_dict_new(vm, C);
    for (unsigned i = 0, n = C, base = B; i < n; i++)
        vm_dict_set(vm, dict, R[base + 2 * i], R[base + 2 * i + 1]);
    R[A] = vm_value(dict);
    DONE(3);
}

OP(LIST_APPEND) : SAVE(2);
vm_list_append(vm, vm_list(R[A]), R[B]);
DONE(2);

OP(LIST_EXTEND) :
{
    VmValue v = R[B];

    SAVE(2);
    if (vm_type_of(v)->iter == NULL && vm_type_of(v)->get_item == NULL)
        vm_raise_type_error(vm, "Value after * must be an iterable, not %t", v);
    vm_list_extend(vm, vm_list(R[A]), v);
    DONE(2);
}

OP(LIST_TO_TUPLE) : SAVE(2);
R[A] = vm_value(vm_tuple_new(vm, vm_list(R[B])->n, vm_list(R[B])->items));
DONE(2);

OP(SET_ADD) : SAVE(2);
vm_set_add(vm, R[A], R[B]);
DONE(2);

OP(SET_UPDATE) :
{
    VmValue iterator, item;

    SAVE(2);
    iterator = vm_iter(vm, R[B]);
    while ((item = vm_next(vm, iterator)) != VM_UNDEF)
        vm_set_add(vm, R[A], item);
    DONE(2);
}

OP(DICT_SET) : SAVE(3);
vm_dict_set(vm, vm_dict(R[A]), R[B], R[C]);
DONE(3);

OP(DICT_UPDATE) : SAVE(2);
if (!vm_is_dict(R[B]) && vm_get_attr_maybe(vm, R[B], &vm_s_keys) == VM_UNDEF)
    vm_raise_type_error(vm, "'%t' object is not a mapping", R[B]);
vm_dict_update(vm, vm_dict(R[A]), R[B]);
DONE(2);

OP(DICT_MERGE) : SAVE(2);
dict_merge(vm, vm_dict(R[A]), R[B], VM_UNDEF);
DONE(2);

OP(FORMAT_VALUE) : SAVE(4);
R[A] = format_field(vm, R[B], (D & 4) != 0 ? R[C] : VM_UNDEF, D);
DONE(4);

OP(BUILD_STRING) : SAVE(3);
R[A] = build_string(vm, R + B, C);
DONE(3);

OP(CALL) :
{
    VmValue *w = R + B;
    unsigned n = C;
    VmValue callee = w[-1];
    VmCode *callee_code;

    SAVE(3);
    if (vm_is_exact(callee, &vm_type_function)) {
        callee_code = ((VmFunction *)callee)->code;

    OP(call_simple):
        if (n == callee_code->n_params && (callee_code->flags & NOT_SIMPLE) == 0 && callee_code->n_kw_only == 0 &&
            w + callee_code->n_regs <= vm->limit) {
            for (unsigned i = n, n_locals = callee_code->n_locals; i < n_locals; i++)
                w[i] = VM_UNDEF;
            w[-4] = FRAME_INFO(FRAME_CALL, A);
            w[-3] = (VmValue)R;
            vm->regs = R = w;
            vm->top = w + callee_code->n_regs;
            function = (VmFunction *)callee;
            code = callee_code;
            consts = code->consts;
            caches = code->caches;
            pc = code->bytes;
            if (caches == NULL && code->warmth < VM_WARM) {
                R[-2] = (VmValue)pc;
                vm_code_warm(vm, code);
                caches = code->caches;
            }
            if (vm->events != 0) {
                R[-2] = (VmValue)pc;
                POLL();
            }
            NEXT;
        }
    }
OP(call_general):;
    {
        VmValue out;

        callee_regs = vm_call_in_window(vm, w, n, NULL, A, &out);
        if (callee_regs != NULL)
            goto enter_callee;
        vm_stack_back_to(vm, R);
        vm->top = R + code->n_regs;
        R[A] = out;
        DONE(3);
    }

    OP(CALL_METHOD) : w = R + B;
    n = C;
    SAVE(3);
    if (w[0] == VM_UNDEF) { // no method after all: close the gap
        n--;
        memmove(w, w + 1, n * sizeof *w);
    }
    callee = w[-1];
    if (vm_is_object(callee)) {
        const VmType *type = vm_object(callee)->type;

        if (type == &vm_type_function) {
            callee_code = ((VmFunction *)callee)->code;
            goto OP(call_simple);
        }
        if (type == &vm_type_native) {
            VmValue out = vm_call_native(vm, (const VmNative *)callee, n, w, NULL);

            R[A] = out;
            DONE(3);
        }
    }
    goto OP(call_general);
}

OP(CALL_KW) :
{
    VmValue *w = R + B;
    unsigned n = C;
    const VmTuple *names = vm_tuple(consts[D]);
    VmKw kw;
    VmValue out;

    SAVE(4);
OP(call_keywords):
    kw.n = (unsigned)names->n;
    kw.names = names->items;
    kw.values = w + n - kw.n;
    callee_regs = vm_call_in_window(vm, w, n - kw.n, &kw, A, &out);
    if (callee_regs != NULL)
        goto enter_callee;
    vm_stack_back_to(vm, R);
    vm->top = R + code->n_regs;
    R[A] = out;
    DONE(4);

    OP(CALL_METHOD_KW) : w = R + B;
    n = C;
    names = vm_tuple(consts[D]);
    SAVE(4);
    if (w[0] == VM_UNDEF) {
        n--;
        memmove(w, w + 1, n * sizeof *w);
    }
    goto OP(call_keywords);
}

OP(CALL_EX) :
{
    VmValue out;

    SAVE(2);
    callee_regs = call_spread(vm, R + B, A, &out);
    if (callee_regs != NULL)
        goto enter_callee;
    vm_stack_back_to(vm, R);
    vm->top = R + code->n_regs;
    R[A] = out;
    DONE(2);
}

OP(RETURN) : result = R[A];
if (frame_kind(R) == FRAME_CALL && !frame_has(R, FRAME_SEGMENT)) {
    unsigned dest = frame_dest(R);

    vm->regs = frame_caller(R);
    ENTER_FRAME();
    vm->top = R + code->n_regs;
    R[dest] = result;
    NEXT;
}
goto return_result;

OP(RETURN_NONE) : result = VM_NONE;
goto return_result;

OP(MAKE_FUNCTION) :
{
    VmValue made;

    SAVE(4);
    made = make_function(vm, function, (VmCode *)consts[B], R + C, D);
    R[A] = made;
    DONE(4);
}

OP(LOAD_BUILD_CLASS) : SAVE(1);
R[A] = load_builtin(vm, &vm_s___build_class__);
DONE(1);

OP(YIELD) :
{
    VmGenerator *generator = (VmGenerator *)R[-1];

    result = R[B];
    vm_generator_save(generator, R, (uint32_t)(pc + SIZE(2) - code->bytes), A);
    goto yield_result;
}

OP(ASYNC_YIELD) :
{
    VmGenerator *generator = (VmGenerator *)R[-1];

    SAVE(2);
    result = vm_async_wrap(vm, R[B]);
    vm_generator_save(generator, R, (uint32_t)(pc + SIZE(2) - code->bytes), A);
    goto yield_result;
}

OP(YIELD_FROM_ITER) :
{
    VmValue v = R[B];

    SAVE(2);
    if (!vm_is_exact(v, &vm_type_generator) && !vm_is_exact(v, &vm_type_coroutine))
        v = vm_iter(vm, v);
    R[A] = v;
    DONE(2);
}

OP(GET_AWAITABLE) : SAVE(2);
R[A] = awaitable(vm, R[B]);
DONE(2);

OP(YIELD_FROM) :
{
    VmGenerator *generator = (VmGenerator *)R[-1];
    // The iterator's register may be the one for the result, which holds what was sent.
    VmValue iterator = generator->delegating ? generator->delegate : R[B];
    VmValue sent = generator->delegating ? R[A] : VM_NONE;

    generator->delegating = false;
    generator->delegate = VM_UNDEF;
    SAVE(2);
    result = vm_delegate_send(vm, iterator, sent);
    if (result == VM_UNDEF) {
        R[A] = vm->stop_value;
        DONE(2);
    }
    generator->delegate = iterator;
    vm_generator_save(generator, R, (uint32_t)(pc - PREFIX - code->bytes), A);
    generator->delegating = true;
    goto yield_result;
}

OP(GET_AITER) : SAVE(2);
R[A] = vm_call_0(vm, special(vm, R[B], &vm_s___aiter__, "asynchronous iterator"));
DONE(2);

OP(GET_ANEXT) : SAVE(2);
R[A] = awaitable(vm, vm_call_0(vm, special(vm, R[B], &vm_s___anext__, "asynchronous iterator")));
DONE(2);

OP(IMPORT) : SAVE(4);
R[A] = vm_import_name(vm, vm_str(consts[B]), R[C], (int)D, function->globals);
DONE(4);

OP(IMPORT_FROM) : SAVE(3);
R[A] = vm_import_from(vm, R[B], vm_str(consts[C]));
DONE(3);

OP(IMPORT_STAR) : SAVE(1);
vm_import_star(vm, R[A], (code->flags & VM_CODE_NAMES) != 0 ? R[0] : vm_value(function->globals));
DONE(1);

OP(RAISE) : SAVE(1);
vm_raise(vm, R[A]);

OP(RAISE_FROM) : SAVE(2);
raise_from(vm, R[A], R[B]);

OP(RERAISE) : SAVE(1);
vm->reraising = true;
vm_reraise(vm, R[A]);

OP(RAISE_AGAIN) : SAVE(0);
if (vm->handled == VM_NONE || vm->handled == VM_UNDEF)
    vm_raise_runtime_error(vm, "No active exception to reraise");
vm->reraising = ((VmException *)vm->handled)->traceback != VM_NONE &&
                ((VmTraceback *)((VmException *)vm->handled)->traceback)->code == code;
vm_reraise(vm, vm->handled);

OP(PUSH_HANDLED) :
{
    VmValue before = vm->handled;

    vm->handled = R[A];
    R[B] = before;
    DONE(2);
}

OP(POP_HANDLED) : vm->handled = R[A];
DONE(1);

OP(MATCH_EXCEPTION) : SAVE(3);
R[A] = vm_bool(vm_exception_matches(vm, R[B], R[C]));
DONE(3);

OP(LOAD_ASSERTION_ERROR) : R[A] = vm_value(&vm_type_AssertionError);
DONE(1);

OP(WITH_ENTER) :
{
    VmValue *to = R + A;
    VmValue manager = R[B];
    VmValue enter, exit;

    SAVE(2);
    enter = special(vm, manager, &vm_s___enter__, "context manager");
    exit = vm_special_maybe(vm, manager, &vm_s___exit__);
    if (exit == VM_UNDEF)
        vm_raise_type_error(vm, "'%t' object does not support the context manager protocol (missed __exit__ method)",
                            manager);
    to[0] = exit;
    enter = vm_call_0(vm, enter);
    to[1] = enter;
    DONE(2);
}

OP(WITH_EXIT) : SAVE(3);
R[A] = call_exit(vm, R[B], R[C]);
DONE(3);

OP(AWITH_ENTER) :
{
    VmValue *to = R + A;
    VmValue manager = R[B];
    VmValue enter;

    SAVE(2);
    enter = special(vm, manager, &vm_s___aenter__, "asynchronous context manager");
    to[0] = special(vm, manager, &vm_s___aexit__, "asynchronous context manager");
    enter = awaitable(vm, vm_call_0(vm, enter));
    to[1] = enter;
    DONE(2);
}

OP(AWITH_EXIT) : SAVE(3);
R[A] = awaitable(vm, call_exit(vm, R[B], R[C]));
DONE(3);

OP(DISPLAY) : SAVE(1);
display(vm, R[A]);
DONE(1);

OP(MATCH_SEQUENCE) : R[A] = vm_bool(vm_match_sequence(R[B]));
DONE(2);

OP(MATCH_MAPPING) : R[A] = vm_bool(vm_match_mapping(vm, R[B]));
DONE(2);

OP(MATCH_KEYS) : SAVE(3);
R[A] = vm_match_keys(vm, R[B], R[C]);
DONE(3);

OP(MATCH_CLASS) :
{
    VmValue matched;

    // Five operands: a b c k n.
    pc += SIZE(5);
    R[-2] = (VmValue)pc;
    pc -= SIZE(5);
    matched = vm_match_class(vm, R[B], R[C], consts[U(3)], U(4));
    R[A] = matched;
    DONE(5);
}

OP(GET_LEN) : SAVE(2);
R[A] = vm_small(vm_len(vm, R[B]));
DONE(2);

OP(LOAD_LOCALS) : R[A] = (code->flags & VM_CODE_NAMES) != 0 ? R[0] : vm_value(function->globals);
DONE(1);

#undef OP
#undef U
#undef J
#undef I
#undef PREFIX
#undef WIDE_FLAG
#undef A
#undef B
#undef C
#undef D
#undef SIZE
#undef SAVE
#undef DONE
#undef RESULT
#undef IS_TRUE
