# options: {new = "src/pkg/store_edited", place = "src/pkg/store", old = "delete"}
# layout: {source = ["src"], also = ["docs"]}
# file: docs/index.md
`pkg.store_edited.base` and src/pkg/store_edited/base.py
# file: src/pkg/__init__.py
from .store_edited.base import Base
# file: src/pkg/store/__init__.py
# file: src/pkg/store/base.py
class Base:
    pass
# file: src/pkg/store_edited/__init__.py
# file: src/pkg/store_edited/base.py
from ..store_edited import extra


class Base:
    name = extra.NAME
# file: src/pkg/store_edited/extra.py
NAME = "extra"
# after
# file: docs/index.md
`pkg.store.base` and src/pkg/store/base.py
# file: src/pkg/__init__.py
from .store.base import Base
# file: src/pkg/store/__init__.py
# file: src/pkg/store/base.py
from ..store import extra


class Base:
    name = extra.NAME
# file: src/pkg/store/extra.py
NAME = "extra"
