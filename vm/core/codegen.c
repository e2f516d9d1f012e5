/* SPDX-License-Identifier: MIT */
/* The compiler's entrance, and the codes of functions, class bodies and modules.
 *
 * A text is compiled one top-level statement at a time: its tree is made, its names resolved, its
 * instructions appended to the module's code, its tree forgotten. Functions inside become code
 * objects at once, and those stay.
 */
#include "vm/core/codegen.h"

/* --- Functions and classes --- */

static const VmStr *
qualify(const VmUnit *outer, const VmStr *name, const VmStr *stored)
{
    const VmSymbol *symbol;
    VmValue s;

    if (outer->own_scope->kind == VM_SCOPE_MODULE)
        return name;
    symbol = vm_scope_find(outer->own_scope, stored);
    if (symbol != NULL && (symbol->flags & VM_SYMBOL_GLOBAL) != 0)
        return name;
    s = vm_str_format(outer->vm,
                      outer->own_scope->kind == VM_SCOPE_CLASS ? "%q.%q" : "%q.<locals>.%q",
                      outer->qualname, name);
    return vm_str(s);
}

/* A suite's first statement if it is a plain string: VM_NONE if not. */
static VmValue
doc_of(const VmUnit *u, const VmNode *first)
{
    const VmNode *value;

    if (first == NULL || first->kind != VM_NODE_EXPRESSION || u->vm->optimisation >= 2)
        return VM_NONE;
    value = first->s[0].node;
    if (value->kind != VM_NODE_CONST || !vm_is_exact(value->s[0].value, &vm_type_str) ||
        (value->flags & (VM_NODE_CONST_FSTRING | VM_NODE_FOLDED)) != 0)
        return VM_NONE;
    return value->s[0].value;
}

/* Gives every variable of the unit's own scope its register; cells are made at once. */
static void
lay_out_locals(VmUnit *u)
{
    for (VmSymbol *symbol = u->own_scope->first; symbol != NULL; symbol = symbol->in_scope) {
        symbol->bound_now = false;
        if ((symbol->flags & VM_SYMBOL_BOUND) == 0 || (symbol->flags & VM_SYMBOL_FREE) != 0)
            continue;
        symbol->reg = (uint16_t)vm_temp(u);
        if ((symbol->flags & VM_SYMBOL_PARAM) != 0) {
            vm_bound_add(u, symbol->reg);
            symbol->bound_now = true;
        }
        if ((symbol->flags & VM_SYMBOL_VOLATILE) != 0 && symbol->reg < VM_TRACKED_LOCALS)
            u->volatile_locals.bits[symbol->reg / 64] |= (uint64_t)1 << symbol->reg % 64;
    }
    u->n_locals = u->top;
    for (VmSymbol *symbol = u->own_scope->first; symbol != NULL; symbol = symbol->in_scope)
        if ((symbol->flags & VM_SYMBOL_CELL) != 0 && (symbol->flags & VM_SYMBOL_BOUND) != 0)
            vm_emit(u, VM_OP_MAKE_CELL, (unsigned)symbol->reg);
}

static void
count_params(VmCode *code, const VmNode *params)
{
    for (; params != NULL; params = params->next) {
        if (params->op == VM_PARAM_KIND_VAR_ARGS || params->op == VM_PARAM_KIND_VAR_KW)
            continue;
        code->n_params++;
        code->n_pos_only += params->op == VM_PARAM_KIND_POS_ONLY;
        code->n_kw_only += params->op == VM_PARAM_KIND_KW_ONLY;
    }
}

VmCode *
vm_gen_function(VmUnit *outer, const VmNode *node, VmScope *scope)
{
    VmUnit unit, *u = &unit;
    VmValue doc = VM_NONE;
    VmCode *code;
    bool is_gen_exp = node->kind == VM_NODE_GEN_EXP;
    const VmStr *name = is_gen_exp ? &vm_s_genexpr_ : node->s[0].name;

    vm_check_c_stack(outer->vm);
    vm_unit_init(u, outer, outer->parser, scope, name);
    u->qualname = qualify(outer, name, node->kind == VM_NODE_FUNCTION ? node->s[5].name : name);
    u->at = node->at;
    u->flags = (uint8_t)((scope->is_generator ? VM_CODE_GENERATOR : 0) |
                         (scope->is_async ? VM_CODE_COROUTINE : 0) |
                         (scope->n_free != 0 ? VM_CODE_NESTED : 0));
    if (!is_gen_exp) {
        for (const VmNode *param = node->s[1].node; param != NULL; param = param->next)
            u->flags |= param->op == VM_PARAM_KIND_VAR_ARGS ? VM_CODE_VAR_ARGS
                        : param->op == VM_PARAM_KIND_VAR_KW ? VM_CODE_VAR_KW
                                                            : 0;
    }
    lay_out_locals(u);
    if (node->kind == VM_NODE_FUNCTION) {
        const VmNode *body = node->s[2].node;

        doc = doc_of(u, body);
        vm_gen_statements(u, doc != VM_NONE ? body->next : body);
    } else if (is_gen_exp) {
        vm_gen_gen_exp_body(u, node);
    } else {
        unsigned value = vm_gen_any(u, node->s[2].node);

        vm_emit(u, VM_OP_RETURN, value);
    }
    vm_emit(u, VM_OP_RETURN_NONE);
    code = vm_unit_finish(u, outer->lx->filename, doc, vm_lexer_line(u->lx, node->at));
    if (is_gen_exp)
        code->n_params = 1;
    else
        count_params(code, node->s[1].node);
    return code;
}

VmCode *
vm_gen_class_body(VmUnit *outer, const VmNode *node)
{
    VmScope *scope = node->s[3].scope;
    const VmNode *body = node->s[2].node;
    VmUnit unit, *u = &unit;
    unsigned t;
    VmValue doc;

    vm_check_c_stack(outer->vm);
    vm_unit_init(u, outer, outer->parser, scope, node->s[0].name);
    u->qualname = qualify(outer, node->s[0].name, node->s[5].name);
    u->names = true;
    u->at = node->at;
    u->flags = (uint8_t)(VM_CODE_NAMES | (scope->n_free != 0 ? VM_CODE_NESTED : 0));
    vm_temp(u); // the namespace
    if (scope->needs_class_cell) {
        scope->class_cell = (uint16_t)vm_temp(u);
        vm_emit(u, VM_OP_UNBIND, (unsigned)scope->class_cell);
        vm_emit(u, VM_OP_MAKE_CELL, (unsigned)scope->class_cell);
    }
    u->n_locals = u->top;
    t = vm_temp(u);
    vm_emit(u, VM_OP_LOAD_NAME, t, vm_pool_add(u, VM_POOL_GLOBALS, VM_S(__name__)));
    vm_emit(u, VM_OP_STORE_NAME, vm_pool_add(u, VM_POOL_GLOBALS, VM_S(__module__)), t);
    vm_gen_const(u, vm_value(u->qualname), t);
    vm_emit(u, VM_OP_STORE_NAME, vm_pool_add(u, VM_POOL_GLOBALS, VM_S(__qualname__)), t);
    doc = doc_of(u, body);
    if (doc != VM_NONE) {
        vm_gen_const(u, doc, t);
        vm_emit(u, VM_OP_STORE_NAME, vm_pool_add(u, VM_POOL_GLOBALS, VM_S(__doc__)), t);
        body = body->next;
    }
    u->top = t;
    vm_gen_statements(u, body);
    if (scope->needs_class_cell)
        vm_emit(u, VM_OP_STORE_NAME, vm_pool_add(u, VM_POOL_GLOBALS, VM_S(__classcell__)),
                (unsigned)scope->class_cell);
    vm_emit(u, VM_OP_RETURN_NONE);
    return vm_unit_finish(u, outer->lx->filename, VM_NONE, vm_lexer_line(u->lx, node->at));
}

/* --- Texts --- */

static void
compile_statement(VmUnit *u, VmScoper *scoper, VmNode *nodes)
{
    VmScope *top = u->own_scope;

    top->first_child = top->last_child = NULL;
    vm_scope_statements(scoper, top, nodes);
    vm_gen_statements(u, nodes);
}

static void
compile_body(VmUnit *u, VmScoper *scoper, VmCompileMode mode)
{
    bool first = true;

    for (;;) {
        VmNode *nodes;
        VmValue doc;

        // An instruction's line is found from where the last one was: that is behind the tokens
        // read since.
        nodes = vm_parse_statement(u->parser);
        if (nodes == NULL)
            break;
        if (mode == VM_COMPILE_SINGLE && !first)
            vm_lexer_fail(u->lx, &vm_type_SyntaxError, nodes->at, nodes->at,
                          "multiple statements found while compiling a single statement");
        doc = first && mode == VM_COMPILE_EXEC ? doc_of(u, nodes) : VM_NONE;
        first = false;
        if (doc != VM_NONE) {
            unsigned t = vm_temp(u);

            u->at = nodes->at;
            vm_gen_const(u, doc, t);
            vm_gen_store_name(u, nodes, &vm_s___doc__, t);
            u->top = t;
            nodes = nodes->next;
        }
        compile_statement(u, scoper, nodes);
        vm_arena_reset(u->arena);
    }
}

VmCode *
vm_compile(VM *vm, const char *source, size_t len, const VmStr *filename, VmCompileMode mode,
           unsigned flags)
{
    VmArena arena = {.vm = vm};
    VmLexer lexer;
    VmParser parser = {
        .vm = vm, .arena = &arena, .lx = &lexer, .interactive = mode == VM_COMPILE_SINGLE};
    VmScope top = {.kind = VM_SCOPE_MODULE};
    VmScoper scoper = {
        .vm = vm, .lx = &lexer, .arena = &arena, .top_await = (flags & VM_COMPILE_TOP_AWAIT) != 0};
    VmUnit unit, *u = &unit;
    VmCode *code;

    vm_lexer_init(vm, &lexer, source, len, filename);
    if (mode == VM_COMPILE_EVAL)
        while (lexer.pos < lexer.len && (source[lexer.pos] == ' ' || source[lexer.pos] == '\t'))
            lexer.pos++, lexer.at_line_start = false;
    vm_unit_init(u, NULL, &parser, &top, &vm_s_module_);
    u->flags = VM_CODE_MODULE;
    u->display = mode == VM_COMPILE_SINGLE;
    u->top_await = scoper.top_await;
    if ((flags & VM_COMPILE_NAMES) != 0) {
        u->names = true;
        u->flags |= VM_CODE_NAMES;
        vm_temp(u);
    }
    u->n_locals = u->top;
    vm_lexer_next(&lexer);
    if (mode == VM_COMPILE_EVAL) {
        VmNode *node = vm_parse_eval(&parser);
        unsigned value;

        vm_scope_expression(&scoper, &top, node);
        value = vm_gen_any(u, node);
        vm_emit(u, VM_OP_RETURN, value);
    } else {
        compile_body(u, &scoper, mode);
    }
    vm_arena_free(&arena);
    vm_emit(u, VM_OP_RETURN_NONE);
    if (top.is_async)
        u->flags |= VM_CODE_COROUTINE;
    code = vm_unit_finish(u, filename, VM_NONE, 1);
    return code;
}

/* --- The REPL's question --- */

static bool
is_word(const char *line, size_t len, const char *word)
{
    size_t n = strlen(word);
    char c;

    if (len < n || memcmp(line, word, n) != 0)
        return false;
    c = len > n ? line[n] : 0;
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || (c & 0x80) != 0);
}

/* Does the statement that begins here have a block? */
static bool
begins_block(const char *line, size_t len)
{
    static const char *const words[] = {"if",    "while", "for",  "try",  "with",   "def",
                                        "class", "async", "else", "elif", "except", "finally"};

    if (len > 0 && line[0] == '@')
        return true;
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(line, len, words[i]))
            return true;
    return false;
}

bool
vm_compile_wants_more(VM *vm, const char *source, size_t len)
{
    size_t i = 0, last_code = 0;
    int depth = 0;
    bool block = false, at_start = true;

    (void)vm;
    // Walks over strings, comments and brackets; `block`: the text's first statement is a compound
    // one.
    while (i < len) {
        char c = source[i];

        if (c == '#') {
            while (i < len && source[i] != '\n' && source[i] != '\r')
                i++;
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r') {
            i++;
            continue;
        }
        if (c == '\\' && (i + 1 >= len || source[i + 1] == '\n' || source[i + 1] == '\r')) {
            i++;
            if (i >= len || i + 1 >= len)
                return true;
            continue;
        }
        if (at_start && depth == 0) {
            block = begins_block(source + i, len - i);
            if (is_word(source + i, len - i, "match")) { // a block if its line ends with a colon
                size_t end = i;

                while (end < len && source[end] != '\n' && source[end] != '\r')
                    end++;
                while (end > i && (source[end - 1] == ' ' || source[end - 1] == '\t'))
                    end--;
                block |= source[end - 1] == ':';
            }
            at_start = false;
        }
        last_code = i;
        if (c == '\'' || c == '"') {
            bool triple = i + 2 < len && source[i + 1] == c && source[i + 2] == c;

            i += triple ? 3 : 1;
            for (;;) {
                if (i >= len)
                    return triple;
                if (source[i] == '\\') {
                    i++;
                    if (!triple && i + 1 >= len)
                        return true;
                } else if (source[i] == c &&
                           (!triple || (i + 2 < len && source[i + 1] == c && source[i + 2] == c))) {
                    i += triple ? 3 : 1;
                    break;
                } else if (!triple && (source[i] == '\n' || source[i] == '\r')) {
                    return false; // an error: let the compiler say so
                }
                i++;
            }
            last_code = i - 1;
            continue;
        }
        if (c == '(' || c == '[' || c == '{')
            depth++;
        else if (c == ')' || c == ']' || c == '}')
            depth--;
        if (depth < 0)
            return false;
        i++;
    }
    if (depth > 0)
        return true;
    if (!block)
        return false;
    // A block goes on until an empty line.
    for (i = len; i > last_code + 1; i--) {
        if (source[i - 1] == '\n' || source[i - 1] == '\r') {
            size_t k = i - 1;

            while (k > last_code + 1 && (source[k - 1] == ' ' || source[k - 1] == '\t'))
                k--;
            if (k > last_code + 1 && (source[k - 1] == '\n' || source[k - 1] == '\r'))
                return false;
        }
    }
    return true;
}
