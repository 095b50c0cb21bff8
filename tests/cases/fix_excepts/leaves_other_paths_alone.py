# options: {paths = ["src/**/*.py"]}
try:
    x = 1
except:
    pass
