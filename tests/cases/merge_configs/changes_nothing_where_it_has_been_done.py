# options: {from = ["pkg.job"], into = "pkg.config", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
