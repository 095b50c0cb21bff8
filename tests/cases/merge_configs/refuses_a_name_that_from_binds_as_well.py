# options: {from = ["pkg.job"], into = "pkg.config", rename = {Server = "Client"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
class Server:
    port = 8080


class Client:
    pass
