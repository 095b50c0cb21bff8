# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/config.py
class Base: ...


class Command(Base):
    help = "one"
# file: pkg/job.py
class Basis: ...


class Command(Basis):
    help = "one"
    more = "two"
