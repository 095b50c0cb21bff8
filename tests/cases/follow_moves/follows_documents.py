# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# layout: {also = ["docs", "pyproject.toml"]}
# file: docs/use.md
Call `pkg.a.f` of pkg.old: `pkg.old.thing`, not pkg.older or my.pkg.old.
See https://example.org/pkg.old/ and /pkg.old.
# file: pyproject.toml
[project.scripts]
tool = "pkg.old:main"
# after
# file: docs/use.md
Call `pkg.b.g` of pkg.new: `pkg.new.thing`, not pkg.older or my.pkg.old.
See https://example.org/pkg.old/ and /pkg.old.
# file: pyproject.toml
[project.scripts]
tool = "pkg.new:main"
