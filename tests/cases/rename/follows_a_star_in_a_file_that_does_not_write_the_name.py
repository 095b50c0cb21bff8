# options: {rename = {"pkg.core.Thing" = "Renamed"}}
# file: pkg/__init__.py
from .core import *
# file: pkg/api.py
from .core import *
# file: pkg/deep.py
from pkg.api import \
    *
# file: pkg/core.py
class Thing: ...
# file: user.py
import pkg
from pkg.api import Thing
from pkg import deep
print(pkg.Thing, Thing, deep.Thing)
# after
# file: pkg/__init__.py
from .core import *
from .core import Renamed as Thing
# file: pkg/api.py
from .core import *
# file: pkg/deep.py
from pkg.api import \
    *
# file: pkg/core.py
class Renamed: ...
# file: user.py
import pkg
from pkg.api import Renamed
from pkg import deep
print(pkg.Thing, Renamed, deep.Renamed)
