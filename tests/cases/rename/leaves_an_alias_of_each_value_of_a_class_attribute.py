# options: {rename = {"a.K.old" = "new"}, leave = "reexport"}
# import: no
# file: a.py
def f():
  class Local(K):
    old = 2
    other = 3
  return Local


class K:
    old = 1
# after
# file: a.py
def f():
  class Local(K):
    new = 2
    other = 3

    old = new
  return Local


class K:
    new = 1

    old = new
