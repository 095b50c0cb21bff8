# options: {paths = ["**/*.py"]}
try:
    x = 1
except Exception:
    pass
