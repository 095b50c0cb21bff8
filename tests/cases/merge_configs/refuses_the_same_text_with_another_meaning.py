# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
PORT = 80


class Server:
    port = PORT
# file: pkg/job.py
PORT = 8080


class Server:
    port = PORT
