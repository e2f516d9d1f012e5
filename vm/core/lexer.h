/* SPDX-License-Identifier: MIT */
/* Source text to tokens.
 *
 * The lexer hands out one token at a time and looks nowhere ahead, so that the parser can switch it: inside an f-string
 * the parser reads the literal pieces itself (vm_lexer_fstring_piece()) and asks for tokens only within {fields}.
 */
#ifndef VM_CORE_LEXER_H
#define VM_CORE_LEXER_H

#include "vm/core/vm.h"

/* X(NAME, "text"): hard keywords. */
#define VM_KEYWORDS(X) \
    X(FALSE, "False") X(NONE, "None") X(TRUE, "True") X(AND, "and") X(AS, "as") X(ASSERT, "assert") \
    X(ASYNC, "async") X(AWAIT, "await") X(BREAK, "break") X(CLASS, "class") X(CONTINUE, "continue") X(DEF, "def") \
    X(DEL, "del") X(ELIF, "elif") X(ELSE, "else") X(EXCEPT, "except") X(FINALLY, "finally") X(FOR, "for") \
    X(FROM, "from") X(GLOBAL, "global") X(IF, "if") X(IMPORT, "import") X(IN, "in") X(IS, "is") \
    X(LAMBDA, "lambda") X(NONLOCAL, "nonlocal") X(NOT, "not") X(OR, "or") X(PASS, "pass") X(RAISE, "raise") \
    X(RETURN, "return") X(TRY, "try") X(WHILE, "while") X(WITH, "with") X(YIELD, "yield")

/* X(NAME, "text") */
#define VM_PUNCTUATION(X) \
    X(LPAREN, "(") X(RPAREN, ")") X(LBRACKET, "[") X(RBRACKET, "]") X(LBRACE, "{") X(RBRACE, "}") \
    X(COMMA, ",") X(COLON, ":") X(DOT, ".") X(SEMICOLON, ";") X(ASSIGN, "=") X(ARROW, "->") X(WALRUS, ":=") \
    X(ELLIPSIS, "...") X(EXCLAIM, "!") X(TILDE, "~") X(AT, "@") \
    X(PLUS, "+") X(MINUS, "-") X(STAR, "*") X(SLASH, "/") X(DOUBLE_SLASH, "//") X(PERCENT, "%") X(POWER, "**") \
    X(LSHIFT, "<<") X(RSHIFT, ">>") X(AMP, "&") X(PIPE, "|") X(CARET, "^") \
    X(LT, "<") X(LE, "<=") X(GT, ">") X(GE, ">=") X(EQ, "==") X(NE, "!=") \
    X(PLUS_ASSIGN, "+=") X(MINUS_ASSIGN, "-=") X(STAR_ASSIGN, "*=") X(SLASH_ASSIGN, "/=") \
    X(DOUBLE_SLASH_ASSIGN, "//=") X(PERCENT_ASSIGN, "%=") X(POWER_ASSIGN, "**=") X(AT_ASSIGN, "@=") \
    X(LSHIFT_ASSIGN, "<<=") X(RSHIFT_ASSIGN, ">>=") X(AMP_ASSIGN, "&=") X(PIPE_ASSIGN, "|=") X(CARET_ASSIGN, "^=")

typedef enum VmToken {
    VM_TOK_EOF,
    VM_TOK_NEWLINE,
    VM_TOK_INDENT,
    VM_TOK_DEDENT,
    VM_TOK_IDENTIFIER, /* value: the interned name */
    VM_TOK_NUMBER,     /* value: the number */
    VM_TOK_STRING,     /* string_flags; its text is source[body_start, body_end) */
    VM_TOK_FSTRING,    /* the lexer stands behind the opening quotes */
#define X(name, text) VM_TOK_##name,
    VM_PUNCTUATION(X) VM_KEYWORDS(X)
#undef X
        VM_TOK_COUNT
} VmToken;

enum {
    VM_STRING_RAW = 1,
    VM_STRING_BYTES = 2,
    VM_STRING_TRIPLE = 4,
    VM_STRING_DOUBLE = 8, /* double quotes */
};

#define VM_MAX_INDENTS 100
#define VM_MAX_BRACKETS 200

typedef struct VmLexer {
    VM *vm;
    const char *source;
    uint32_t len;
    const VmStr *filename;
    uint32_t pos;              /* where reading goes on */
    uint32_t start, end;       /* of the current token */
    uint32_t prev_start, prev_end; /* of the one before */
    uint8_t token, prev_token;
    uint8_t string_flags;
    bool at_line_start;
    bool all_spaces_line;      /* EOF was reached without a line end before it */
    int16_t pending;           /* INDENT (1) or DEDENTs (negative) to hand out */
    uint16_t n_indents, n_brackets;
    uint16_t field_brackets;   /* in an f-string field: n_brackets of the field itself, else 0 */
    uint32_t body_start, body_end; /* of a STRING */
    VmValue value;
    uint32_t line_at, line;    /* a place whose line is known: vm_lexer_line() walks from there */
    uint16_t indents[VM_MAX_INDENTS], alt_indents[VM_MAX_INDENTS];
    uint32_t brackets[VM_MAX_BRACKETS]; /* offsets of the open ones */
} VmLexer;

/* Raises SyntaxError if the text is no UTF-8 or holds NULs. No token is read yet. */
void vm_lexer_init(VM *vm, VmLexer *lx, const char *source, size_t len, const VmStr *filename);
/* The next token, also in lx->token; raises SyntaxError, IndentationError, TabError. */
VmToken vm_lexer_next(VmLexer *lx);
/* Line (1-based) of an offset. */
uint32_t vm_lexer_line(VmLexer *lx, uint32_t at);
/* Offset of the first byte of the line that @at is on. */
uint32_t vm_lexer_line_start(const VmLexer *lx, uint32_t at);

/* Appends the decoded text of source[start, end) to @out, minding escapes as @flags say. */
void vm_lexer_decode(VmLexer *lx, VmBuf *out, unsigned flags, uint32_t start, uint32_t end, uint32_t literal_at);
/* In an f-string (or a field's format spec, @in_spec): appends literal text to @out up to a field's '{', the end of the string
 * (or the spec's '}'), which is returned and passed by; the end of the string is returned as its quote character. */
char vm_lexer_fstring_piece(VmLexer *lx, VmBuf *out, unsigned flags, bool in_spec, uint32_t literal_at);

/* Raises @type (SyntaxError or below) about source[start, end). */
_Noreturn void vm_lexer_fail(VmLexer *lx, const VmType *type, uint32_t start, uint32_t end, const char *format, ...);

extern const char *const vm_token_texts[VM_TOK_COUNT];

#endif
