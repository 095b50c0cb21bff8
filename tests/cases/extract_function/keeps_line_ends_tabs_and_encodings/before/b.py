# coding: latin-1
import os
def g(z, x):
  for y in x:
    print('é', y)
    os.remove(y)
    if y:
      z.y = y
  return 1