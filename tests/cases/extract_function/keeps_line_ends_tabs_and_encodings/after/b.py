# coding: latin-1
from a import each
def g(z, x):
  return each(z, x)