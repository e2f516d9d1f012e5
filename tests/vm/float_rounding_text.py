# Rounding and text of awkward floats
for x in (0.5, 1.5, 2.5, 0.05, 0.15, 0.25, 2.675, 1.005, 1e-7, 123456.7891):
    print(x, round(x), round(x, 1), round(x, 2), "%.1f" % x, f"{x:.2f}", f"{x:.0f}", f"{x:.3e}", f"{x:g}")
print([x / 10 for x in range(12)])
print(sum([0.1] * 3), 0.1 * 3, 1.1 + 2.2, 1e16 + 1.0, 0.1 + 0.7, 4.35 * 100, 1 / 7)
print(1e21, 1e20, 123456789012345680.0, 1e-4, 9.999e-5, 0.00012345, 5e-324, 1.7e308 * 10, -1e-320)
print(float("1e400"), float("-1e-400"), float("0.1e1"), float("1" * 30), float("123456789.987654321"))
