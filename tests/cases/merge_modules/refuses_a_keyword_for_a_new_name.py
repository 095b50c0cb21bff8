# options: {from = ["pkg.old"], into = "pkg.new", rename = {Server = "class"}}
# refuses: no-name
# file: pkg/__init__.py
# file: pkg/new.py
# file: pkg/old.py
class Server:
    port = 80
