# A small program with classes, exceptions and formatting
class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__("need %.2f, have %.2f" % (need, have))
        self.missing = need - have


class Account:
    count = 0

    def __init__(self, owner, balance=0.0):
        self.owner, self._balance, self.log = owner, balance, []
        type(self).count += 1

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("amount must be positive")
        self._balance += amount
        self.log.append(("in", amount))

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self.log.append(("out", amount))

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self._balance:.2f})"


class Savings(Account):
    rate = 0.05

    def add_interest(self):
        self.deposit(self.balance * self.rate)


a, b = Account("Ann", 100), Savings("Bob", 200)
a.withdraw(30)
b.add_interest()
for f in (lambda: a.withdraw(500), lambda: b.deposit(-1)):
    try:
        f()
    except InsufficientFunds as e:
        print("short by", e.missing, "-", e)
    except ValueError as e:
        print("bad:", e)
print(a, b, Account.count, Savings.count, b.log, sum(x.balance for x in (a, b)))
for acc in sorted((a, b), key=lambda x: -x.balance):
    print(f"{acc.owner:<6}|{acc.balance:>10,.2f}|")
