# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: name-taken
# file: other.py
class AppError(ValueError): ...
# file: errors.py
from other import *


class Mine(Exception): ...
