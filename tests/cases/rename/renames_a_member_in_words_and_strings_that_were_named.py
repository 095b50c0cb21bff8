# options: {rename = {"a.K.old" = "new"}, comments = ["a.py", "*.md"], strings = ["a.py"]}
# file: a.py
"""The old one, `a.K.old`."""
TABLE = {"old": 1}


class K:  # old
    def old(self): ...
# file: b.py
TABLE = {"old": 1}  # old
# file: README.md
It is old, not older.
# after
# file: a.py
"""The new one, `a.K.new`."""
TABLE = {"new": 1}


class K:  # new
    def new(self): ...
# file: b.py
TABLE = {"old": 1}  # old
# file: README.md
It is new, not older.
