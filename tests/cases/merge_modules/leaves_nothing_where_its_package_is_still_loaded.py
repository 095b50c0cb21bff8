# options: {from = ["web.json.tag"], into = "web.sessions", leave = "nothing"}
# file: web/__init__.py
import web.json
from .sessions import Session
# file: web/json/__init__.py
def dumps():
    pass
# file: web/json/tag.py
class Tag:
    pass
# file: web/sessions.py
from .json.tag import Tag


class Session(Tag):
    pass
# after
# file: web/__init__.py
import web.json
from .sessions import Session
# file: web/json/__init__.py
def dumps():
    pass
# file: web/sessions.py
class Tag:
    pass


class Session(Tag):
    pass
