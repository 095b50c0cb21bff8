# options: {symbols = {"pkg.a.f" = "lib.b.g"}}
# import: no
# notes: `lib` means something else here
# file: use.py
import pkg.a


def use(lib):
    return pkg.a.f(lib)
