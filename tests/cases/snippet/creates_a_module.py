# options: {at = "pkg.new", action = "create-module", code = "X = 1"}
# file: pkg/__init__.py
# after
# file: pkg/__init__.py
# file: pkg/new.py
X = 1
