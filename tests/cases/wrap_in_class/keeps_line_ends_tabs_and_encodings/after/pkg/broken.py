from pkg.a import f
def (:
