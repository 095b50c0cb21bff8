# options: {rename = {"pkg.core.Old" = "New", "pkg.Old" = "New"}}
# file: pkg/__init__.py
from .core import Old as Old
from .other import *

__all__ = ["Old"]
# file: pkg/core.py
class Old: ...
# file: pkg/other.py
from .core import *

__all__ = ["Old"]
# file: use.py
import pkg
import pkg.other as other

same = pkg.Old is other.Old
# after
# file: pkg/__init__.py
from .core import New as New
from .other import *

__all__ = ["New"]
# file: pkg/core.py
class New: ...
# file: pkg/other.py
from .core import *
from .core import New as Old

__all__ = ["Old"]
# file: use.py
import pkg
import pkg.other as other

same = pkg.New is other.Old
