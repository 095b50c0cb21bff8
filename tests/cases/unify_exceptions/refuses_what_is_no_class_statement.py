# options: {into = "roots", root = "AppError", classes = ["errors.Mine"]}
# refuses: no-such-name
# file: errors.py
Mine = type("Mine", (Exception,), {})
