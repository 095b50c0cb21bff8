# options: {pattern = "f($$$ARGS, b=$B, a=$A)", to = "g($A, $$$ARGS, $B)", names = "text"}
f(1, 2, a=3, b=4)
f(a=3, b=4)
f(1, b=4, c=5, a=3, **k)
f(*x, a=3, b=4)
f(1, a=3)
f(1, **k)
# after
g(3, 1, 2, 4)
g(3, 4)
g(3, 1, 4, c=5, **k)
g(3, *x, 4)
f(1, a=3)
f(1, **k)
