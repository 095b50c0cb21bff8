# options: {from = ["web.json.tag", "web.bare.one"], into = "web.sessions"}
# file: web/__init__.py
from .app import App
# file: web/app.py
import web.bare

from .json import dumps
from .sessions import Session


class App:
    pass
# file: web/bare/__init__.py
# file: web/bare/one.py
class One:
    pass
# file: web/json/__init__.py
"""JSON for the web."""
from __future__ import annotations

from .provider import Provider


def dumps():
    return Provider()
# file: web/json/provider.py
class Provider:
    pass
# file: web/json/tag.py
class Tag:
    pass
# file: web/sessions.py
from .bare.one import One
from .json.tag import Tag


class Session(Tag, One):
    pass
# after
# file: web/__init__.py
from .app import App
# file: web/app.py
import web.bare

from .json import dumps
from .sessions import Session


class App:
    pass
# file: web/bare/__init__.py
from . import one as one
# file: web/bare/one.py
...
# file: web/json/__init__.py
"""JSON for the web."""
from __future__ import annotations

from .provider import Provider
from . import tag as tag


def dumps():
    return Provider()
# file: web/json/provider.py
class Provider:
    pass
# file: web/json/tag.py
...
# file: web/sessions.py
class Tag:
    pass


class One:
    pass


class Session(Tag, One):
    pass
