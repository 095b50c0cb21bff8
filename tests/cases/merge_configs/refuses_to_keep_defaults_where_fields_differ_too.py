# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
    host = "a"
# file: pkg/job.py
class Server:
    port = 8080
    workers = 1
