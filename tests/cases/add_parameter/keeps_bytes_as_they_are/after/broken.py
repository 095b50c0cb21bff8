from m import f
def f(:
