# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
def use():
	from pkg.a import (
		f as first,
		kept,
	)
	if kept: from pkg.a import f, other; f(other)
	return first
# after
# file: use.py
def use():
	from pkg.b import g as first
	from pkg.a import kept
	if kept: from pkg.b import g; from pkg.a import other; g(other)
	return first
