# options: {rename = {"lib" = "kit"}, strings = ["test_it.py"]}
# file: lib.py
x = 1
# file: test_it.py
import lib

written = "import os\nimport lib\nprint(lib.x, 'glib.x')\n", """
from lib import x
"""
# after
# file: kit.py
x = 1
# file: test_it.py
import kit

written = "import os\nimport kit\nprint(kit.x, 'glib.x')\n", """
from kit import x
"""
