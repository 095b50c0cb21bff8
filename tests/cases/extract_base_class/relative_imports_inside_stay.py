# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.sub.base.Base"}
# refuses: nothing-shared
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def f(self):
        from .tools import run
        found = run()
        self.found = found
        self.found.sort()
        return found
# file: pkg/b.py
class B:
    def f(self):
        from .tools import run
        found = run()
        self.found = found
        self.found.sort()
        return found
# file: pkg/tools.py
def run(): return []
# file: pkg/sub/__init__.py
