import mod_circ_a

early = hasattr(mod_circ_a, "name")
name = "b"


def other():
    return mod_circ_a.name
