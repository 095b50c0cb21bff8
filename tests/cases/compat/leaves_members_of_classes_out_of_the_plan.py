# options: {moves = {"pkg.old" = "pkg.new", "pkg.new.describe" = "pkg.new.Token.describe", "pkg.new.Token.size" = "pkg.new.size", "pkg.new.Token.a" = "pkg.new.Token.b"}, shims = false, plan = "moved.toml"}
# file: pkg/__init__.py
# file: pkg/new.py
class Token:
    b = 1

    def describe(self):
        return ""


def size(token):
    return 0
# after
# file: moved.toml
# written by `migrate`, codemod `compat`: changes by hand are lost
# Run it in the project that uses pkg: `migrate --plan THIS_FILE apply`.

[project]
name = "follow the moves of pkg"

[[phase]]
id = 1
title = "Follow the moves of pkg"

  [[phase.step]]
  id = "1.1"
  title = "Use the new names of pkg"
  codemod = "follow-moves"

  [phase.step.modules]
  "pkg.old" = "pkg.new"

  [phase.step.symbols]
  "pkg.new.Token.a" = "pkg.new.Token.b"

# To be followed by hand, since they went into a class or out of one:
# pkg.new.Token.size -> pkg.new.size
# pkg.new.describe -> pkg.new.Token.describe
# file: pkg/__init__.py
# file: pkg/new.py
class Token:
    b = 1

    def describe(self):
        return ""


def size(token):
    return 0
