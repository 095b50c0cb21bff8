# options: {function = "pkg.core.total", class = "pkg.core.Cart"}
# refuses: captured
# file: pkg/__init__.py
# file: pkg/core.py
class Cart:
    size = 5


def total(cart: Cart, more=1):
    def plus(self):
        return self + cart.size

    return plus(more)
