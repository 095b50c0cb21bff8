# options: {into = "roots", root = "AppError", classes = ["Stop"]}
# refuses: wider-catch
# file: errors.py
class Stop(BaseException): ...
