# options: {from = ["pkg.job"], into = "pkg.config"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/config.py
class Server:
    port = 80
# file: pkg/use.py
from pkg.config import Server

LIMIT = 3
# file: pkg/job.py
from pkg.use import LIMIT


class Job:
    limit = LIMIT
