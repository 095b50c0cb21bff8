# options: {method = "pkg.core.Cart.total", parameter = "cart"}
# refuses: captured
# file: pkg/__init__.py
# file: pkg/core.py
class Cart:
    size = 5

    def total(self, more=1):
        return [self.size for cart in range(more)]
