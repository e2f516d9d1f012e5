# Float arithmetic in loops: integration, Newton, logistic map
from math import sin, sqrt


def integrate(n):
    h = 1.0 / n
    s = 0.0
    for i in range(n):
        x = (i + 0.5) * h
        s += 4.0 / (1.0 + x * x)
    return s * h


def newton(a):
    x = a
    for _ in range(20):
        x = 0.5 * (x + a / x)
    return x


def main():
    pi = integrate(400000)
    total = 0.0
    for i in range(1, 20000):
        total += newton(i * 1.5) - sqrt(i * 1.5)
    x = 0.3
    for i in range(300000):
        x = 3.7 * x * (1.0 - x)
    for i in range(200000):
        total += sin(i * 0.001)
    return "%.9f %.6f %.6f" % (pi, total, x)
