# options: {rename = {"pkg.core.List" = "list"}}
# file: pkg/__init__.py
# file: pkg/core.py
class List: ...
# file: user.py
from pkg.core import List
x = List(), list()
# file: other.py
from pkg.core import List
x = List()
# after
# file: pkg/__init__.py
# file: pkg/core.py
class list: ...
# file: user.py
from pkg.core import list as List
x = List(), list()
# file: other.py
from pkg.core import list
x = list()
