import mod_circ_b

name = "a"


def other():
    return mod_circ_b.name
