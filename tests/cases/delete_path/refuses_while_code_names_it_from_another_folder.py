# options: {paths = ["doc/_static/copy.js"], reason = "unused"}
# refuses: still-referenced
# file: doc/_static/copy.js
x
# file: doc/conf.py
def setup(app):
    app.add_js_file("copy.js")
