# options: {from = ["pkg.job"], into = "pkg.config"}
# import: no
# refuses: syntax-error
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
class Server
    port = 80
