# options: {move = {"docs/_static" = "docs/assets/static", "docs/_templates" = "theme/templates"}}
# notes: docs/conf.py:6: left as it is: `_static` may be the folder docs/_static, which moves
# layout: {also = ["docs/**"]}
# file: docs/conf.py
project = "x"
templates_path = ["_templates"]
html_static_path = ['_static', "more"]
exclude_patterns = ["_build", "_static"]
html_logo = "_static/logo.png"
other = "_static"
# file: docs/index.rst
.. image:: _static/logo.png
# file: docs/_static/logo.png
x
# file: docs/_templates/page.html
y
# after
# file: docs/conf.py
project = "x"
templates_path = ["../theme/templates"]
html_static_path = ['assets/static', "more"]
exclude_patterns = ["_build", "assets/static"]
html_logo = "assets/static/logo.png"
other = "_static"
# file: docs/index.rst
.. image:: assets/static/logo.png
# file: docs/assets/static/logo.png
x
# file: theme/templates/page.html
y
