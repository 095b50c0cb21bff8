# options: {paths = ["src/pkg/backup"], reason = "copies"}
# layout: {source = ["src"], also = ["*.toml"]}
# refuses: still-referenced
# file: pyproject.toml
[tool.x]
exclude = ["src/pkg/backup"]
# file: src/pkg/__init__.py
# file: src/pkg/backup/a.py
x = 1
