# options: {rename = {"a.K.run" = "go"}, unproven = "leave"}
# refuses: external-base
# file: a.py
import threading


class K(threading.Thread):
    def run(self): ...
