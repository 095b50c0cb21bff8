# options: {new = "src/runtime_edited", place = "src/runtime", to = "src/archive"}
# layout: {source = ["src"]}
# refuses: import-root
# file: src/runtime/__init__.py
# file: src/runtime_edited/__init__.py
