# options: {into = "roots", root = "AppError", classes = ["errors.Mine"]}
# refuses: ambiguous
# file: errors.py
import sys

if sys.version_info > (3, 20):
    class Mine(ValueError): ...
else:
    class Mine(KeyError): ...
