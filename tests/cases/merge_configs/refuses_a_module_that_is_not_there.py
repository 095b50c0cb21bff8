# options: {from = ["pkg.jobs"], into = "pkg.config"}
# refuses: no-such-module
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
