# options: {function = "m.f", name = "deep", default = "1", pass = [{value = "'x'"}]}
# refuses: unproven-call
# file: m.py
def f(a):
    return a


print(f"{f(1)}")
