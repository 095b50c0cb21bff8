# options: {rename = {"a.K.old" = "new"}}
# file: a.py
class K:
    def old(self): ...


class Other:
    def old(self): ...
# file: a.pyi
class K:
    def old(self) -> K: ...

class Other:
    def old(self) -> Other: ...
# file: b.py
from a import K, Other

K().old(), Other().old()
# after
# file: a.py
class K:
    def new(self): ...


class Other:
    def old(self): ...
# file: a.pyi
class K:
    def new(self) -> K: ...

class Other:
    def old(self) -> Other: ...
# file: b.py
from a import K, Other

K().new(), Other().old()
