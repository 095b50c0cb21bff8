# options: {paths = ["**/*.py"]}
# notes: an import fallback, left as it is
try:
    import json
except:  # noqa: E722
    json = None


def f(x):
    try:
        x.run()
    except BaseException:  # noqa: E722, B001
        x.note()
    except ValueError:  # noqa: E722
        x.note()
