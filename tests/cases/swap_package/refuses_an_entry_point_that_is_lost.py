# options: {new = "runtime_edited", place = "runtime", old = "delete"}
# refuses: lost-name
# file: pyproject.toml
[project.scripts]
run = "runtime.cli:main"
# file: runtime/__init__.py
# file: runtime/cli.py
def main():
    pass
# file: runtime_edited/__init__.py
