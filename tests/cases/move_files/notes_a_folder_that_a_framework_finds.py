# options: {move = {"app/static" = "assets/static"}}
# notes: app/main.py:1: left as it is: `static` may be the folder app/static, which moves
# file: app/main.py
FOLDER = "static"
# file: app/static/a.css
a {}
# after
# file: app/main.py
FOLDER = "static"
# file: assets/static/a.css
a {}
