# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
"""Uses pkg.old."""
# pkg.old was here
TEXT = "see pkg.old for more"
FORMAT = f"pkg.old.{TEXT}"
NAME = "old"
