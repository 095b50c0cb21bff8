# options: {from = ["shapes"], into = "forms", remove_in = "3"}
# layout: {also = ["*.md", "*.toml"]}
# file: README.md
Many shapes. `import shapes`, `python -m shapes`, `from shapes import area`; shapes.area stays words.
# file: forms.py
x = 1
# file: pyproject.toml
[project]
keywords = ["shapes"]
[project.scripts]
area = "shapes:area"
# file: shapes.py
def area():
    return "shapes"
# file: user.py
import importlib
import shapes
from shapes import area

print("shapes", shapes.area(), area(), importlib.import_module("shapes"))
# after
# file: README.md
Many shapes. `import forms`, `python -m forms`, `from forms import area`; shapes.area stays words.
# file: forms.py
x = 1


def area():
    return "shapes"
# file: pyproject.toml
[project]
keywords = ["shapes"]
[project.scripts]
area = "forms:area"
# file: shapes.py
...
# file: user.py
import importlib
import forms as shapes
from forms import area

print("shapes", shapes.area(), area(), importlib.import_module("forms"))
