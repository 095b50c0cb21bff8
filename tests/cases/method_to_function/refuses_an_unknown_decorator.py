# options: {method = "pkg.Shape.area"}
# refuses: decorated
# import: no
# file: pkg.py
from elsewhere import task


class Shape:
    @task
    def area(self):
        return 1
