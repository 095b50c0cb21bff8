# options: {rename = {"top" = "summit", "lib.old" = "lib.new"}}
# layout: {also = ["**/*.txt"]}
# file: lib/__init__.py
# file: lib/old/__init__.py
from .deep.part import value
# file: lib/old/data.txt
lib/old/data.txt of lib.old.deep
# file: lib/old/deep/__init__.py
# file: lib/old/deep/part.py
from ...other import thing
from ...old import deep

value = thing
# file: lib/other.py
thing = 1
# file: top/__init__.py
# file: top/sub.py
import top.sub
from top import sub as itself

x = 1
# file: use.py
import lib.old.deep.part
import lib.old.deep.part as part
import top.sub
import top
from lib.old.deep import part as again

x = lib.old.deep.part.value, top.sub.x, "top.sub.x", part, again


def f():
    import top.sub as s

    return s, top
# after
# file: lib/__init__.py
# file: lib/new/__init__.py
from .deep.part import value
# file: lib/new/data.txt
lib/new/data.txt of lib.new.deep
# file: lib/new/deep/__init__.py
# file: lib/new/deep/part.py
from ...other import thing
from ...new import deep

value = thing
# file: lib/other.py
thing = 1
# file: summit/__init__.py
# file: summit/sub.py
import summit.sub
from summit import sub as itself

x = 1
# file: use.py
import lib.new.deep.part
import lib.new.deep.part as part
import summit.sub
import summit
from lib.new.deep import part as again

x = lib.new.deep.part.value, summit.sub.x, "summit.sub.x", part, again


def f():
    import summit.sub as s

    return s, summit
