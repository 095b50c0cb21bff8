# options: {move = {"data/x.txt" = "data/new/x.txt"}}
# file: data/x.txt
x
# file: use.py
y = f'{1!r:>{2}} data/x.txt' f"{f'data/x.txt'}"
# after
# file: data/new/x.txt
x
# file: use.py
y = f'{1!r:>{2}} data/new/x.txt' f"{f'data/new/x.txt'}"
