# options: {from = ["web.json.tag"], into = "web.sessions", leave = "nothing"}
# refuses: lost-submodule
# file: web/__init__.py
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
