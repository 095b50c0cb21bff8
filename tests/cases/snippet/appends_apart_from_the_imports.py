# options: {action = "append", file = "pkg/core.py", code = "LIMIT = 3\n"}
# file: pkg/__init__.py
# file: pkg/core.py
import os
# after
# file: pkg/__init__.py
# file: pkg/core.py
import os

LIMIT = 3
