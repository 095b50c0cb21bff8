# options: {paths = ["*.py"], narrow = "provable"}
# refuses: unproven-raise
class Thing:
    @property
    def size(self):
        return 1 / 0

    def f(self):
        try:
            return self.size
        except Exception:
            return None
