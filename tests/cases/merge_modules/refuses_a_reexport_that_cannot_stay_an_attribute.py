# options: {from = ["web.json.tag"], into = "web.sessions", leave = "reexport"}
# refuses: lost-submodule
# file: web/__init__.py
from .app import App
# file: web/app.py
from .json import dumps
from .sessions import Session


class App:
    pass
# file: web/json/__init__.py
"""JSON for the web."""


def dumps():
    pass
# file: web/json/tag.py
class Tag:
    pass
# file: web/sessions.py
from .json import dumps
from .json.tag import Tag


class Session(Tag):
    text = dumps()
