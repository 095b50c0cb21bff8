# options: {rename = {"pkg.core.load" = "read"}}
# file: pkg/__init__.py
# file: pkg/core.py
def load():
    return 1
# file: pkg/user.py
import pkg.core as ℂ
from pkg.core import ｌｏａｄ

RESULT = load(), ℂ.𝑙oad(), C.load()
# after
# file: pkg/__init__.py
# file: pkg/core.py
def read():
    return 1
# file: pkg/user.py
import pkg.core as ℂ
from pkg.core import read

RESULT = read(), ℂ.read(), C.read()
