# options: {from = ["pkg.a"], into = "pkg.b", main_block = "drop"}
# notes: `__main__` block is dropped
# file: pkg/__init__.py
# file: pkg/a.py
def run():
    pass


if __name__ == "__main__":
    run()
# file: pkg/b.py
x = 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
x = 1


def run():
    pass
