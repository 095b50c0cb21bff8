# options: {new = "runtime_edited", place = "runtime", to = "archive/runtime-old"}
# refuses: name-taken
# file: archive/runtime-old/note.txt
there
# file: runtime/__init__.py
# file: runtime_edited/__init__.py
