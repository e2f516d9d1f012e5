# The Mandelbrot set in text, with plain floats and with complex numbers
def inside(cr, ci, limit):
    zr = zi = 0.0
    for i in range(limit):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return i
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return limit


def inside_complex(c, limit):
    z = 0j
    for i in range(limit):
        if abs(z) > 2.0:
            return i
        z = z * z + c
    return limit


def main():
    total = 0
    for y in range(180):
        for x in range(120):
            total += inside(x / 45.0 - 2.0, y / 90.0 - 1.0, 100)
    for y in range(0, 100, 5):
        for x in range(0, 120, 4):
            total += inside_complex(complex(x / 45.0 - 2.0, y / 90.0 - 1.0), 100)
    return total
