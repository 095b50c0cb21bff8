import m
é=m.f(m.f("é",),)