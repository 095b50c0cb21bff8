# options: {paths = ["*.py"], narrow = "provable", raise_from = "error"}
try:
    import simplejson as json
except Exception:
    import json

try:
    import numpy
except Exception:
    raise RuntimeError("numpy is needed")
