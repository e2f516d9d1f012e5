# Planets pulling on one another, as lists of floats
PAIRS = []
BODIES = []


def body(x, y, z, vx, vy, vz, mass):
    BODIES.append(([x, y, z], [vx, vy, vz], mass))


SUN = 39.47841760435743
YEAR = 365.24
body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN)
body(4.84143144, -1.16032004, -0.10362204, 0.00166007664 * YEAR, 0.00769901118 * YEAR, -0.0000690460016 * YEAR, 0.000954791938 * SUN)
body(8.34336671, 4.12479856, -0.40352341, -0.00276742510 * YEAR, 0.00499852801 * YEAR, 0.0000230417297 * YEAR, 0.000285885980 * SUN)
body(12.8943695, -15.1111514, -0.22330757, 0.00296460137 * YEAR, 0.00237847173 * YEAR, -0.0000296589568 * YEAR, 0.0000436624404 * SUN)
body(15.3796971, -25.9193146, 0.17925877, 0.00268067772 * YEAR, 0.00162824170 * YEAR, -0.0000951592254 * YEAR, 0.0000515138902 * SUN)


def advance(dt, n):
    for _ in range(n):
        for (p1, v1, m1), (p2, v2, m2) in PAIRS:
            dx = p1[0] - p2[0]
            dy = p1[1] - p2[1]
            dz = p1[2] - p2[2]
            mag = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            b1 = m1 * mag
            b2 = m2 * mag
            v1[0] -= dx * b2
            v1[1] -= dy * b2
            v1[2] -= dz * b2
            v2[0] += dx * b1
            v2[1] += dy * b1
            v2[2] += dz * b1
        for p, v, m in BODIES:
            p[0] += dt * v[0]
            p[1] += dt * v[1]
            p[2] += dt * v[2]


def energy():
    e = 0.0
    for (p1, v1, m1), (p2, v2, m2) in PAIRS:
        e -= m1 * m2 / ((p1[0] - p2[0]) ** 2 + (p1[1] - p2[1]) ** 2 + (p1[2] - p2[2]) ** 2) ** 0.5
    for p, v, m in BODIES:
        e += m * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) / 2.0
    return e


def main():
    for i in range(len(BODIES)):
        for j in range(i + 1, len(BODIES)):
            PAIRS.append((BODIES[i], BODIES[j]))
    before = energy()
    advance(0.01, 30000)
    return "%.6f %.6f" % (before, energy())
