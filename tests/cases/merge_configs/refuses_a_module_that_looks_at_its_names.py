# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: module-namespace
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/job.py
class Other:
    port = 80


ALL = [value for name, value in globals().items() if name.endswith("er")]
