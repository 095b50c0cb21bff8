# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    def __init__(self):
        self.port = 80
# file: pkg/job.py
class Server:
    def __init__(self):
        self.port = 8080
