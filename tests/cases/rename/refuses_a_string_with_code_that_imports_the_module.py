# options: {rename = {"lib" = "kit"}}
# refuses: unproven-reference
# file: lib.py
x = 1
# file: test_it.py
import lib

written = "import os\nimport lib\nprint(lib.x)\n"
