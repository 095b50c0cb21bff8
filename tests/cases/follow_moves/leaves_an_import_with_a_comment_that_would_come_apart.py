# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# notes: a comment inside an import that comes apart
# file: use.py
from pkg.a import (
    f,  # why this one
    kept,
)
