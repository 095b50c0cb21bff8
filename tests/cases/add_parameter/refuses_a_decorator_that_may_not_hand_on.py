# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "2"}]}
# refuses: decorated
# file: m.py
def once(function):
    def inner(a):
        return function(a)

    return inner


@once
def f(a): ...


f(1)
