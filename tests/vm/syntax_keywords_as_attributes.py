# Soft keywords are ordinary names
match = 1
case = 2
_ = 3
type = "t"
print(match, case, _, type, match + case)
match = [1, 2]
print(match[0], match [1])


def case(match):
    return match * 2


print(case(4), case (5))
match = {"a": 1}
match["b"] = 2
print(match)


class C:
    match = 5

    def case(self):
        return self.match


print(C().case(), C.match)
async_ = 1
print(async_, -match["a"])
match -5:
    case -5:
        print("minus five")
