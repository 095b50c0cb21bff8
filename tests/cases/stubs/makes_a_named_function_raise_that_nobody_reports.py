# options: {raise = {"pkg.lower.Lowering.on_start" = ""}}
# file: pkg/__init__.py
# file: pkg/lower.py
class Lowering:
    def on_start(self):
        """Called first."""
        pass
# after
# file: pkg/__init__.py
# file: pkg/lower.py
class Lowering:
    def on_start(self):
        """Called first."""
        raise NotImplementedError("Lowering.on_start is not written yet")
