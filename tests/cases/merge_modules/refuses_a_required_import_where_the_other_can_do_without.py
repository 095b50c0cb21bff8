# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: guarded-import
# file: pkg/__init__.py
# file: pkg/a.py
import json

TEXT = json.dumps({})
# file: pkg/b.py
try:
    import json
except ImportError:
    json = None
