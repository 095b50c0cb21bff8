# options: {paths = ["doc/_static/copy.js"], reason = "unused"}
# file: app/copy.js
x
# file: app/serve.py
SCRIPT = "copy.js"
# file: doc/_static/copy.js
x
# after
# file: app/copy.js
x
# file: app/serve.py
SCRIPT = "copy.js"
