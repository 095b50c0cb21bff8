# options: {rules = [{pattern = "print($$$)", delete = true}, {pattern = "@trace($$$)", delete = true}], names = "text"}
import functools


@trace("x")
@functools.cache
def f(x):
    # say it
    print(x)
    a = 1; print(a); b = 2
    print(b)  # for the eye
    print(b)  # noqa
    if a:
        print(1)
    return a


class trace: ...
# after
import functools


@functools.cache
def f(x):
    # say it
    a = 1; b = 2
    # for the eye
    if a:
        pass
    return a


class trace: ...
