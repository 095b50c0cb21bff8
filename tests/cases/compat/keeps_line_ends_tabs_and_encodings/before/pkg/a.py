# coding: latin-1
__all__ = [
    "x",
]
x = "é"  

def __getattr__(n):
	"é"
	raise AttributeError(n)