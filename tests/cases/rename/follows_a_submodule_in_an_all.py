# options: {rename = {"pkg.platform" = "pkg.platforms"}}
# file: pkg/__init__.py
__all__ = [
    "escape",
    "platform",
]
# file: pkg/escape.py
# file: pkg/platform/__init__.py
# file: pkg/platform/loop.py
LOOP = 1
# file: use.py
import pkg
import pkg.platform.loop

value = pkg.platform.loop.LOOP
# after
# file: pkg/__init__.py
__all__ = [
    "escape",
    "platforms",
]
# file: pkg/escape.py
# file: pkg/platforms/__init__.py
# file: pkg/platforms/loop.py
LOOP = 1
# file: use.py
import pkg
import pkg.platforms.loop

value = pkg.platforms.loop.LOOP
