# options: {from = ["pkg.job"], into = "pkg.config", rename = {Servers = "JobServer"}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/config.py
x = 1
# file: pkg/job.py
class Server:
    port = 80
