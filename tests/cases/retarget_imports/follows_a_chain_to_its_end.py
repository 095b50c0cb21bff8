# options: {modules = ["pkg", "pkg.api"]}
# file: pkg/__init__.py
from .api import run
# file: pkg/api.py
"""Shows names."""
from .mid import run
# file: pkg/core.py
def run(): ...
# file: pkg/mid.py
from .core import run
# file: use.py
from pkg import run
from pkg.api import run as again
# after
# file: pkg/__init__.py
from .core import run
# file: pkg/api.py
"""Shows names."""
from .mid import run
# file: pkg/core.py
def run(): ...
# file: pkg/mid.py
from .core import run
# file: use.py
from pkg.core import run, run as again
