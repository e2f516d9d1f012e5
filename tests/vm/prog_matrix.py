# Matrices as lists of lists and as a class with operators
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __add__(self, o):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])

    def __mul__(self, k):
        return Matrix([[a * k for a in r] for r in self.rows])

    __rmul__ = __mul__

    def __eq__(self, o):
        return self.rows == o.rows

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __repr__(self):
        return "\n".join(" ".join("%4d" % a for a in r) for r in self.rows)

    def __pow__(self, n):
        r = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        b = self
        while n:
            if n & 1:
                r = r @ b
            b = b @ b
            n >>= 1
        return r


m = Matrix([[1, 1], [1, 0]])
print(m @ m, m + m == 2 * m, (m**30)[0, 1], sep="\n")
print(Matrix([[1, 2, 3], [4, 5, 6]]) @ Matrix([[1], [0], [-1]]))


def det(a):
    if len(a) == 1:
        return a[0][0]
    return sum((-1) ** j * a[0][j] * det([r[:j] + r[j + 1 :] for r in a[1:]]) for j in range(len(a)))


print(det([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), [list(r) for r in zip(*[[1, 2], [3, 4]])])
