# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
    host = "a"


class JobServer:
    pass
# file: pkg/job.py
class Server:
    port = 80
    workers = 1
