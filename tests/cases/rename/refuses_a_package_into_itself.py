# options: {rename = {"pkg.old" = "pkg.old.new"}}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/old/__init__.py
x = 1
