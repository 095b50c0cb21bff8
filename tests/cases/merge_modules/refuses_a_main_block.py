# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: main-block
# file: pkg/__init__.py
# file: pkg/a.py
def run():
    pass


if __name__ == "__main__":
    run()
# file: pkg/b.py
x = 1
