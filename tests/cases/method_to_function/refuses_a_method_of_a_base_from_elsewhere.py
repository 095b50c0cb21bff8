# options: {method = "pkg.Thing.run"}
# refuses: override
# file: pkg.py
import threading


class Thing(threading.Thread):
    def run(self):
        return 1
