from pkg.a import f, g
print(f, g)