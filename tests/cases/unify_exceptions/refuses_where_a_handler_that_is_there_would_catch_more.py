# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: wider-catch
# file: roots.py
class AppError(Exception):
    """Root."""
# file: errors.py
class Mine(OSError): ...
# file: user.py
from errors import Mine
from roots import AppError

try:
    raise Mine
except AppError:
    print("ours")
except OSError:
    print("the system's")
