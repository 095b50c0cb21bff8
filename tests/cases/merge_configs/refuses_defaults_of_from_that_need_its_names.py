# options: {from = ["pkg.job"], into = "pkg.config", defaults = "from"}
# refuses: default-names
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
PORT = 8080


class Server:
    port = PORT
