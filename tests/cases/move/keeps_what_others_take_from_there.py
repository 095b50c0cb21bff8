# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
import collections
import json
import os as os
import re  # noqa: F401
import string, sys
import time
from typing import Any

import textwrap
__all__ = ["f", "g", "Any"]


def f() -> Any:
    return json, os, re, sys, time, textwrap


def g(): ...
# file: user.py
from pkg.a import json
import pkg.a as a
a.textwrap
# file: test_it.py
from unittest.mock import patch
patch("pkg.a.time.sleep")
# after
# file: pkg/__init__.py
# file: pkg/a.py
import collections
import json
import os as os
import re  # noqa: F401
import string
from typing import Any

import textwrap
__all__ = ["g", "Any"]


def g(): ...
# file: pkg/b.py
import json
import os as os
import re  # noqa: F401
import sys
import textwrap
import time
from typing import Any

__all__ = ["f"]


def f() -> Any:
    return json, os, re, sys, time, textwrap
# file: test_it.py
from unittest.mock import patch
patch("pkg.b.time.sleep")
# file: user.py
from pkg.a import json
import pkg.a as a
a.textwrap
