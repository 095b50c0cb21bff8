# options: {rename = {"pkg.lib" = "pkg.lib"}}
# notes: already
# file: pkg/__init__.py
# file: pkg/lib.py
lib = "lib"
