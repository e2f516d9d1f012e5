/* SPDX-License-Identifier: MIT */
/* Expressions, arguments, parameters, string literals, targets.
 *
 * Binary operators are parsed by climbing precedences; left-recursive forms are loops, so that only
 * real nesting uses the C stack (and is refused in time by vm_check_c_stack()).
 */
#include "vm/core/parser.h"

#include <string.h>

static VmNode *parse_or(VmParser *p);

/* --- Names and constants --- */

const VmStr *
vm_mangle(VmParser *p, const VmStr *name)
{
    const VmStr *class_name = p->class_name;
    uint32_t skip = 0;
    VmBuf buf;

    if (class_name == NULL || name->len < 3 || name->data[0] != '_' || name->data[1] != '_' ||
        (name->data[name->len - 1] == '_' && name->data[name->len - 2] == '_'))
        return name;
    while (skip < class_name->len && class_name->data[skip] == '_')
        skip++;
    if (skip == class_name->len)
        return name;
    vm_buf_init(&buf);
    vm_buf_append(p->vm, &buf, "_", 1);
    vm_buf_append(p->vm, &buf, class_name->data + skip, class_name->len - skip);
    vm_buf_append(p->vm, &buf, name->data, name->len);
    name = vm_intern(p->vm, buf.data, buf.len);
    vm_free(p->vm, buf.data);
    return name;
}

const VmStr *
vm_take_name(VmParser *p)
{
    const VmStr *name;

    if (!vm_at(p, VM_TOK_IDENTIFIER))
        vm_parse_fail_here(p);
    name = vm_mangle(p, vm_str(p->lx->value));
    vm_lexer_next(p->lx);
    return name;
}

VmNode *
vm_const_node(VmParser *p, VmValue value, uint32_t start)
{
    VmNode *node = vm_node(p, VM_NODE_CONST, start);

    node->s[0].value = value;
    return node;
}

static bool
is_const(const VmNode *node)
{
    return node->kind == VM_NODE_CONST;
}

/* A name that const() gave a value is that value, unless it turns out to be assigned to: then
 * vm_make_target() makes it a name again. */
static VmNode *
parse_name(VmParser *p)
{
    uint32_t start = p->lx->start;
    const VmStr *name = vm_take_name(p);
    VmNode *node;

    if (name == &vm_s___debug__) {
        node = vm_const_node(p, vm_bool(p->vm->optimisation == 0), start);
        node->s[1].name = name;
        return vm_node_end(p, node);
    }
    if (p->consts != NULL) {
        VmValue value = vm_dict_get_name(p->consts, name);

        if (value != VM_UNDEF) {
            node = vm_const_node(p, value, start);
            node->s[1].name = name;
            return vm_node_end(p, node);
        }
    }
    node = vm_node(p, VM_NODE_NAME, start);
    node->s[0].name = name;
    return vm_node_end(p, node);
}

/* --- Strings --- */

static VmValue
str_value(VM *vm, VmBuf *buf)
{
    // Short ones are interned: most are keys and names, and equal ones then share their memory.
    if (buf->len <= 40) {
        VmValue s = vm_value(vm_intern(vm, buf->data == NULL ? "" : buf->data, buf->len));

        buf->len = 0;
        return s;
    }
    return vm_buf_to_str(vm, buf);
}

static void
add_text(VmParser *p, VmChain *parts, VmBuf *text, uint32_t start)
{
    if (text->len != 0)
        vm_chain_add(parts, vm_const_node(p, str_value(p->vm, text), start));
}

static void parse_fstring_parts(VmParser *p, VmChain *parts, VmBuf *text, unsigned flags,
                                bool in_spec, uint32_t literal_at, unsigned depth);

static VmNode *
fstring_of(VmParser *p, VmChain *parts, VmBuf *text, uint32_t start)
{
    VmNode *node;

    if (parts->first == NULL)
        return vm_const_node(p, str_value(p->vm, text), start);
    add_text(p, parts, text, start);
    node = vm_node(p, VM_NODE_FSTRING, start);
    node->s[0].node = parts->first;
    return node;
}

/* A field, behind its '{'; ends behind its '}'. */
static void
parse_field(VmParser *p, VmChain *parts, VmBuf *text, unsigned flags, uint32_t literal_at,
            unsigned depth)
{
    VmLexer *lx = p->lx;
    uint32_t open = lx->pos - 1, expr_start;
    uint16_t outer_field = lx->field_brackets, n_brackets = lx->n_brackets;
    VmNode *field = vm_node(p, VM_NODE_FIELD, open), *value;
    bool has_equals = false;
    VmToken token;

    if (depth > 2)
        vm_parse_fail(p, open, open, "f-string: expressions nested too deeply");
    if (n_brackets >= VM_MAX_BRACKETS)
        vm_parse_fail(p, open, open, "too many nested parentheses");
    lx->brackets[lx->n_brackets++] = open;
    lx->field_brackets = lx->n_brackets;
    expr_start = lx->pos;
    token = vm_lexer_next(lx);
    if (token == VM_TOK_RBRACE || token == VM_TOK_EXCLAIM || token == VM_TOK_COLON ||
        token == VM_TOK_ASSIGN)
        vm_parse_fail(p, lx->start, lx->start, "f-string: empty expression not allowed");
    value = vm_at(p, VM_TOK_YIELD) ? vm_parse_value(p) : vm_parse_star_expressions(p);
    if (vm_at(p, VM_TOK_WALRUS)) // cannot be: the lexer gives ':' here
        vm_parse_fail_here(p);
    field->s[0].node = value;
    if (vm_at(p, VM_TOK_ASSIGN)) {
        uint32_t end;

        has_equals = true;
        vm_lexer_next(lx);
        end = lx->start;
        vm_lexer_decode(lx, text, VM_STRING_RAW, expr_start, end, literal_at);
        field->op = 2;
    }
    if (vm_at(p, VM_TOK_EXCLAIM)) {
        char c;

        if (vm_lexer_next(lx) != VM_TOK_IDENTIFIER)
            vm_parse_fail(p, lx->start, lx->end,
                          "f-string: invalid conversion character: expected 's', 'r', or 'a'");
        c = vm_str(lx->value)->data[0];
        if (vm_str(lx->value)->len != 1 || (c != 's' && c != 'r' && c != 'a'))
            vm_parse_fail(p, lx->start, lx->end,
                          "f-string: invalid conversion character %v: expected 's', 'r', or 'a'",
                          lx->value);
        field->op = c == 's' ? 1 : c == 'r' ? 2 : 3;
        vm_lexer_next(lx);
    }
    add_text(p, parts, text, open);
    if (vm_at(p, VM_TOK_COLON)) {
        VmChain spec_parts = {NULL, NULL};
        VmBuf spec;

        // The spec is literal text again, down to its '}'.
        if (has_equals && field->op == 2 && lx->prev_token == VM_TOK_ASSIGN)
            field->op = 0;
        vm_buf_init(&spec);
        lx->n_brackets--;
        lx->field_brackets = 0;
        parse_fstring_parts(p, &spec_parts, &spec, flags, true, literal_at, depth + 1);
        field->s[1].node = fstring_of(p, &spec_parts, &spec, open);
    } else if (!vm_at(p, VM_TOK_RBRACE)) {
        if (vm_starts_expression(p))
            vm_parse_fail(p, value->at, lx->end,
                          "f-string: invalid syntax. Perhaps you forgot a comma?");
        vm_parse_fail(p, lx->start, lx->end,
                      vm_at(p, VM_TOK_EOF) ? "f-string: expecting '}'"
                                           : "f-string: invalid syntax");
    }
    lx->n_brackets = n_brackets;
    lx->field_brackets = outer_field;
    vm_chain_add(parts, field);
}

/* Literal text and fields by turns until the string (or the spec) ends. */
static void
parse_fstring_parts(VmParser *p, VmChain *parts, VmBuf *text, unsigned flags, bool in_spec,
                    uint32_t literal_at, unsigned depth)
{
    while (vm_lexer_fstring_piece(p->lx, text, flags, in_spec, literal_at) == '{')
        parse_field(p, parts, text, flags, literal_at, depth);
}

/* One or more adjacent literals. */
VmNode *
vm_parse_strings(VmParser *p)
{
    VmLexer *lx = p->lx;
    uint32_t start = lx->start;
    VmChain parts = {NULL, NULL};
    VmBuf text;
    VmNode *node;
    bool is_bytes = vm_at(p, VM_TOK_STRING) && (lx->string_flags & VM_STRING_BYTES) != 0,
         is_f = false;

    vm_check_c_stack(p->vm);
    vm_buf_init(&text);
    while (vm_at(p, VM_TOK_STRING) || vm_at(p, VM_TOK_FSTRING)) {
        unsigned flags = lx->string_flags;

        if (((flags & VM_STRING_BYTES) != 0) != is_bytes)
            vm_parse_fail(p, start, lx->pos, "cannot mix bytes and nonbytes literals");
        if (vm_at(p, VM_TOK_FSTRING)) {
            is_f = true;
            parse_fstring_parts(p, &parts, &text, flags, false, lx->start, 0);
        } else {
            vm_lexer_decode(lx, &text, flags, lx->body_start, lx->body_end, lx->start);
        }
        lx->end = lx->pos;
        vm_lexer_next(lx);
    }
    if (is_bytes)
        node = vm_const_node(p, vm_buf_to_bytes(p->vm, &text), start);
    else
        node = fstring_of(p, &parts, &text, start);
    if (text.data != NULL)
        vm_free(p->vm, text.data);
    if (is_f && is_const(node))
        node->flags |= VM_NODE_CONST_FSTRING;
    return vm_node_end(p, node);
}

/* --- Comprehensions and displays --- */

static VmNode *
parse_clauses(VmParser *p)
{
    VmChain clauses = {NULL, NULL};

    while (vm_at(p, VM_TOK_FOR) || vm_at(p, VM_TOK_ASYNC)) {
        VmNode *clause = vm_node(p, VM_NODE_COMP_FOR, p->lx->start);

        if (vm_accept(p, VM_TOK_ASYNC)) {
            clause->op = 1;
            if (!vm_at(p, VM_TOK_FOR))
                vm_parse_fail_here(p);
        }
        vm_lexer_next(p->lx);
        clause->s[0].node = vm_parse_targets(p);
        if (!vm_accept(p, VM_TOK_IN))
            vm_parse_fail_here(p);
        clause->s[1].node = parse_or(p);
        vm_chain_add(&clauses, vm_node_end(p, clause));
        while (vm_at(p, VM_TOK_IF)) {
            VmNode *condition = vm_node(p, VM_NODE_COMP_IF, p->lx->start);

            vm_lexer_next(p->lx);
            condition->s[0].node = parse_or(p);
            if (vm_at(p, VM_TOK_WALRUS))
                vm_parse_fail_here(p);
            vm_chain_add(&clauses, vm_node_end(p, condition));
        }
    }
    return clauses.first;
}

static bool
at_comprehension(const VmParser *p)
{
    return vm_at(p, VM_TOK_FOR) || vm_at(p, VM_TOK_ASYNC);
}

static VmNode *
make_comprehension(VmParser *p, VmNodeKind kind, uint32_t start, VmNode *element, VmNode *value)
{
    VmNode *node = vm_node(p, kind, start);

    if (element->kind == VM_NODE_STARRED)
        vm_parse_fail_node(p, element, "iterable unpacking cannot be used in comprehension");
    node->s[0].node = element;
    node->s[1].node = value;
    node->s[2].node = parse_clauses(p);
    return node;
}

/* An element of a display: expression, a := b, or *expression. */
static VmNode *
parse_element(VmParser *p)
{
    uint32_t start = p->lx->start;

    if (vm_accept(p, VM_TOK_STAR))
        return vm_node_end(p, vm_node_1(p, VM_NODE_STARRED, start, vm_parse_bitor(p)));
    return vm_parse_named(p);
}

static void
parse_more_elements(VmParser *p, VmChain *items, VmToken end)
{
    while (vm_accept(p, VM_TOK_COMMA)) {
        if (vm_at(p, end))
            return;
        vm_chain_add(items, parse_element(p));
        if (at_comprehension(p))
            vm_parse_fail(p, items->first->at, p->lx->prev_end,
                          "did you forget parentheses around the comprehension target?");
    }
}

static void
close_display(VmParser *p, VmToken end)
{
    if (vm_at(p, VM_TOK_ASSIGN) && p->lx->prev_token == VM_TOK_IDENTIFIER) // [a = 1]
        vm_parse_fail(p, p->lx->prev_start, p->lx->end,
                      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    if (!vm_accept(p, end))
        vm_parse_fail_here(p);
}

static VmNode *
parse_parenthesis(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmChain items = {NULL, NULL};
    VmNode *node;

    vm_lexer_next(p->lx);
    if (vm_accept(p, VM_TOK_RPAREN)) {
        node = vm_node(p, VM_NODE_TUPLE, start);
    } else if (vm_at(p, VM_TOK_YIELD)) {
        node = vm_parse_value(p);
        close_display(p, VM_TOK_RPAREN);
    } else {
        node = parse_element(p);
        if (at_comprehension(p)) {
            node = make_comprehension(p, VM_NODE_GEN_EXP, start, node, NULL);
            close_display(p, VM_TOK_RPAREN);
            return vm_node_end(p, node);
        }
        if (vm_at(p, VM_TOK_COMMA)) {
            vm_chain_add(&items, node);
            parse_more_elements(p, &items, VM_TOK_RPAREN);
            node = vm_node_1(p, VM_NODE_TUPLE, start, items.first);
        } else if (node->kind == VM_NODE_STARRED) {
            vm_parse_fail_node(p, node, "cannot use starred expression here");
        }
        close_display(p, VM_TOK_RPAREN);
    }
    if (node->kind == VM_NODE_TUPLE)
        vm_node_end(p, node);
    node->flags |= VM_NODE_PAREN;
    return node;
}

static VmNode *
parse_list(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmChain items = {NULL, NULL};
    VmNode *node;

    vm_lexer_next(p->lx);
    if (vm_accept(p, VM_TOK_RBRACKET))
        return vm_node_end(p, vm_node(p, VM_NODE_LIST, start));
    node = parse_element(p);
    if (at_comprehension(p)) {
        node = make_comprehension(p, VM_NODE_LIST_COMP, start, node, NULL);
    } else {
        vm_chain_add(&items, node);
        parse_more_elements(p, &items, VM_TOK_RBRACKET);
        node = vm_node_1(p, VM_NODE_LIST, start, items.first);
    }
    close_display(p, VM_TOK_RBRACKET);
    return vm_node_end(p, node);
}

static void
parse_dict_value(VmParser *p, VmChain *items)
{
    uint32_t colon = p->lx->start;

    if (!vm_accept(p, VM_TOK_COLON))
        vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "':' expected after dictionary key");
    if (vm_at(p, VM_TOK_RBRACE) || vm_at(p, VM_TOK_COMMA))
        vm_parse_fail(p, colon, colon + 1, "expression expected after dictionary key and ':'");
    if (vm_at(p, VM_TOK_STAR))
        vm_parse_fail(p, p->lx->start, p->lx->end,
                      "cannot use a starred expression in a dictionary value");
    vm_chain_add(items, vm_parse_expr(p));
}

static VmNode *
parse_braces(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmChain items = {NULL, NULL};
    VmNode *node, *first;
    bool is_dict;

    vm_lexer_next(p->lx);
    if (vm_accept(p, VM_TOK_RBRACE))
        return vm_node_end(p, vm_node(p, VM_NODE_DICT, start));
    is_dict = vm_at(p, VM_TOK_POWER);
    if (!is_dict) {
        first = parse_element(p);
        is_dict = vm_at(p, VM_TOK_COLON);
        if (!is_dict) {
            if (at_comprehension(p)) {
                node = make_comprehension(p, VM_NODE_SET_COMP, start, first, NULL);
            } else {
                vm_chain_add(&items, first);
                parse_more_elements(p, &items, VM_TOK_RBRACE);
                node = vm_node_1(p, VM_NODE_SET, start, items.first);
            }
            close_display(p, VM_TOK_RBRACE);
            return vm_node_end(p, node);
        }
        if (first->kind == VM_NODE_STARRED ||
            (first->kind == VM_NODE_NAMED && (first->flags & VM_NODE_PAREN) == 0))
            vm_parse_fail_here(p);
        vm_chain_add(&items, first);
        parse_dict_value(p, &items);
        if (at_comprehension(p)) {
            VmNode *value = items.last;

            first->next = NULL;
            node = make_comprehension(p, VM_NODE_DICT_COMP, start, first, value);
            close_display(p, VM_TOK_RBRACE);
            return vm_node_end(p, node);
        }
        vm_accept(p, VM_TOK_COMMA);
    }
    while (!vm_at(p, VM_TOK_RBRACE)) {
        uint32_t item = p->lx->start;

        if (items.last != NULL && p->lx->prev_token != VM_TOK_COMMA)
            vm_parse_fail_here(p);
        if (vm_accept(p, VM_TOK_POWER)) {
            vm_chain_add(&items, vm_node_end(p, vm_node_1(p, VM_NODE_DOUBLE_STARRED, item,
                                                          vm_parse_bitor(p))));
            if (at_comprehension(p))
                vm_parse_fail(p, item, p->lx->prev_end,
                              "dict unpacking cannot be used in dict comprehension");
        } else {
            vm_chain_add(&items, vm_parse_expr(p));
            parse_dict_value(p, &items);
        }
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
    }
    node = vm_node_1(p, VM_NODE_DICT, start, items.first);
    close_display(p, VM_TOK_RBRACE);
    return vm_node_end(p, node);
}

/* --- Primaries --- */

bool
vm_starts_expression(const VmParser *p)
{
    switch (p->lx->token) {
    case VM_TOK_IDENTIFIER:
    case VM_TOK_NUMBER:
    case VM_TOK_STRING:
    case VM_TOK_FSTRING:
    case VM_TOK_LPAREN:
    case VM_TOK_LBRACKET:
    case VM_TOK_LBRACE:
    case VM_TOK_MINUS:
    case VM_TOK_PLUS:
    case VM_TOK_TILDE:
    case VM_TOK_NOT:
    case VM_TOK_LAMBDA:
    case VM_TOK_AWAIT:
    case VM_TOK_NONE:
    case VM_TOK_TRUE:
    case VM_TOK_FALSE:
    case VM_TOK_ELLIPSIS: return true;
    default: return false;
    }
}

static VmNode *
parse_atom(VmParser *p)
{
    VmLexer *lx = p->lx;
    uint32_t start = lx->start;
    VmValue value;

    switch (lx->token) {
    case VM_TOK_IDENTIFIER: return parse_name(p);
    case VM_TOK_NUMBER: value = lx->value; break;
    case VM_TOK_STRING:
    case VM_TOK_FSTRING: return vm_parse_strings(p);
    case VM_TOK_NONE: value = VM_NONE; break;
    case VM_TOK_TRUE: value = VM_TRUE; break;
    case VM_TOK_FALSE: value = VM_FALSE; break;
    case VM_TOK_ELLIPSIS: value = VM_ELLIPSIS; break;
    case VM_TOK_LPAREN: return parse_parenthesis(p);
    case VM_TOK_LBRACKET: return parse_list(p);
    case VM_TOK_LBRACE: return parse_braces(p);
    default: vm_parse_fail_here(p);
    }
    vm_lexer_next(lx);
    return vm_node_end(p, vm_const_node(p, value, start));
}

static VmNode *
parse_slice(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmNode *first = NULL, *slice;

    if (!vm_at(p, VM_TOK_COLON)) {
        if (vm_at(p, VM_TOK_STAR))
            return parse_element(p);
        first = vm_parse_named(p);
        if (!vm_at(p, VM_TOK_COLON))
            return first;
    }
    slice = vm_node(p, VM_NODE_SLICE, start);
    slice->s[0].node = first;
    vm_lexer_next(p->lx);
    if (!vm_at(p, VM_TOK_COLON) && !vm_at(p, VM_TOK_COMMA) && !vm_at(p, VM_TOK_RBRACKET))
        slice->s[1].node = vm_parse_expr(p);
    if (vm_accept(p, VM_TOK_COLON) && !vm_at(p, VM_TOK_COMMA) && !vm_at(p, VM_TOK_RBRACKET))
        slice->s[2].node = vm_parse_expr(p);
    return vm_node_end(p, slice);
}

static VmNode *
parse_index(VmParser *p)
{
    uint32_t start;
    VmChain items = {NULL, NULL};
    VmNode *node;

    vm_lexer_next(p->lx);
    start = p->lx->start;
    node = parse_slice(p);
    if (vm_at(p, VM_TOK_COMMA) || node->kind == VM_NODE_STARRED) {
        vm_chain_add(&items, node);
        while (vm_accept(p, VM_TOK_COMMA) && !vm_at(p, VM_TOK_RBRACKET))
            vm_chain_add(&items, parse_slice(p));
        node = vm_node_end(p, vm_node_1(p, VM_NODE_TUPLE, start, items.first));
    }
    close_display(p, VM_TOK_RBRACKET);
    return node;
}

/* name=value: @name is what was parsed before '='. */
static VmNode *
parse_keyword(VmParser *p, VmNode *name)
{
    VmNode *node = vm_node(p, VM_NODE_KEYWORD, name->at);

    if (name->kind == VM_NODE_CONST && name->s[1].name != NULL &&
        (name->flags & VM_NODE_PAREN) == 0) {
        node->s[0].name = name->s[1].name;
        if (node->s[0].name == &vm_s___debug__)
            vm_parse_fail_node(p, name, "cannot assign to __debug__");
    } else if (name->kind == VM_NODE_CONST &&
               (name->s[0].value == VM_NONE || vm_is_bool(name->s[0].value))) {
        vm_parse_fail(p, name->at, p->lx->end, "cannot assign to %v", name->s[0].value);
    } else if (name->kind == VM_NODE_NAME && (name->flags & VM_NODE_PAREN) == 0) {
        node->s[0].name = name->s[0].name;
    } else {
        vm_parse_fail(p, name->at, p->lx->end,
                      "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    vm_lexer_next(p->lx);
    if (vm_at(p, VM_TOK_RPAREN) || vm_at(p, VM_TOK_COMMA))
        vm_parse_fail(p, name->at, p->lx->prev_end, "expected argument value expression");
    node->s[1].node = vm_parse_expr(p);
    return vm_node_end(p, node);
}

VmNode *
vm_parse_call_args(VmParser *p)
{
    VmChain args = {NULL, NULL};
    bool has_keyword = false, has_double_star = false;

    while (!vm_at(p, VM_TOK_RPAREN)) {
        uint32_t start = p->lx->start;
        VmNode *arg;

        if (vm_accept(p, VM_TOK_STAR)) {
            if (has_double_star)
                vm_parse_fail(p, start, p->lx->end,
                              "iterable argument unpacking follows keyword argument unpacking");
            arg = vm_node_end(p, vm_node_1(p, VM_NODE_STARRED, start, vm_parse_expr(p)));
        } else if (vm_accept(p, VM_TOK_POWER)) {
            arg = vm_node_end(p, vm_node_1(p, VM_NODE_DOUBLE_STARRED, start, vm_parse_expr(p)));
            has_double_star = true;
        } else {
            arg = vm_parse_named(p);
            if (vm_at(p, VM_TOK_ASSIGN)) {
                arg = parse_keyword(p, arg);
                for (VmNode *other = args.first; other != NULL; other = other->next)
                    if (other->kind == VM_NODE_KEYWORD && other->s[0].name == arg->s[0].name)
                        vm_parse_fail_node(p, arg, "keyword argument repeated: %q", arg->s[0].name);
                has_keyword = true;
            } else if (at_comprehension(p)) {
                arg = make_comprehension(p, VM_NODE_GEN_EXP, start, arg, NULL);
                vm_node_end(p, arg);
                if (args.first != NULL ||
                    (vm_at(p, VM_TOK_COMMA) && (vm_lexer_next(p->lx), !vm_at(p, VM_TOK_RPAREN))))
                    vm_parse_fail_node(p, arg, "Generator expression must be parenthesized");
                vm_chain_add(&args, arg);
                break;
            } else if (has_double_star) {
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                              "positional argument follows keyword argument unpacking");
            } else if (has_keyword) {
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                              "positional argument follows keyword argument");
            }
        }
        vm_chain_add(&args, arg);
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
    }
    if (!vm_accept(p, VM_TOK_RPAREN))
        vm_parse_fail_here(p);
    return args.first;
}

VmNode *
vm_parse_primary(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmNode *node;

    vm_check_c_stack(p->vm);
    if (vm_accept(p, VM_TOK_AWAIT))
        return vm_node_end(p, vm_node_1(p, VM_NODE_AWAIT, start, vm_parse_primary(p)));
    node = parse_atom(p);
    for (;;) {
        VmNode *outer;

        if (vm_at(p, VM_TOK_LPAREN)) {
            vm_lexer_next(p->lx);
            outer = vm_node_1(p, VM_NODE_CALL, start, node);
            outer->s[1].node = vm_parse_call_args(p);
        } else if (vm_at(p, VM_TOK_DOT)) {
            vm_lexer_next(p->lx);
            outer = vm_node_1(p, VM_NODE_ATTRIBUTE, start, node);
            outer->s[1].name = vm_take_name(p);
        } else if (vm_at(p, VM_TOK_LBRACKET)) {
            outer = vm_node_2(p, VM_NODE_SUBSCRIPT, start, node, parse_index(p));
        } else {
            return node;
        }
        node = vm_node_end(p, outer);
    }
}

/* --- Operators --- */

static VmNode *
make_unary(VmParser *p, unsigned op, uint32_t start, VmNode *operand)
{
    VmNode *node;

    if (is_const(operand)) {
        VmValue value = vm_fold_unary(p->vm, op, operand->s[0].value);

        if (value != VM_UNDEF) {
            node = vm_const_node(p, value, start);
            node->flags |= VM_NODE_FOLDED;
            return vm_node_end(p, node);
        }
    }
    node = vm_node_1(p, VM_NODE_UNARY, start, operand);
    node->op = op & 31;
    return vm_node_end(p, node);
}

static VmNode *
make_binary(VmParser *p, VmBinaryOp op, VmNode *left, VmNode *right)
{
    VmNode *node;

    if (is_const(left) && is_const(right)) {
        VmValue value = vm_fold_binary(p->vm, op, left->s[0].value, right->s[0].value);

        if (value != VM_UNDEF) {
            node = vm_const_node(p, value, left->at);
            node->flags |= VM_NODE_FOLDED;
            return vm_node_end(p, node);
        }
    }
    node = vm_node_2(p, VM_NODE_BINARY, left->at, left, right);
    node->op = op & 31;
    return vm_node_end(p, node);
}

static VmNode *
parse_unary(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmNode *node;

    vm_check_c_stack(p->vm);
    if (vm_accept(p, VM_TOK_MINUS))
        return make_unary(p, VM_UN_NEG, start, parse_unary(p));
    if (vm_accept(p, VM_TOK_PLUS))
        return make_unary(p, VM_UN_POS, start, parse_unary(p));
    if (vm_accept(p, VM_TOK_TILDE))
        return make_unary(p, VM_UN_INVERT, start, parse_unary(p));
    node = vm_parse_primary(p);
    if (vm_accept(p, VM_TOK_POWER))
        return make_binary(p, VM_BIN_POW, node, parse_unary(p));
    return node;
}

/* 0: not a binary operator. */
static unsigned
binary_precedence(VmToken token, VmBinaryOp *op)
{
    switch (token) {
    case VM_TOK_PIPE: *op = VM_BIN_OR; return 1;
    case VM_TOK_CARET: *op = VM_BIN_XOR; return 2;
    case VM_TOK_AMP: *op = VM_BIN_AND; return 3;
    case VM_TOK_LSHIFT: *op = VM_BIN_LSHIFT; return 4;
    case VM_TOK_RSHIFT: *op = VM_BIN_RSHIFT; return 4;
    case VM_TOK_PLUS: *op = VM_BIN_ADD; return 5;
    case VM_TOK_MINUS: *op = VM_BIN_SUB; return 5;
    case VM_TOK_STAR: *op = VM_BIN_MUL; return 6;
    case VM_TOK_SLASH: *op = VM_BIN_TRUEDIV; return 6;
    case VM_TOK_DOUBLE_SLASH: *op = VM_BIN_FLOORDIV; return 6;
    case VM_TOK_PERCENT: *op = VM_BIN_MOD; return 6;
    case VM_TOK_AT: *op = VM_BIN_MATMUL; return 6;
    default: return 0;
    }
}

static VmNode *
parse_binary(VmParser *p, unsigned min_precedence)
{
    VmNode *left = parse_unary(p);

    for (;;) {
        VmBinaryOp op = VM_BIN_ADD;
        unsigned precedence = binary_precedence((VmToken)p->lx->token, &op);

        if (precedence == 0 || precedence < min_precedence)
            return left;
        vm_lexer_next(p->lx);
        left = make_binary(p, op, left, parse_binary(p, precedence + 1));
    }
}

VmNode *
vm_parse_bitor(VmParser *p)
{
    return parse_binary(p, 1);
}

VmNode *
vm_parse_sum(VmParser *p)
{
    return parse_binary(p, 5);
}

/* The comparison operator at the current token, passed by; false: none. */
static bool
accept_comparison(VmParser *p, unsigned *op)
{
    switch (p->lx->token) {
    case VM_TOK_LT: *op = VM_CMP_LT; break;
    case VM_TOK_LE: *op = VM_CMP_LE; break;
    case VM_TOK_GT: *op = VM_CMP_GT; break;
    case VM_TOK_GE: *op = VM_CMP_GE; break;
    case VM_TOK_EQ: *op = VM_CMP_EQ; break;
    case VM_TOK_NE: *op = VM_CMP_NE; break;
    case VM_TOK_IN: *op = VM_COMPARE_IN; break;
    case VM_TOK_IS:
        vm_lexer_next(p->lx);
        *op = vm_accept(p, VM_TOK_NOT) ? VM_COMPARE_IS_NOT : VM_COMPARE_IS;
        return true;
    case VM_TOK_NOT:
        vm_lexer_next(p->lx);
        if (!vm_accept(p, VM_TOK_IN))
            vm_parse_fail_here(p);
        *op = VM_COMPARE_NOT_IN;
        return true;
    default: return false;
    }
    vm_lexer_next(p->lx);
    return true;
}

static VmNode *
parse_comparison(VmParser *p)
{
    VmNode *left = vm_parse_bitor(p), *first = left;
    VmChain chain = {NULL, NULL};
    unsigned op;

    while (accept_comparison(p, &op)) {
        VmNode *right = vm_parse_bitor(p),
               *node = vm_node_2(p, VM_NODE_COMPARE, left->at, left, right);

        node->op = op & 31;
        vm_chain_add(&chain, vm_node_end(p, node));
        left = right;
    }
    if (chain.first == NULL)
        return first;
    if (chain.first == chain.last)
        return chain.first;
    return vm_node_end(p, vm_node_1(p, VM_NODE_CHAIN, first->at, chain.first));
}

static VmNode *
parse_not(VmParser *p)
{
    uint32_t start = p->lx->start;

    if (!vm_at(p, VM_TOK_NOT))
        return parse_comparison(p);
    vm_check_c_stack(p->vm);
    vm_lexer_next(p->lx);
    return make_unary(p, VM_UNARY_NOT, start, parse_not(p));
}

static VmNode *
parse_and(VmParser *p)
{
    VmNode *node = parse_not(p);
    VmChain items = {NULL, NULL};

    if (!vm_at(p, VM_TOK_AND))
        return node;
    vm_chain_add(&items, node);
    while (vm_accept(p, VM_TOK_AND))
        vm_chain_add(&items, parse_not(p));
    return vm_node_end(p, vm_node_1(p, VM_NODE_AND, items.first->at, items.first));
}

static VmNode *
parse_or(VmParser *p)
{
    VmNode *node = parse_and(p);
    VmChain items = {NULL, NULL};

    if (!vm_at(p, VM_TOK_OR))
        return node;
    vm_chain_add(&items, node);
    while (vm_accept(p, VM_TOK_OR))
        vm_chain_add(&items, parse_and(p));
    return vm_node_end(p, vm_node_1(p, VM_NODE_OR, items.first->at, items.first));
}

static VmNode *
parse_lambda(VmParser *p)
{
    VmNode *node = vm_node(p, VM_NODE_LAMBDA, p->lx->start);
    uint16_t field = p->lx->field_brackets;

    if (field != 0 && field == p->lx->n_brackets)
        vm_parse_fail(p, p->lx->start, p->lx->end, "f-string: invalid syntax");
    vm_lexer_next(p->lx);
    node->s[0].name = &vm_s_lambda_;
    node->s[1].node = vm_parse_params(p, VM_TOK_COLON, false);
    vm_expect(p, VM_TOK_COLON);
    node->s[2].node = vm_parse_expr(p);
    return vm_node_end(p, node);
}

VmNode *
vm_parse_expr(VmParser *p)
{
    VmNode *node, *test;

    vm_check_c_stack(p->vm);
    if (vm_at(p, VM_TOK_LAMBDA))
        return parse_lambda(p);
    node = parse_or(p);
    if (!vm_at(p, VM_TOK_IF))
        return node;
    vm_lexer_next(p->lx);
    test = parse_or(p);
    if (!vm_accept(p, VM_TOK_ELSE)) {
        if (vm_at(p, VM_TOK_COLON))
            vm_parse_fail_here(p);
        vm_parse_fail(p, node->at, p->lx->prev_end, "expected 'else' after 'if' expression");
    }
    test = vm_node_2(p, VM_NODE_IF_EXP, node->at, test, node);
    test->s[2].node = vm_parse_expr(p);
    return vm_node_end(p, test);
}

VmNode *
vm_parse_named(VmParser *p)
{
    VmNode *node = vm_parse_expr(p), *named;

    if (!vm_at(p, VM_TOK_WALRUS))
        return node;
    if (is_const(node) && node->s[1].name != NULL)
        vm_make_target(p, node, false, false);
    if (node->kind != VM_NODE_NAME || (node->flags & VM_NODE_PAREN) != 0) {
        if (node->kind == VM_NODE_NAME)
            vm_parse_fail_here(p);
        vm_parse_fail_node(p, node, "cannot use assignment expressions with %s",
                           vm_node_description(node));
    }
    vm_lexer_next(p->lx);
    named = vm_node_2(p, VM_NODE_NAMED, node->at, node, NULL);
    named->s[1].node = vm_parse_expr(p);
    return vm_node_end(p, named);
}

static VmNode *
parse_star_element(VmParser *p)
{
    uint32_t start = p->lx->start;

    if (vm_accept(p, VM_TOK_STAR))
        return vm_node_end(p, vm_node_1(p, VM_NODE_STARRED, start, vm_parse_bitor(p)));
    return vm_parse_expr(p);
}

VmNode *
vm_parse_star_named(VmParser *p)
{
    VmChain items = {NULL, NULL};
    VmNode *node = parse_element(p);

    if (!vm_at(p, VM_TOK_COMMA)) {
        if (node->kind == VM_NODE_STARRED)
            vm_parse_fail_node(p, node, "can't use starred expression here");
        return node;
    }
    vm_chain_add(&items, node);
    parse_more_elements(p, &items, VM_TOK_COLON);
    return vm_node_end(p, vm_node_1(p, VM_NODE_TUPLE, items.first->at, items.first));
}

VmNode *
vm_parse_star_expressions(VmParser *p)
{
    VmNode *node = parse_star_element(p);
    VmChain items = {NULL, NULL};

    if (!vm_at(p, VM_TOK_COMMA))
        return node;
    vm_chain_add(&items, node);
    while (vm_accept(p, VM_TOK_COMMA)) {
        if (!vm_starts_expression(p) && !vm_at(p, VM_TOK_STAR))
            break;
        vm_chain_add(&items, parse_star_element(p));
    }
    return vm_node_end(p, vm_node_1(p, VM_NODE_TUPLE, items.first->at, items.first));
}

VmNode *
vm_parse_value(VmParser *p)
{
    uint32_t start = p->lx->start;
    VmNode *node;

    if (!vm_at(p, VM_TOK_YIELD))
        return vm_parse_star_expressions(p);
    vm_lexer_next(p->lx);
    if (vm_accept(p, VM_TOK_FROM))
        return vm_node_end(p, vm_node_1(p, VM_NODE_YIELD_FROM, start, vm_parse_expr(p)));
    node = vm_node(p, VM_NODE_YIELD, start);
    if (vm_starts_expression(p) || vm_at(p, VM_TOK_STAR))
        node->s[0].node = vm_parse_star_expressions(p);
    return vm_node_end(p, node);
}

/* --- Targets --- */

const char *
vm_node_description(const VmNode *node)
{
    switch (node->kind) {
    case VM_NODE_ATTRIBUTE: return "attribute";
    case VM_NODE_SUBSCRIPT: return "subscript";
    case VM_NODE_STARRED: return "starred";
    case VM_NODE_NAME: return "name";
    case VM_NODE_LIST: return "list";
    case VM_NODE_TUPLE: return "tuple";
    case VM_NODE_LAMBDA: return "lambda";
    case VM_NODE_CALL: return "function call";
    case VM_NODE_AND:
    case VM_NODE_OR:
    case VM_NODE_BINARY:
    case VM_NODE_UNARY: return "expression";
    case VM_NODE_GEN_EXP: return "generator expression";
    case VM_NODE_YIELD:
    case VM_NODE_YIELD_FROM: return "yield expression";
    case VM_NODE_AWAIT: return "await expression";
    case VM_NODE_LIST_COMP: return "list comprehension";
    case VM_NODE_SET_COMP: return "set comprehension";
    case VM_NODE_DICT_COMP: return "dict comprehension";
    case VM_NODE_DICT: return "dict literal";
    case VM_NODE_SET: return "set display";
    case VM_NODE_FSTRING: return "f-string expression";
    case VM_NODE_COMPARE:
    case VM_NODE_CHAIN: return "comparison";
    case VM_NODE_IF_EXP: return "conditional expression";
    case VM_NODE_NAMED: return "named expression";
    case VM_NODE_CONST:
        if ((node->flags & VM_NODE_FOLDED) != 0)
            return "expression";
        if ((node->flags & VM_NODE_CONST_FSTRING) != 0)
            return "f-string expression";
        if (node->s[0].value == VM_NONE)
            return "None";
        if (vm_is_bool(node->s[0].value))
            return node->s[0].value == VM_TRUE ? "True" : "False";
        if (node->s[0].value == VM_ELLIPSIS)
            return "ellipsis";
        return "literal";
    default: return "expression";
    }
}

/* `node =` where no assignment can stand, or to something that cannot be assigned to. */
void
vm_parse_fail_assign(VmParser *p, VmNode *node)
{
    uint32_t end = p->lx->end;

    switch (node->kind) {
    case VM_NODE_NAME:
        vm_parse_fail(p, node->at, end,
                      "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    case VM_NODE_AND:
    case VM_NODE_OR:
    case VM_NODE_CHAIN:
    case VM_NODE_COMPARE:
    case VM_NODE_IF_EXP:
    case VM_NODE_LAMBDA:
    case VM_NODE_LIST:
    case VM_NODE_TUPLE:
    case VM_NODE_GEN_EXP: break;
    case VM_NODE_CONST:
        if (node->s[0].value == VM_NONE || vm_is_bool(node->s[0].value))
            break;
        // fall through
    default:
        if (node->kind != VM_NODE_UNARY || node->op != VM_UNARY_NOT)
            vm_parse_fail_node(p, node,
                               "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                               vm_node_description(node));
    }
    vm_parse_fail_node(p, node, "cannot assign to %s", vm_node_description(node));
}

void
vm_make_target(VmParser *p, VmNode *node, bool is_delete, bool maybe_equals)
{
    vm_check_c_stack(p->vm);
    switch (node->kind) {
    case VM_NODE_CONST:
        if (node->s[1].name == NULL)
            break;
        // const() gave it a value and now it varies: it is a name after all.
        if (p->consts != NULL)
            vm_dict_delete(p->vm, p->consts, vm_value(node->s[1].name));
        node->kind = VM_NODE_NAME;
        node->s[0].name = node->s[1].name;
        // fall through
    case VM_NODE_NAME:
        if (node->s[0].name == &vm_s___debug__)
            vm_parse_fail_node(
                p, node, is_delete ? "cannot delete __debug__" : "cannot assign to __debug__");
        return;
    case VM_NODE_ATTRIBUTE:
    case VM_NODE_SUBSCRIPT: return;
    case VM_NODE_STARRED:
        if (is_delete)
            vm_parse_fail_node(p, node, "cannot delete starred");
        vm_make_target(p, node->s[0].node, false, false);
        return;
    case VM_NODE_TUPLE:
    case VM_NODE_LIST: {
        unsigned n_stars = 0;

        for (VmNode *item = node->s[0].node; item != NULL; item = item->next) {
            vm_make_target(p, item, is_delete,
                           maybe_equals && item->next == NULL &&
                               (node->flags & VM_NODE_PAREN) == 0 && node->kind == VM_NODE_TUPLE);
            n_stars += item->kind == VM_NODE_STARRED;
        }
        if (n_stars > 1)
            vm_parse_fail_node(p, node, "multiple starred expressions in assignment");
        return;
    }
    default: break;
    }
    if (is_delete)
        vm_parse_fail_node(p, node, "cannot delete %s", vm_node_description(node));
    if (maybe_equals)
        vm_parse_fail_assign(p, node);
    vm_parse_fail_node(p, node, "cannot assign to %s", vm_node_description(node));
}

VmNode *
vm_parse_targets(VmParser *p)
{
    VmChain items = {NULL, NULL};
    VmNode *node;
    bool is_tuple = false;

    do {
        uint32_t start = p->lx->start;

        if (items.first != NULL &&
            (vm_at(p, VM_TOK_IN) || (!vm_starts_expression(p) && !vm_at(p, VM_TOK_STAR))))
            break;
        if (vm_accept(p, VM_TOK_STAR))
            node = vm_node_end(p, vm_node_1(p, VM_NODE_STARRED, start, vm_parse_bitor(p)));
        else
            node = vm_parse_bitor(p);
        vm_chain_add(&items, node);
        is_tuple |= vm_at(p, VM_TOK_COMMA);
    } while (vm_accept(p, VM_TOK_COMMA));
    node = items.first;
    if (is_tuple)
        node = vm_node_end(p, vm_node_1(p, VM_NODE_TUPLE, node->at, node));
    else if (node->kind == VM_NODE_STARRED)
        vm_parse_fail_node(p, node, "starred assignment target must be in a list or tuple");
    vm_make_target(p, node, false, false);
    return node;
}

/* --- Parameters --- */

static void
parse_annotation(VmParser *p, bool annotated, bool star_allowed)
{
    if (!annotated || !vm_accept(p, VM_TOK_COLON))
        return;
    if (star_allowed)
        vm_accept(p, VM_TOK_STAR);
    vm_parse_expr(p);
}

VmNode *
vm_parse_params(VmParser *p, VmToken end, bool annotated)
{
    VmChain params = {NULL, NULL};
    bool seen_star = false, seen_slash = false, seen_kw = false, seen_default = false,
         bare_star = false;

    while (!vm_at(p, end)) {
        VmNode *param = vm_node(p, VM_NODE_PARAM, p->lx->start);

        if (seen_kw)
            vm_parse_fail(p, p->lx->start, p->lx->end,
                          "arguments cannot follow var-keyword argument");
        if (vm_accept(p, VM_TOK_SLASH)) {
            if (params.first == NULL)
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                              "at least one argument must precede /");
            if (seen_slash)
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "/ may appear only once");
            if (seen_star)
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "/ must be ahead of *");
            seen_slash = true;
            for (VmNode *before = params.first; before != NULL; before = before->next)
                before->op = VM_PARAM_KIND_POS_ONLY;
            goto next;
        }
        if (vm_accept(p, VM_TOK_POWER)) {
            param->op = VM_PARAM_KIND_VAR_KW;
            seen_kw = true;
        } else if (vm_accept(p, VM_TOK_STAR)) {
            if (seen_star)
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                              "* argument may appear only once");
            seen_star = true;
            bare_star = vm_at(p, VM_TOK_COMMA) || vm_at(p, end);
            if (bare_star)
                goto next;
            param->op = VM_PARAM_KIND_VAR_ARGS;
        } else {
            param->op = seen_star ? VM_PARAM_KIND_KW_ONLY : VM_PARAM_KIND_PLAIN;
            bare_star = false;
        }
        if (bare_star && param->op == VM_PARAM_KIND_VAR_KW)
            vm_parse_fail(p, param->at, p->lx->end, "named arguments must follow bare *");
        param->s[0].name = vm_take_name(p);
        vm_node_end(p, param);
        if (param->s[0].name == &vm_s___debug__)
            vm_parse_fail_node(p, param, "cannot assign to __debug__");
        if (p->consts != NULL)
            vm_dict_delete(p->vm, p->consts, vm_value(param->s[0].name));
        parse_annotation(p, annotated, param->op == VM_PARAM_KIND_VAR_ARGS);
        if (vm_at(p, VM_TOK_ASSIGN)) {
            if (param->op == VM_PARAM_KIND_VAR_ARGS || param->op == VM_PARAM_KIND_VAR_KW)
                vm_parse_fail(p, p->lx->start, p->lx->end,
                              "var-%s argument cannot have default value",
                              param->op == VM_PARAM_KIND_VAR_ARGS ? "positional" : "keyword");
            vm_lexer_next(p->lx);
            if (vm_at(p, VM_TOK_COMMA) || vm_at(p, end))
                vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end,
                              "expected default value expression");
            param->s[1].node = vm_parse_expr(p);
            seen_default |= param->op == VM_PARAM_KIND_PLAIN;
        } else if (seen_default && param->op == VM_PARAM_KIND_PLAIN) {
            vm_parse_fail_node(p, param, "non-default argument follows default argument");
        }
        for (VmNode *other = params.first; other != NULL; other = other->next)
            if (other->s[0].name == param->s[0].name)
                vm_parse_fail_node(p, param, "duplicate argument '%q' in function definition",
                                   param->s[0].name);
        vm_chain_add(&params, param);
    next:
        if (!vm_accept(p, VM_TOK_COMMA))
            break;
    }
    if (bare_star)
        vm_parse_fail(p, p->lx->prev_start, p->lx->prev_end, "named arguments must follow bare *");
    return params.first;
}
