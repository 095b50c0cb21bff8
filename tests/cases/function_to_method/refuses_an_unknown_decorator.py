# options: {function = "pkg.area", class = "pkg.Shape"}
# refuses: decorated
# import: no
# file: pkg.py
from elsewhere import task


class Shape:
    side = 2


@task
def area(shape):
    return shape.side
