# options: {moves = {"pkg.a.f" = "pkg.new.f"}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/a.py
# file: pkg/new.py
