# options: {rename = {"pkg.loader" = "pkg.sub.loader"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/loader.py
import os

HERE = os.path.dirname(__file__)


def load(name):
    return open(os.path.join(HERE, name))
# file: pkg/sub/__init__.py
