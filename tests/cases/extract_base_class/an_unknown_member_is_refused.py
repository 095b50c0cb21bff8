# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", members = ["laod"]}
# refuses: no-such-member
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def load(self, path):
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found


class B:
    def load(self, path):
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found
