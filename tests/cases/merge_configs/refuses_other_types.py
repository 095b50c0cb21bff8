# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# refuses: other-types
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port: int = 80
# file: pkg/job.py
class Server:
    port: str = 80
