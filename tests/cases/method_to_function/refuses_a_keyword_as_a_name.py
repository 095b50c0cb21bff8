# options: {method = "pkg.core.Cart.total", parameter = "class"}
# refuses: bad-name
# file: pkg/__init__.py
# file: pkg/core.py
class Cart:
    size = 5

    def total(self, more=1):
        return self.size
