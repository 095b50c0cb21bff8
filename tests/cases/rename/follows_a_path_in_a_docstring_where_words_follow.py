# options: {rename = {"res" = "resources"}, strings = ["tests/*.py"], comments = ["tests/*.py"]}
# file: tests/res/__init__.py
# file: tests/res/templates/a.html
x
# file: tests/conftest.py
def templates():
    """The loader of res/templates, and of `res`."""
    # res/templates
    return "res"
# after
# file: tests/resources/__init__.py
# file: tests/resources/templates/a.html
x
# file: tests/conftest.py
def templates():
    """The loader of resources/templates, and of `resources`."""
    # resources/templates
    return "resources"
