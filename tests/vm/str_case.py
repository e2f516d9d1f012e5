# upper, lower, title, capitalize, swapcase, casefold and the is... family
for s in ("hello World", "ABC", "abc", "a1 b2", "", "123", "It's", "ÄÖÜ ß", "x"):
    print(repr(s.upper()), repr(s.lower()), repr(s.title()), repr(s.capitalize()), repr(s.swapcase()))
for s in ("abc", "ABC", "Abc", "123", "a1", " ", "", "\t\n", "a b", "_x", "é", "1.5", "A1", "Title Case", "tITLE"):
    print(repr(s), int(s.isalpha()), int(s.isdigit()), int(s.isalnum()), int(s.isspace()), int(s.isupper()),
          int(s.islower()), int(s.istitle()), int(s.isidentifier()), int(s.isdecimal()), int(s.isnumeric()),
          int(s.isprintable()), int(s.isascii()))
