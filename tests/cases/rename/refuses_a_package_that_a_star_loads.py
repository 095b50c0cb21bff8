# options: {rename = {"pkg.a.old" = "pkg.b.old"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a/__init__.py
__all__ = ["old"]
# file: pkg/a/old/__init__.py
x = 1
# file: pkg/b/__init__.py
