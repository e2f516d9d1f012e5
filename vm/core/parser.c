/* SPDX-License-Identifier: MIT */
/* Statements, blocks, errors, and the arena that trees are made in. parser-expr.c has the
 * expressions.
 *
 * `match` and `case` are names elsewhere, so a line that begins with `match` is read ahead by a
 * copy of the lexer: it is a match statement exactly when the line ends with a colon outside all
 * brackets. Parenthesised `with` items are told from an ordinary expression in parentheses in the
 * same way.
 */
#include "vm/core/parser.h"

#include "vm/core/compile.h"

#include <string.h>

static VmNode *parse_block(VmParser *p, const char *what, uint32_t at);
static VmNode *parse_statement(VmParser *p);

/* --- Arena --- */

enum { FIRST_CHUNK_BYTES = 960, LATER_CHUNK_BYTES = 3968 };

void *
vm_arena_alloc(VmArena *arena, size_t bytes)
{
    VmChunk *chunk = arena->chunks;
    void *block;

    bytes = (bytes + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
    if (chunk == NULL || chunk->size - arena->used < bytes) {
        size_t size = chunk == NULL         ? FIRST_CHUNK_BYTES
                      : chunk->next == NULL ? FIRST_CHUNK_BYTES * 2
                                            : LATER_CHUNK_BYTES;
        VmChunk *more;

        if (size < bytes)
            size = bytes;
        more = vm_alloc(arena->vm, sizeof *more + size, VM_BLOCK_VALUES);
        more->next = chunk;
        more->size = size;
        arena->chunks = chunk = more;
        arena->used = 0;
    }
    block = chunk->data + arena->used;
    arena->used += bytes;
    return block;
}

void
vm_arena_reset(VmArena *arena)
{
    VmChunk *chunk = arena->chunks;

    if (chunk == NULL)
        return;
    while (chunk->next != NULL) {
        VmChunk *next = chunk->next;

        vm_free(arena->vm, chunk);
        chunk = next;
    }
    memset(chunk->data, 0, chunk->size);
    arena->chunks = chunk;
    arena->used = 0;
}

void
vm_arena_free(VmArena *arena)
{
    vm_arena_reset(arena);
    vm_free(arena->vm, arena->chunks);
    arena->chunks = NULL;
}

/* --- Nodes --- */

VmNode *
vm_node(VmParser *p, VmNodeKind kind, uint32_t start)
{
    static const uint8_t n_slots[] = {
#define X(kind, slots, help) slots,
        VM_NODES(X)
#undef X
    };
    VmNode *node = vm_arena_alloc(p->arena, sizeof *node + n_slots[kind] * sizeof node->s[0]);

    node->kind = (uint8_t)kind;
    node->at = start;
    return node;
}

VmNode *
vm_node_1(VmParser *p, VmNodeKind kind, uint32_t start, VmNode *a)
{
    VmNode *node = vm_node(p, kind, start);

    node->s[0].node = a;
    return node;
}

VmNode *
vm_node_2(VmParser *p, VmNodeKind kind, uint32_t start, VmNode *a, VmNode *b)
{
    VmNode *node = vm_node_1(p, kind, start, a);

    node->s[1].node = b;
    return node;
}

VmNode *
vm_node_end(VmParser *p, VmNode *node)
{
    uint32_t len = p->lx->prev_end - node->at;

    node->len = len > 0xffff ? 0xffff : (uint16_t)len;
    return node;
}

uint32_t
vm_node_end_at(const VmNode *node)
{
    return node->at + node->len;
}

/* --- Errors --- */

/* An error of the lexer further on explains more than the parser's: read the rest first. A bracket
 * opened on an earlier line and never closed is the likeliest cause of all. */
static void
prefer_lexer_errors(VmParser *p, uint32_t start)
{
    VmLexer *lx = p->lx;
    uint32_t line = vm_lexer_line(lx, lx->start > start ? lx->start : start);

    if (lx->field_brackets != 0)
        return;
    while (lx->token != VM_TOK_EOF) {
        if (lx->n_brackets != 0) {
            // At the end of the text the lexer complains about the innermost bracket; on the
            // error's own line it should not.
            uint32_t pos = lx->pos;

            while (pos < lx->len &&
                   (lx->source[pos] == ' ' || lx->source[pos] == '\t' || lx->source[pos] == '\n' ||
                    lx->source[pos] == '\r' || lx->source[pos] == '\f'))
                pos++;
            if (pos < lx->len &&
                lx->source[pos] == '#') { // let the lexer pass a comment only if more follows
                while (pos < lx->len && lx->source[pos] != '\n' && lx->source[pos] != '\r')
                    pos++;
                while (pos < lx->len && (lx->source[pos] == '\n' || lx->source[pos] == '\r' ||
                                         lx->source[pos] == ' ' || lx->source[pos] == '\t'))
                    pos++;
            }
            if (pos >= lx->len && vm_lexer_line(lx, lx->brackets[lx->n_brackets - 1]) >= line)
                return;
        }
        vm_lexer_next(lx);
        if (lx->token == VM_TOK_FSTRING) // its fields are not tokens: leave it at that
            return;
    }
}

void
vm_parse_fail(VmParser *p, uint32_t start, uint32_t end, const char *format, ...)
{
    __builtin_va_list list;
    VmBuf buf;

    prefer_lexer_errors(p, start);
    vm_buf_init(&buf);
    __builtin_va_start(list, format);
    vm_out_vformat(p->vm, &buf.out, format, &list);
    __builtin_va_end(list);
    vm_lexer_fail(p->lx, &vm_type_SyntaxError, start, end, "%q",
                  (VmStr *)vm_buf_to_str(p->vm, &buf));
}

void
vm_parse_fail_node(VmParser *p, const VmNode *node, const char *format, ...)
{
    __builtin_va_list list;
    VmBuf buf;

    prefer_lexer_errors(p, node->at);
    vm_buf_init(&buf);
    __builtin_va_start(list, format);
    vm_out_vformat(p->vm, &buf.out, format, &list);
    __builtin_va_end(list);
    vm_lexer_fail(p->lx, &vm_type_SyntaxError, node->at, vm_node_end_at(node), "%q",
                  (VmStr *)vm_buf_to_str(p->vm, &buf));
}

/* Did the token before end an expression? */
static bool
ended_expression(const VmParser *p)
{
    switch (p->lx->prev_token) {
    case VM_TOK_IDENTIFIER:
    case VM_TOK_NUMBER:
    case VM_TOK_STRING:
    case VM_TOK_FSTRING:
    case VM_TOK_RPAREN:
    case VM_TOK_RBRACKET:
    case VM_TOK_RBRACE:
    case VM_TOK_NONE:
    case VM_TOK_TRUE:
    case VM_TOK_FALSE:
    case VM_TOK_ELLIPSIS: return true;
    default: return false;
    }
}

void
vm_parse_fail_here(VmParser *p)
{
    VmLexer *lx = p->lx;
    uint32_t start = lx->start, end = lx->end;

    if (lx->token == VM_TOK_INDENT)
        vm_lexer_fail(lx, &vm_type_IndentationError, start, start, "unexpected indent");
    // (a bracket that opens here does not count)
    if (lx->n_brackets > (lx->token == VM_TOK_LPAREN || lx->token == VM_TOK_LBRACKET ||
                          lx->token == VM_TOK_LBRACE) &&
        ended_expression(p) && vm_starts_expression(p) &&
        !(lx->prev_token == VM_TOK_IDENTIFIER &&
          (lx->token == VM_TOK_STRING || lx->token == VM_TOK_FSTRING)) &&
        lx->token != VM_TOK_NOT && lx->token != VM_TOK_AWAIT)
        vm_parse_fail(p, lx->prev_start, end, "invalid syntax. Perhaps you forgot a comma?");
    if (lx->token == VM_TOK_NEWLINE)
        end = start + 1;
    vm_parse_fail(p, start, end, "invalid syntax");
}

bool
vm_accept(VmParser *p, VmToken token)
{
    if (p->lx->token != token)
        return false;
    vm_lexer_next(p->lx);
    return true;
}

void
vm_expect(VmParser *p, VmToken token)
{
    if (!vm_accept(p, token))
        vm_parse_fail(p, p->lx->start, p->lx->end, "expected '%s'", vm_token_texts[token]);
}

/* --- Reading ahead --- */

/* Does the logical line that the current token is on end with a colon outside brackets? */
static bool
line_ends_with_colon(VmParser *p)
{
    VmLexer *ahead = vm_alloc(p->vm, sizeof *ahead, VM_BLOCK_VALUES);
    uint16_t depth = p->lx->n_brackets;
    bool colon = false;

    memcpy(ahead, p->lx, sizeof *ahead);
    while (ahead->token != VM_TOK_NEWLINE && ahead->token != VM_TOK_EOF) {
        colon = ahead->token == VM_TOK_COLON && ahead->n_brackets == depth;
        if (ahead->token == VM_TOK_FSTRING) { // pass by it as a plain string
            VmBuf out;
            vm_buf_init(&out);
            while (vm_lexer_fstring_piece(ahead, &out, ahead->string_flags, false, ahead->start) ==
                   '{') {
                unsigned nested = 1;

                while (ahead->pos < ahead->len && nested > 0) {
                    char c = ahead->source[ahead->pos++];
                    nested += (c == '{') - (c == '}');
                }
            }
        }
        vm_lexer_next(ahead);
    }
    vm_free(p->vm, ahead);
    return colon;
}

/* At the '(' behind `with`: do parenthesised items follow? */
static bool
at_with_items(VmParser *p)
{
    VmLexer *ahead = vm_alloc(p->vm, sizeof *ahead, VM_BLOCK_VALUES);
    uint16_t depth = p->lx->n_brackets;
    bool items = true;

    memcpy(ahead, p->lx, sizeof *ahead);
    while (ahead->token != VM_TOK_EOF && ahead->n_brackets >= depth &&
           ahead->token != VM_TOK_FSTRING) {
        VmToken before = (VmToken)ahead->token;

        if (ahead->n_brackets == depth &&
            (ahead->token == VM_TOK_FOR || ahead->token == VM_TOK_YIELD ||
             ahead->token == VM_TOK_WALRUS))
            items = false;
        vm_lexer_next(ahead);
        if (ahead->n_brackets == depth && ahead->token == VM_TOK_STAR &&
            (before == VM_TOK_COMMA || before == VM_TOK_LPAREN))
            items = false;
    }
    if (ahead->token == VM_TOK_FSTRING)
        items = false; // rare enough: `with (open(f"...")) ...` needs no parentheses
    else if (items)
        items = vm_lexer_next(ahead) == VM_TOK_COLON;
    vm_free(p->vm, ahead);
    return items;
}

/* --- Simple statements --- */

static VmNode *
parse_import(VmParser *p, VmNode *node)
{
    VmChain names = {NULL, NULL};

    do {
        VmNode *alias = vm_node(p, VM_NODE_ALIAS, p->lx->start);
        const VmStr *name;
        uint32_t start = p->lx->start;

        if (!vm_at(p, VM_TOK_IDENTIFIER))
            vm_parse_fail_here(p);
        name = vm_str(p->lx->value);
        vm_lexer_next(p->lx);
        if (vm_at(p, VM_TOK_DOT)) {
            VmBuf buf;

            vm_buf_init(&buf);
            vm_buf_append(p->vm, &buf, name->data, name->len);
            while (vm_accept(p, VM_TOK_DOT)) {
                const VmStr *part;

                if (!vm_at(p, VM_TOK_IDENTIFIER))
                    vm_parse_fail_here(p);
                part = vm_str(p->lx->value);
                vm_lexer_next(p->lx);
                vm_buf_append(p->vm, &buf, ".", 1);
                vm_buf_append(p->vm, &buf, part->data, part->len);
            }
            name = vm_intern(p->vm, buf.data, buf.len);
            vm_free(p->vm, buf.data);
        }
        alias->at = start;
        alias->s[0].name = name;
        if (vm_accept(p, VM_TOK_AS))
            alias->s[1].name = vm_take_name(p);
        vm_chain_add(&names, vm_node_end(p, alias));
    } while (vm_accept(p, VM_TOK_COMMA));
    node->s[0].node = names.first;
    return node;
}

static VmNode *
parse_import_from(VmParser *p, VmNode *node)
{
    VmChain names = {NULL, NULL};
    uintptr_t level = 0;
    bool parens, is_micropython;
    VmBuf buf;

    vm_buf_init(&buf);
    while (vm_at(p, VM_TOK_DOT) || vm_at(p, VM_TOK_ELLIPSIS)) {
        level += vm_at(p, VM_TOK_DOT) ? 1 : 3;
        vm_lexer_next(p->lx);
    }
    if (level > 200)
        vm_parse_fail_here(p);
    if (level == 0 || vm_at(p, VM_TOK_IDENTIFIER)) {
        do {
            const VmStr *part;

            if (!vm_at(p, VM_TOK_IDENTIFIER))
                vm_parse_fail_here(p);
            part = vm_str(p->lx->value);
            if (buf.len != 0)
                vm_buf_append(p->vm, &buf, ".", 1);
            vm_buf_append(p->vm, &buf, part->data, part->len);
            vm_lexer_next(p->lx);
        } while (vm_accept(p, VM_TOK_DOT));
        node->s[0].name = vm_intern(p->vm, buf.data, buf.len);
        vm_free(p->vm, buf.data);
    }
    node->s[2].number = level;
    is_micropython = node->s[0].name == &vm_s_micropython;
    if (!vm_accept(p, VM_TOK_IMPORT))
        vm_parse_fail_here(p);
    if (vm_accept(p, VM_TOK_STAR))
        return node;
    parens = vm_accept(p, VM_TOK_LPAREN);
    do {
        VmNode *alias;

        if (parens && vm_at(p, VM_TOK_RPAREN) && names.first != NULL)
            break;
        if (!parens && names.first != NULL && vm_at(p, VM_TOK_NEWLINE))
            vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                          "trailing comma not allowed without surrounding parentheses");
        alias = vm_node(p, VM_NODE_ALIAS, p->lx->start);
        alias->s[0].name = vm_take_name(p);
        if (vm_accept(p, VM_TOK_AS))
            alias->s[1].name = vm_take_name(p);
        else if (is_micropython && alias->s[0].name == &vm_s_const)
            p->const_imported = true;
        vm_chain_add(&names, vm_node_end(p, alias));
    } while (vm_accept(p, VM_TOK_COMMA));
    if (parens && !vm_accept(p, VM_TOK_RPAREN))
        vm_parse_fail_here(p);
    node->s[1].node = names.first;
    return node;
}

static VmNode *
parse_names(VmParser *p, VmNode *node)
{
    VmChain names = {NULL, NULL};

    do {
        VmNode *name = vm_node(p, VM_NODE_NAME, p->lx->start);

        name->s[0].name = vm_take_name(p);
        if (p->consts != NULL)
            vm_dict_delete(p->vm, p->consts, vm_value(name->s[0].name));
        vm_chain_add(&names, vm_node_end(p, name));
    } while (vm_accept(p, VM_TOK_COMMA));
    node->s[0].node = names.first;
    return node;
}

/* `const(3)` with a literal: its value; VM_UNDEF otherwise. */
static VmValue
const_value(VmParser *p, const VmNode *value)
{
    const VmNode *callee, *arg;

    if (!p->const_imported || value->kind != VM_NODE_CALL)
        return VM_UNDEF;
    callee = value->s[0].node;
    arg = value->s[1].node;
    if (callee->kind == VM_NODE_ATTRIBUTE &&
        callee->s[1].name == &vm_s_const) // micropython.const(3)
        callee = callee->s[0].node;
    else if (callee->kind != VM_NODE_NAME || callee->s[0].name != &vm_s_const)
        return VM_UNDEF;
    if (arg == NULL || arg->next != NULL || arg->kind != VM_NODE_CONST)
        return VM_UNDEF;
    return arg->s[0].value;
}

static VmNode *
parse_assignment(VmParser *p, VmNode *first)
{
    VmChain targets = {NULL, NULL};
    VmNode *value = first, *node;
    VmValue constant;

    while (vm_at(p, VM_TOK_ASSIGN)) {
        if (value->kind == VM_NODE_YIELD || value->kind == VM_NODE_YIELD_FROM) {
            if ((value->flags & VM_NODE_PAREN) == 0)
                vm_parse_fail_node(p, value, "assignment to yield expression not possible");
        }
        vm_make_target(p, value, false, true);
        if (value->kind == VM_NODE_STARRED)
            vm_parse_fail_node(p, value, "starred assignment target must be in a list or tuple");
        vm_chain_add(&targets, value);
        vm_lexer_next(p->lx);
        value = vm_parse_value(p);
    }
    if (value->kind == VM_NODE_STARRED)
        vm_parse_fail_node(p, value, "can't use starred expression here");
    node = vm_node_2(p, VM_NODE_ASSIGN, first->at, targets.first, value);
    constant = const_value(p, value);
    if (constant != VM_UNDEF && first->next == NULL && first->kind == VM_NODE_NAME) {
        VmNode *literal = vm_const_node(p, constant, value->at);

        node->s[1].node = literal;
        if (!p->in_function) {
            if (p->consts == NULL)
                p->consts = vm_dict_new(p->vm, 4);
            vm_dict_set(p->vm, p->consts, vm_value(first->s[0].name), constant);
            // Private ones are gone once compiled, as in MicroPython.
            if (first->s[0].name->data[0] == '_' && !p->interactive && p->class_name == NULL)
                return vm_node(p, VM_NODE_PASS, first->at);
        }
    }
    return node;
}

static bool
augmented_op(VmToken token, VmBinaryOp *op)
{
    switch (token) {
    case VM_TOK_PLUS_ASSIGN: *op = VM_BIN_ADD; break;
    case VM_TOK_MINUS_ASSIGN: *op = VM_BIN_SUB; break;
    case VM_TOK_STAR_ASSIGN: *op = VM_BIN_MUL; break;
    case VM_TOK_SLASH_ASSIGN: *op = VM_BIN_TRUEDIV; break;
    case VM_TOK_DOUBLE_SLASH_ASSIGN: *op = VM_BIN_FLOORDIV; break;
    case VM_TOK_PERCENT_ASSIGN: *op = VM_BIN_MOD; break;
    case VM_TOK_POWER_ASSIGN: *op = VM_BIN_POW; break;
    case VM_TOK_AT_ASSIGN: *op = VM_BIN_MATMUL; break;
    case VM_TOK_LSHIFT_ASSIGN: *op = VM_BIN_LSHIFT; break;
    case VM_TOK_RSHIFT_ASSIGN: *op = VM_BIN_RSHIFT; break;
    case VM_TOK_AMP_ASSIGN: *op = VM_BIN_AND; break;
    case VM_TOK_PIPE_ASSIGN: *op = VM_BIN_OR; break;
    case VM_TOK_CARET_ASSIGN: *op = VM_BIN_XOR; break;
    default: return false;
    }
    return true;
}

/* A line that begins with two names, the first nearly a keyword: say so. */
static void
fail_misspelt(VmParser *p, const VmNode *first)
{
    const VmStr *name = first->s[0].name;

    for (unsigned i = 0; vm_keywords[i] != NULL; i++) {
        const char *word = vm_keywords[i];
        size_t n = strlen(word), front = 0, back = 0;

        if (n < 3 || name->len < 3 || name->len + 1 < n || name->len > n + 1)
            continue;
        while (front < n && front < name->len && (name->data[front] | 0x20) == (word[front] | 0x20))
            front++;
        while (back < n - front && back < name->len - front &&
               (name->data[name->len - 1 - back] | 0x20) == (word[n - 1 - back] | 0x20))
            back++;
        // One letter more, less, other, or two swapped.
        if ((n > name->len ? n : name->len) - front - back <= 1 ||
            (n == name->len && n - front - back == 2 && n > 2 &&
             name->data[front] == word[front + 1] && name->data[front + 1] == word[front]))
            vm_parse_fail(p, first->at, vm_node_end_at(first), "invalid syntax. Did you mean '%s'?",
                          word);
    }
}

static VmNode *
parse_expression_statement(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmNode *first = vm_parse_value(p), *node;
    VmBinaryOp op;

    if (vm_at(p, VM_TOK_ASSIGN))
        return vm_node_end(p, parse_assignment(p, first));
    if (augmented_op((VmToken)p->lx->token, &op)) {
        if (first->kind == VM_NODE_CONST && first->s[1].name != NULL)
            vm_make_target(p, first, false, false);
        if (first->kind != VM_NODE_NAME && first->kind != VM_NODE_ATTRIBUTE &&
            first->kind != VM_NODE_SUBSCRIPT)
            vm_parse_fail_node(p, first, "'%s' is an illegal expression for augmented assignment",
                               vm_node_description(first));
        vm_lexer_next(p->lx);
        node = vm_node_2(p, VM_NODE_AUG_ASSIGN, start, first, vm_parse_value(p));
        node->op = op & 31;
        return vm_node_end(p, node);
    }
    if (vm_at(p, VM_TOK_COLON) && first->kind != VM_NODE_LAMBDA) {
        if (first->kind == VM_NODE_CONST && first->s[1].name != NULL)
            vm_make_target(p, first, false, false);
        if (first->kind == VM_NODE_NAME || first->kind == VM_NODE_ATTRIBUTE ||
            first->kind == VM_NODE_SUBSCRIPT) {
            vm_lexer_next(p->lx);
            if (vm_at(p, VM_TOK_NEWLINE) && first->kind == VM_NODE_NAME)
                vm_parse_fail_here(p);
            vm_parse_expr(p);
            node = vm_node_2(p, VM_NODE_ANN_ASSIGN, start, first, NULL);
            if (vm_accept(p, VM_TOK_ASSIGN))
                node->s[1].node = vm_parse_value(p);
            return vm_node_end(p, node);
        }
        if (first->kind == VM_NODE_TUPLE && (first->flags & VM_NODE_PAREN) == 0)
            vm_parse_fail_node(p, first->s[0].node,
                               "only single target (not tuple) can be annotated");
        if (first->kind == VM_NODE_LIST || first->kind == VM_NODE_TUPLE) {
            vm_lexer_next(p->lx);
            if (vm_starts_expression(p))
                vm_parse_fail_node(p, first, "only single target (not %s) can be annotated",
                                   vm_node_description(first));
            vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "invalid syntax");
        }
        if (first->kind == VM_NODE_CALL || first->kind == VM_NODE_CONST ||
            first->kind == VM_NODE_BINARY) {
            uint32_t colon = p->lx->start;

            vm_lexer_next(p->lx);
            if (vm_starts_expression(p))
                vm_parse_fail_node(p, first, "illegal target for annotation");
            vm_parse_fail(p, colon, colon + 1, "invalid syntax");
        }
    }
    if (first->kind == VM_NODE_NAME && (vm_starts_expression(p) || vm_at(p, VM_TOK_STAR)) &&
        (first->flags & VM_NODE_PAREN) == 0) {
        if (first->s[0].name == &vm_s_print || first->s[0].name == &vm_s_exec) {
            const VmStr *name = first->s[0].name;

            if (!vm_at(p, VM_TOK_STAR)) {
                vm_parse_star_expressions(p);
                vm_parse_fail(p, start, p->lx->prev_end,
                              "Missing parentheses in call to '%q'. Did you mean %q(...)?", name,
                              name);
            }
        }
        fail_misspelt(p, first);
    }
    if (first->kind == VM_NODE_STARRED)
        vm_parse_fail_node(p, first, "can't use starred expression here");
    return vm_node_end(p, vm_node_1(p, VM_NODE_EXPRESSION, start, first));
}

static bool
at_statement_end(const VmParser *p)
{
    return vm_at(p, VM_TOK_NEWLINE) || vm_at(p, VM_TOK_SEMICOLON) || vm_at(p, VM_TOK_EOF);
}

static VmNode *
parse_simple_statement(VmParser *p)
{
    VmLexer *lx = p->lx;
    VmToken token = (VmToken)lx->token;
    VmNode *node;
    static const struct {
        uint8_t token, kind;
    } keyword_statements[] = {
        {VM_TOK_PASS, VM_NODE_PASS},         {VM_TOK_BREAK, VM_NODE_BREAK},
        {VM_TOK_CONTINUE, VM_NODE_CONTINUE}, {VM_TOK_RETURN, VM_NODE_RETURN},
        {VM_TOK_RAISE, VM_NODE_RAISE},       {VM_TOK_GLOBAL, VM_NODE_GLOBAL},
        {VM_TOK_NONLOCAL, VM_NODE_NONLOCAL}, {VM_TOK_DEL, VM_NODE_DELETE},
        {VM_TOK_ASSERT, VM_NODE_ASSERT},     {VM_TOK_IMPORT, VM_NODE_IMPORT},
        {VM_TOK_FROM, VM_NODE_IMPORT_FROM},
    };
    unsigned i = 0;

    while (i < sizeof keyword_statements / sizeof *keyword_statements &&
           keyword_statements[i].token != token)
        i++;
    if (i == sizeof keyword_statements / sizeof *keyword_statements)
        return parse_expression_statement(p);
    node = vm_node(p, (VmNodeKind)keyword_statements[i].kind, lx->start);
    vm_lexer_next(lx);
    switch (token) {
    case VM_TOK_RETURN:
        if (!at_statement_end(p)) {
            node->s[0].node = vm_parse_star_expressions(p);
            if (node->s[0].node->kind == VM_NODE_STARRED)
                vm_parse_fail_node(p, node->s[0].node, "can't use starred expression here");
        }
        break;
    case VM_TOK_RAISE:
        if (!at_statement_end(p)) {
            node->s[0].node = vm_parse_expr(p);
            if (vm_accept(p, VM_TOK_FROM))
                node->s[1].node = vm_parse_expr(p);
        }
        break;
    case VM_TOK_GLOBAL:
    case VM_TOK_NONLOCAL: parse_names(p, node); break;
    case VM_TOK_DEL: {
        VmNode *target = vm_parse_star_expressions(p);

        if (!at_statement_end(p))
            vm_parse_fail_here(p);
        vm_make_target(p, target, true, false);
        node->s[0].node = target->kind == VM_NODE_TUPLE ? target->s[0].node : target;
        break;
    }
    case VM_TOK_ASSERT:
        node->s[0].node = vm_parse_named(p);
        if (vm_at(p, VM_TOK_ASSIGN))
            vm_parse_fail_assign(p, node->s[0].node);
        if (vm_accept(p, VM_TOK_COMMA))
            node->s[1].node = vm_parse_expr(p);
        break;
    case VM_TOK_IMPORT: parse_import(p, node); break;
    case VM_TOK_FROM: parse_import_from(p, node); break;
    default: break;
    }
    return vm_node_end(p, node);
}

static void
parse_simple_line(VmParser *p, VmChain *chain)
{
    for (;;) {
        vm_chain_add(chain, parse_simple_statement(p));
        if (vm_at(p, VM_TOK_NEWLINE) || vm_at(p, VM_TOK_EOF))
            break;
        if (!vm_accept(p, VM_TOK_SEMICOLON))
            vm_parse_fail_here(p);
        if (vm_at(p, VM_TOK_NEWLINE))
            break;
    }
    vm_accept(p, VM_TOK_NEWLINE);
}

/* --- Compound statements --- */

/* From the colon on. @what at @at is named if no block follows. */
static VmNode *
parse_block(VmParser *p, const char *what, uint32_t at)
{
    VmChain chain = {NULL, NULL};

    if (!vm_accept(p, VM_TOK_COLON)) {
        if (vm_at(p, VM_TOK_ASSIGN) ||
            (!vm_at(p, VM_TOK_NEWLINE) &&
             (strncmp(what, "'i", 2) == 0 || strncmp(what, "'elif", 5) == 0 ||
              strncmp(what, "'while", 6) == 0 || strncmp(what, "'with", 5) == 0 ||
              strncmp(what, "'match", 6) == 0 || strncmp(what, "'case", 5) == 0)))
            vm_parse_fail_here(p);
        vm_parse_fail(p, p->lx->start, p->lx->end, "expected ':'");
    }
    if (!vm_at(p, VM_TOK_NEWLINE)) {
        parse_simple_line(p, &chain);
        return chain.first;
    }
    vm_lexer_next(p->lx);
    if (!vm_at(p, VM_TOK_INDENT))
        vm_lexer_fail(p->lx, &vm_type_IndentationError, p->lx->start, p->lx->end,
                      "expected an indented block after %s on line %u", what,
                      (unsigned)vm_lexer_line(p->lx, at));
    vm_lexer_next(p->lx);
    vm_check_c_stack(p->vm);
    do {
        VmNode *statement = parse_statement(p);

        vm_chain_add(&chain, statement);
        while (chain.last->next != NULL)
            chain.last = chain.last->next;
    } while (!vm_at(p, VM_TOK_DEDENT) && !vm_at(p, VM_TOK_EOF));
    vm_accept(p, VM_TOK_DEDENT);
    return chain.first;
}

/* The condition of if, elif, while. */
static VmNode *
parse_condition(VmParser *p)
{
    VmNode *node = vm_parse_named(p);

    if (vm_at(p, VM_TOK_ASSIGN)) {
        uint32_t end;

        if (node->kind == VM_NODE_NAME) {
            vm_lexer_next(p->lx);
            if (vm_starts_expression(p))
                vm_parse_bitor(p);
            end = p->lx->prev_end;
            vm_parse_fail(p, node->at, end,
                          "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        }
        vm_parse_fail_assign(p, node);
    }
    return node;
}

static VmNode *
parse_if(VmParser *p)
{
    VmNode *first = NULL, *last = NULL;
    bool is_elif;

    do {
        VmNode *node = vm_node(p, VM_NODE_IF, p->lx->start);

        is_elif = vm_at(p, VM_TOK_ELIF);
        vm_lexer_next(p->lx);
        node->s[0].node = parse_condition(p);
        node->s[1].node = parse_block(p, is_elif ? "'elif' statement" : "'if' statement", node->at);
        vm_node_end(p, node);
        if (first == NULL)
            first = node;
        else
            last->s[2].node = node;
        last = node;
    } while (vm_at(p, VM_TOK_ELIF));
    if (vm_at(p, VM_TOK_ELSE)) {
        uint32_t start = p->lx->start;

        vm_lexer_next(p->lx);
        last->s[2].node = parse_block(p, "'else' statement", start);
    }
    return first;
}

static VmNode *
parse_else(VmParser *p)
{
    uint32_t start = p->lx->start;

    return vm_accept(p, VM_TOK_ELSE) ? parse_block(p, "'else' statement", start) : NULL;
}

static VmNode *
parse_while(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_WHILE, p->lx->start);

    vm_lexer_next(p->lx);
    node->s[0].node = parse_condition(p);
    node->s[1].node = parse_block(p, "'while' statement", node->at);
    node->s[2].node = parse_else(p);
    return node;
}

static VmNode *
parse_for(VmParser *p, uint32_t start, bool is_async)
{
    VmNode *node = vm_node(p, VM_NODE_FOR, start);

    node->op = is_async;
    vm_lexer_next(p->lx);
    node->s[0].node = vm_parse_targets(p);
    if (!vm_accept(p, VM_TOK_IN))
        vm_parse_fail_here(p);
    node->s[1].node = vm_parse_star_expressions(p);
    if (node->s[1].node->kind == VM_NODE_STARRED)
        vm_parse_fail_node(p, node->s[1].node, "can't use starred expression here");
    node->s[2].node = parse_block(p, "'for' statement", start);
    node->s[3].node = parse_else(p);
    return node;
}

static VmNode *
parse_try(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_TRY, p->lx->start);
    VmChain handlers = {NULL, NULL};
    uint32_t start;

    vm_lexer_next(p->lx);
    node->s[0].node = parse_block(p, "'try' statement", node->at);
    while (vm_at(p, VM_TOK_EXCEPT)) {
        VmNode *handler = vm_node(p, VM_NODE_HANDLER, p->lx->start);

        if (handlers.last != NULL && handlers.last->s[0].node == NULL)
            vm_parse_fail_node(p, handlers.last, "default 'except:' must be last");
        vm_lexer_next(p->lx);
        if (vm_at(p, VM_TOK_STAR))
            vm_parse_fail(p, p->lx->start, p->lx->end, "'except*' is not supported");
        if (!vm_at(p, VM_TOK_COLON)) {
            if (!vm_starts_expression(p))
                vm_parse_fail(p, p->lx->start, p->lx->end,
                              vm_at(p, VM_TOK_NEWLINE) ? "expected ':'" : "invalid syntax");
            handler->s[0].node = vm_parse_expr(p);
            if (vm_at(p, VM_TOK_COMMA))
                vm_parse_fail_node(p, handler->s[0].node,
                                   "multiple exception types must be parenthesized");
            if (vm_accept(p, VM_TOK_AS)) {
                handler->s[1].name = vm_take_name(p);
                if (p->consts != NULL)
                    vm_dict_delete(p->vm, p->consts, vm_value(handler->s[1].name));
            }
        }
        vm_node_end(p, handler);
        handler->s[2].node = parse_block(p, "'except' statement", handler->at);
        vm_chain_add(&handlers, handler);
    }
    node->s[1].node = handlers.first;
    if (handlers.first != NULL)
        node->s[2].node = parse_else(p);
    start = p->lx->start;
    if (vm_accept(p, VM_TOK_FINALLY))
        node->s[3].node = parse_block(p, "'finally' statement", start);
    else if (handlers.first == NULL)
        vm_parse_fail(p, p->lx->start, p->lx->end, "expected 'except' or 'finally' block");
    return node;
}

static VmNode *
parse_with(VmParser *p, uint32_t start, bool is_async)
{
    VmNode *node = vm_node(p, VM_NODE_WITH, start);
    VmChain items = {NULL, NULL};
    bool parens;

    node->op = is_async;
    vm_lexer_next(p->lx);
    parens = vm_at(p, VM_TOK_LPAREN) && at_with_items(p);
    if (parens)
        vm_lexer_next(p->lx);
    do {
        VmNode *item;

        if (parens && vm_at(p, VM_TOK_RPAREN) && items.first != NULL)
            break;
        item = vm_node(p, VM_NODE_WITH_ITEM, p->lx->start);
        item->s[0].node = vm_parse_expr(p);
        if (vm_accept(p, VM_TOK_AS)) {
            uint32_t target_at = p->lx->start;
            VmNode *target;

            if (vm_accept(p, VM_TOK_STAR))
                vm_parse_fail(p, target_at, p->lx->end,
                              "starred assignment target must be in a list or tuple");
            target = vm_parse_bitor(p);
            vm_make_target(p, target, false, false);
            item->s[1].node = target;
        }
        vm_chain_add(&items, vm_node_end(p, item));
    } while (vm_accept(p, VM_TOK_COMMA));
    if (parens && !vm_accept(p, VM_TOK_RPAREN))
        vm_parse_fail_here(p);
    node->s[0].node = items.first;
    node->s[1].node = parse_block(p, "'with' statement", start);
    return node;
}

static VmNode *
parse_function(VmParser *p, uint32_t start, VmNode *decorators, bool is_async)
{
    VmNode *node = vm_node(p, VM_NODE_FUNCTION, start);
    bool was_in_function = p->in_function;
    uint32_t def = p->lx->start;

    node->op = is_async;
    vm_lexer_next(p->lx);
    if (vm_at(p, VM_TOK_IDENTIFIER))
        node->s[0].name = vm_str(p->lx->value);
    node->s[5].name = vm_take_name(p);
    if (p->consts != NULL)
        vm_dict_delete(p->vm, p->consts, vm_value(node->s[5].name));
    if (!vm_accept(p, VM_TOK_LPAREN))
        vm_parse_fail(p, p->lx->start, p->lx->end, "expected '('");
    node->s[1].node = vm_parse_params(p, VM_TOK_RPAREN, true);
    if (!vm_accept(p, VM_TOK_RPAREN))
        vm_parse_fail_here(p);
    if (vm_accept(p, VM_TOK_ARROW))
        vm_parse_expr(p);
    p->in_function = true;
    node->s[2].node = parse_block(p, "function definition", def);
    p->in_function = was_in_function;
    node->s[4].node = decorators;
    return vm_node_end(p, node);
}

static VmNode *
parse_class(VmParser *p, uint32_t start, VmNode *decorators)
{
    VmNode *node = vm_node(p, VM_NODE_CLASS, start);
    const VmStr *outer = p->class_name;
    uint32_t at = p->lx->start;

    vm_lexer_next(p->lx);
    if (vm_at(p, VM_TOK_IDENTIFIER))
        node->s[0].name = vm_str(p->lx->value);
    node->s[5].name = vm_take_name(p);
    if (p->consts != NULL)
        vm_dict_delete(p->vm, p->consts, vm_value(node->s[5].name));
    if (vm_accept(p, VM_TOK_LPAREN))
        node->s[1].node = vm_parse_call_args(p);
    p->class_name = node->s[0].name;
    node->s[2].node = parse_block(p, "class definition", at);
    p->class_name = outer;
    node->s[4].node = decorators;
    return vm_node_end(p, node);
}

static VmNode *
parse_decorated(VmParser *p)
{
    VmChain decorators = {NULL, NULL};

    while (vm_accept(p, VM_TOK_AT)) {
        vm_chain_add(&decorators, vm_parse_named(p));
        if (!vm_accept(p, VM_TOK_NEWLINE))
            vm_parse_fail_here(p);
    }
    if (vm_at(p, VM_TOK_CLASS))
        return parse_class(p, p->lx->start, decorators.first);
    if (vm_at(p, VM_TOK_DEF))
        return parse_function(p, p->lx->start, decorators.first, false);
    if (vm_at(p, VM_TOK_ASYNC)) {
        uint32_t start = p->lx->start;

        if (vm_lexer_next(p->lx) == VM_TOK_DEF)
            return parse_function(p, start, decorators.first, true);
    }
    vm_parse_fail_here(p);
}

static VmNode *
parse_async(VmParser *p)
{
    uint32_t start = p->lx->start;

    vm_lexer_next(p->lx);
    switch (p->lx->token) {
    case VM_TOK_DEF: return parse_function(p, start, NULL, true);
    case VM_TOK_FOR: return parse_for(p, start, true);
    case VM_TOK_WITH: return parse_with(p, start, true);
    default: vm_parse_fail_here(p);
    }
}

/* --- match --- */

static VmNode *parse_pattern(VmParser *p);

static bool
is_soft(const VmParser *p, const VmStr *word)
{
    return vm_at(p, VM_TOK_IDENTIFIER) && vm_str(p->lx->value) == word;
}

/* A name bound by a pattern, NULL for `_`. */
static const VmStr *
take_capture(VmParser *p)
{
    const VmStr *name = vm_take_name(p);

    return name == &vm_s__ ? NULL : name;
}

static VmNode *
parse_pattern_list(VmParser *p, VmToken end, uint32_t start, bool *is_sequence)
{
    VmChain items = {NULL, NULL};
    unsigned n_stars = 0;

    while (!vm_at(p, end)) {
        uint32_t at = p->lx->start;
        VmNode *item;

        if (vm_accept(p, VM_TOK_STAR)) {
            item = vm_node(p, VM_NODE_PAT_STAR, at);
            item->s[0].name = take_capture(p);
            if (n_stars++ > 0)
                vm_parse_fail_node(p, vm_node_end(p, item),
                                   "multiple starred expressions in sequence pattern");
            *is_sequence = true;
        } else {
            item = parse_pattern(p);
        }
        vm_chain_add(&items, item);
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
        *is_sequence = true;
    }
    (void)start;
    return items.first;
}

static VmNode *
parse_class_pattern(VmParser *p, VmNode *class)
{
    VmNode *node = vm_node_1(p, VM_NODE_PAT_CLASS, class->at, class);
    VmChain items = {NULL, NULL};
    bool has_keyword = false;

    vm_lexer_next(p->lx);
    while (!vm_at(p, VM_TOK_RPAREN)) {
        VmNode *item = parse_pattern(p);

        if (vm_at(p, VM_TOK_ASSIGN)) {
            VmNode *keyword = vm_node(p, VM_NODE_PAT_KEYWORD, item->at);

            if (item->kind != VM_NODE_PAT_CAPTURE)
                vm_parse_fail_here(p);
            keyword->s[0].name = item->s[0].name != NULL ? item->s[0].name : &vm_s__;
            vm_lexer_next(p->lx);
            keyword->s[1].node = parse_pattern(p);
            for (VmNode *other = items.first; other != NULL; other = other->next)
                if (other->kind == VM_NODE_PAT_KEYWORD && other->s[0].name == keyword->s[0].name)
                    vm_parse_fail_node(p, other, "attribute name repeated in class pattern: %q",
                                       other->s[0].name);
            item = keyword;
            has_keyword = true;
        } else if (has_keyword) {
            vm_parse_fail(p, item->at, p->lx->prev_end,
                          "positional patterns follow keyword patterns");
        }
        vm_chain_add(&items, item);
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
    }
    if (!vm_accept(p, VM_TOK_RPAREN))
        vm_parse_fail_here(p);
    node->s[1].node = items.first;
    return node;
}

/* A literal (with sign, complex), or a dotted name. */
static VmNode *
parse_pattern_value(VmParser *p)
{
    VmNode *value;

    if (vm_at(p, VM_TOK_STRING) || vm_at(p, VM_TOK_FSTRING)) {
        value = vm_parse_strings(p);
        if (value->kind != VM_NODE_CONST)
            vm_parse_fail_node(p, value, "patterns may only match literals and attribute lookups");
        return value;
    }
    if (vm_at(p, VM_TOK_NUMBER) || vm_at(p, VM_TOK_MINUS)) {
        value = vm_parse_sum(p);
        if (value->kind != VM_NODE_CONST)
            vm_parse_fail_node(p, value, "invalid syntax");
        return value;
    }
    return NULL;
}

static VmNode *
parse_mapping_pattern(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_PAT_MAPPING, p->lx->start);
    VmChain items = {NULL, NULL};

    vm_lexer_next(p->lx);
    while (!vm_at(p, VM_TOK_RBRACE)) {
        if (vm_accept(p, VM_TOK_POWER)) {
            node->s[1].name = vm_take_name(p);
            if (node->s[1].name == &vm_s__)
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "invalid syntax");
            vm_accept(p, VM_TOK_COMMA);
            break;
        }
        if (vm_at(p, VM_TOK_IDENTIFIER)) {
            VmNode *key = vm_parse_primary(p);

            if (key->kind != VM_NODE_ATTRIBUTE)
                vm_parse_fail_node(p, key, "invalid syntax");
            vm_chain_add(&items, key);
        } else {
            VmNode *key = parse_pattern_value(p);

            if (key == NULL) {
                if (!vm_at(p, VM_TOK_NONE) && !vm_at(p, VM_TOK_TRUE) && !vm_at(p, VM_TOK_FALSE))
                    vm_parse_fail_here(p);
                key = vm_parse_primary(p);
            }
            vm_chain_add(&items, key);
        }
        vm_expect(p, VM_TOK_COLON);
        vm_chain_add(&items, parse_pattern(p));
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
    }
    if (!vm_accept(p, VM_TOK_RBRACE))
        vm_parse_fail_here(p);
    node->s[0].node = items.first;
    return node;
}

static VmNode *
parse_closed_pattern(VmParser *p)
{
    uint32_t start = p->lx->start;
    bool is_sequence = false;
    VmNode *node, *value;

    switch (p->lx->token) {
    case VM_TOK_LPAREN:
        vm_lexer_next(p->lx);
        value = parse_pattern_list(p, VM_TOK_RPAREN, start, &is_sequence);
        if (!vm_accept(p, VM_TOK_RPAREN))
            vm_parse_fail_here(p);
        if (value != NULL && value->next == NULL && !is_sequence)
            return value;
        return vm_node_1(p, VM_NODE_PAT_SEQUENCE, start, value);
    case VM_TOK_LBRACKET:
        vm_lexer_next(p->lx);
        value = parse_pattern_list(p, VM_TOK_RBRACKET, start, &is_sequence);
        if (!vm_accept(p, VM_TOK_RBRACKET))
            vm_parse_fail_here(p);
        return vm_node_1(p, VM_NODE_PAT_SEQUENCE, start, value);
    case VM_TOK_LBRACE: return parse_mapping_pattern(p);
    case VM_TOK_NONE:
    case VM_TOK_TRUE:
    case VM_TOK_FALSE: return vm_node_1(p, VM_NODE_PAT_VALUE, start, vm_parse_primary(p));
    case VM_TOK_IDENTIFIER: {
        VmNode *name = vm_node(p, VM_NODE_NAME, start);

        name->s[0].name = vm_take_name(p);
        value = vm_node_end(p, name);
        while (vm_accept(p, VM_TOK_DOT)) {
            value = vm_node_1(p, VM_NODE_ATTRIBUTE, start, value);
            value->s[1].name = vm_take_name(p);
            vm_node_end(p, value);
        }
        if (vm_at(p, VM_TOK_LPAREN))
            return parse_class_pattern(p, value);
        if (value->kind == VM_NODE_ATTRIBUTE)
            return vm_node_1(p, VM_NODE_PAT_VALUE, start, value);
        node = vm_node(p, VM_NODE_PAT_CAPTURE, start);
        node->s[0].name = name->s[0].name == &vm_s__ ? NULL : name->s[0].name;
        return vm_node_end(p, node);
    }
    default:
        value = parse_pattern_value(p);
        if (value == NULL)
            vm_parse_fail_here(p);
        return vm_node_1(p, VM_NODE_PAT_VALUE, start, value);
    }
}

/* Matches whatever comes? */
static bool
is_irrefutable(const VmNode *pattern)
{
    switch (pattern->kind) {
    case VM_NODE_PAT_CAPTURE: return true;
    case VM_NODE_PAT_AS: return is_irrefutable(pattern->s[0].node);
    case VM_NODE_PAT_OR:
        for (pattern = pattern->s[0].node; pattern->next != NULL;)
            pattern = pattern->next;
        return is_irrefutable(pattern);
    default: return false;
    }
}

static VmNode *
parse_pattern(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmChain items = {NULL, NULL};
    VmNode *node;

    vm_check_c_stack(p->vm);
    vm_chain_add(&items, parse_closed_pattern(p));
    while (vm_accept(p, VM_TOK_PIPE)) {
        if (is_irrefutable(items.last)) {
            if (items.last->kind == VM_NODE_PAT_CAPTURE && items.last->s[0].name != NULL)
                vm_parse_fail_node(p, items.last,
                                   "name capture '%q' makes remaining patterns unreachable",
                                   items.last->s[0].name);
            vm_parse_fail_node(p, items.last, "wildcard makes remaining patterns unreachable");
        }
        vm_chain_add(&items, parse_closed_pattern(p));
    }
    node = items.first;
    if (node->next != NULL)
        node = vm_node_1(p, VM_NODE_PAT_OR, start, node);
    if (vm_accept(p, VM_TOK_AS)) {
        node = vm_node_1(p, VM_NODE_PAT_AS, start, node);
        node->s[1].name = vm_take_name(p);
        if (node->s[1].name == &vm_s__)
            vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "cannot use '_' as a target");
        vm_node_end(p, node);
    }
    return node;
}

static VmNode *
parse_case(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_CASE, p->lx->start), *pattern;
    uint32_t start;
    bool is_sequence = false;

    if (!is_soft(p, &vm_s_case))
        vm_parse_fail_here(p);
    vm_lexer_next(p->lx);
    start = p->lx->start;
    if (vm_at(p, VM_TOK_COLON))
        vm_parse_fail_here(p);
    pattern = parse_pattern_list(p, VM_TOK_COLON, start, &is_sequence);
    if (is_sequence)
        pattern = vm_node_end(p, vm_node_1(p, VM_NODE_PAT_SEQUENCE, start, pattern));
    node->s[0].node = pattern;
    if (vm_accept(p, VM_TOK_IF))
        node->s[1].node = vm_parse_named(p);
    vm_node_end(p, node);
    node->s[2].node = parse_block(p, "'case' statement", node->at);
    return node;
}

static VmNode *
parse_match(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_MATCH, p->lx->start);
    VmChain cases = {NULL, NULL};

    vm_lexer_next(p->lx);
    node->s[0].node = vm_parse_star_named(p);
    vm_expect(p, VM_TOK_COLON);
    if (!vm_accept(p, VM_TOK_NEWLINE))
        vm_parse_fail_here(p);
    if (!vm_accept(p, VM_TOK_INDENT))
        vm_lexer_fail(p->lx, &vm_type_IndentationError, p->lx->start, p->lx->end,
                      "expected an indented block after 'match' statement on line %u",
                      (unsigned)vm_lexer_line(p->lx, node->at));
    do {
        if (cases.last != NULL && cases.last->s[1].node == NULL &&
            is_irrefutable(cases.last->s[0].node)) {
            VmNode *pattern = cases.last->s[0].node;

            if (pattern->kind == VM_NODE_PAT_CAPTURE && pattern->s[0].name != NULL)
                vm_parse_fail_node(p, pattern,
                                   "name capture '%q' makes remaining patterns unreachable",
                                   pattern->s[0].name);
            vm_parse_fail_node(p, pattern, "wildcard makes remaining patterns unreachable");
        }
        vm_chain_add(&cases, parse_case(p));
    } while (!vm_at(p, VM_TOK_DEDENT) && !vm_at(p, VM_TOK_EOF));
    vm_accept(p, VM_TOK_DEDENT);
    node->s[1].node = cases.first;
    return node;
}

/* Is the current name `match` at the beginning of a match statement? */
static bool
at_match(VmParser *p)
{
    uint32_t pos = p->lx->pos;
    char c;

    if (!is_soft(p, &vm_s_match))
        return false;
    while (pos < p->lx->len && (p->lx->source[pos] == ' ' || p->lx->source[pos] == '\t'))
        pos++;
    c = pos < p->lx->len ? p->lx->source[pos] : '\n';
    if (c == '=' || c == '.' || c == ',' || c == ')' || c == ':' || c == '\n' || c == '\r' ||
        c == ';' || c == '#')
        return false;
    return line_ends_with_colon(p);
}

static VmNode *
parse_statement(VmParser *p)
{
    VmChain chain = {NULL, NULL};

    switch (p->lx->token) {
    case VM_TOK_IF: return parse_if(p);
    case VM_TOK_WHILE: return parse_while(p);
    case VM_TOK_FOR: return parse_for(p, p->lx->start, false);
    case VM_TOK_TRY: return parse_try(p);
    case VM_TOK_WITH: return parse_with(p, p->lx->start, false);
    case VM_TOK_DEF: return parse_function(p, p->lx->start, NULL, false);
    case VM_TOK_CLASS: return parse_class(p, p->lx->start, NULL);
    case VM_TOK_AT: return parse_decorated(p);
    case VM_TOK_ASYNC: return parse_async(p);
    case VM_TOK_IDENTIFIER:
        if (at_match(p))
            return parse_match(p);
        break;
    default: break;
    }
    parse_simple_line(p, &chain);
    return chain.first;
}

/* --- Entrances --- */

VmNode *
vm_parse_statement(VmParser *p)
{
    while (vm_at(p, VM_TOK_NEWLINE))
        vm_lexer_next(p->lx);
    if (vm_at(p, VM_TOK_EOF))
        return NULL;
    return parse_statement(p);
}

VmNode *
vm_parse_eval(VmParser *p)
{
    VmNode *node;

    while (vm_at(p, VM_TOK_NEWLINE))
        vm_lexer_next(p->lx);
    node = vm_parse_star_expressions(p);
    while (vm_at(p, VM_TOK_NEWLINE))
        vm_lexer_next(p->lx);
    if (!vm_at(p, VM_TOK_EOF))
        vm_parse_fail_here(p);
    return node;
}
