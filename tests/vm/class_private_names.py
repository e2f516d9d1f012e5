# Names with two underscores belong to the class they are written in
class A:
    __secret = 1

    def __init__(self):
        self.__v = "A.v"

    def get(self):
        return self.__v, self.__secret

    def __hidden(self):
        return "hidden A"

    def call(self):
        return self.__hidden()


class B(A):
    def __init__(self):
        super().__init__()
        self.__v = "B.v"

    def __hidden(self):
        return "hidden B"

    def both(self):
        return self.__v, self.get(), self.call()


b = B()
print(b.both())
print(sorted(b.__dict__), b._A__v, B._B__hidden(b))
print(hasattr(b, "__v"), A._A__secret)
