# options: {from = ["pkg.config"], into = "pkg.config"}
# refuses: same-module
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
