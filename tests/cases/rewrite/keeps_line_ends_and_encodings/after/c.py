from pathlib import Path
def f():
	if 1:
		Path('a') / 'b'

