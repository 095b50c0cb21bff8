# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: other-defaults
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
class Server:
    port = 8080
