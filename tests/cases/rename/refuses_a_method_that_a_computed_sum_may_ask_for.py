# options: {rename = {"b.K.visit_old" = "visit_new"}}
# refuses: unproven-receiver
# file: a.py
class Base:
    def visit(self, name):
        return getattr(self, "visit_" + name.lower())()
# file: b.py
from a import Base


class K(Base):
    def visit_old(self): ...
