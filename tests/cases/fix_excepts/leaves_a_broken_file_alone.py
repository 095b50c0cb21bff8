# options: {paths = ["**/*.py"]}
# notes: left as it is
try:
    x
except:
