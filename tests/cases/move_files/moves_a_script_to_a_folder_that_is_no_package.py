# options: {move = {"tools/gen.py" = "tools-old/gen.py"}}
# file: Makefile
gen:
	python tools/gen.py
# file: tools/gen.py
print("made")
# after
# file: Makefile
gen:
	python tools-old/gen.py
# file: tools-old/gen.py
print("made")
