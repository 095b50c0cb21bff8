import m
é=m.f(m.f("é", deep=1,), deep=1,)