# options: {function = "m.f", name = "deep", default = "1", keyword_only = true, pass = [{value = "2"}]}
# refuses: unproven-call
# file: m.py
def f(a=1, **more): ...


f(**{"deep": 3})
