# options: {rename = {"old" = "pkg.new"}}
# file: old/__init__.py
from .sub import f
# file: old/sub.py
import old.deep.part as part
from old.deep import part as again


def f(): ...
# file: old/deep/__init__.py
# file: old/deep/part.py
x = "old.sub.f"
# file: pkg/__init__.py
# file: use.py
import old
import old.deep.part
import old.sub as sub
from old import f
from old.deep.part import x

y = old.f, old.deep.part.x, sub, f, x
# after
# file: pkg/__init__.py
# file: pkg/new/__init__.py
from .sub import f
# file: pkg/new/sub.py
import pkg.new.deep.part as part
from pkg.new.deep import part as again


def f(): ...
# file: pkg/new/deep/__init__.py
# file: pkg/new/deep/part.py
x = "pkg.new.sub.f"
# file: use.py
import pkg.new as old
import pkg.new.deep.part, pkg.new as old
import pkg.new.sub as sub
from pkg.new import f
from pkg.new.deep.part import x

y = old.f, old.deep.part.x, sub, f, x
