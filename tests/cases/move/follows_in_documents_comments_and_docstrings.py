# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# layout: {also = ["README.md", "setup.cfg"]}
# file: README.md
Call `pkg.a.f`, not `pkg.a.g` nor pkg.a.fg.

```python
from pkg.a import f
import pkg.a
```
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    """See pkg.a.f and pkg.a.g."""


def g(): ...  # like pkg.a.f
# file: setup.cfg
[options.entry_points]
console_scripts =
    run = pkg.a:f
    other = pkg.a:g
# file: user.py
ENTRY = {"console_scripts": ["run = pkg.a:f", "other = pkg.a:g"]}
# pkg.a.f is called by name
NAME = "pkg.a.f"
# after
# file: README.md
Call `pkg.b.f`, not `pkg.a.g` nor pkg.a.fg.

```python
from pkg.b import f
import pkg.a
```
# file: pkg/__init__.py
# file: pkg/a.py
def g(): ...  # like pkg.b.f
# file: pkg/b.py
def f():
    """See pkg.b.f and pkg.a.g."""
# file: setup.cfg
[options.entry_points]
console_scripts =
    run = pkg.b:f
    other = pkg.a:g
# file: user.py
ENTRY = {"console_scripts": ["run = pkg.b:f", "other = pkg.a:g"]}
# pkg.b.f is called by name
NAME = "pkg.b.f"
