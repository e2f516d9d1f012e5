# Modules that import one another
import mod_circ_a
import mod_circ_b

print(mod_circ_a.name, mod_circ_a.other(), mod_circ_b.other(), mod_circ_b.early)
