import os


# größe
def f():
	return os, "größe"


def g(): ...