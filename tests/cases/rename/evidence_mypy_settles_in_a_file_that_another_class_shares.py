# options: {rename = {"a.K.old" = "new"}, evidence = "mypy"}
# notes: 1 other by mypy
# file: pkg/__init__.py
# file: a.py
from pkg.other import Other


class K:
    def old(self) -> int:
        return 1


# file: pkg/other.py
class Other:
    def old(self) -> str:
        return ""
# file: pkg/user.py
from collections import deque

from a import K
from pkg.other import Other

line: deque[K] = deque([K()])
others: deque[Other] = deque([Other()])
line.popleft().old()
others.popleft().old()
# after
# file: pkg/__init__.py
# file: a.py
from pkg.other import Other


class K:
    def new(self) -> int:
        return 1


# file: pkg/other.py
class Other:
    def old(self) -> str:
        return ""
# file: pkg/user.py
from collections import deque

from a import K
from pkg.other import Other

line: deque[K] = deque([K()])
others: deque[Other] = deque([Other()])
line.popleft().new()
others.popleft().old()
