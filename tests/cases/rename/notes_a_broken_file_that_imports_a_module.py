# options: {rename = {"pkg.old" = "pkg.new"}}
# notes: broken.py: left as it is: 
# import: no
# file: broken.py
from pkg.old import f

x = ("pkg/old.py"
# file: pkg/__init__.py
# file: pkg/old.py
def f(): ...
# after
# file: broken.py
from pkg.old import f

x = ("pkg/old.py"
# file: pkg/__init__.py
# file: pkg/new.py
def f(): ...
