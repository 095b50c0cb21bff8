# options: {pattern = "old($A)", to = "new($A)", names = "text", paths = ["src/**"], where = {paths = ["src/b/**"]}}
# import: no
# file: src/a.py
old(1)
# file: other/b/c.py
old(1)
