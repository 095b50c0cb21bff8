# options: {from = ["pkg.old"], into = "pkg.new", rename = {PORT = "OLD_PORT"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/new.py
PORT = 80


class Server:
    port = PORT
# file: pkg/old.py
PORT = 8080


class Server:
    port = PORT
