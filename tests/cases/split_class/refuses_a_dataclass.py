# options: {class = "code.Store", parts = {Titled = "title"}}
# refuses: class-maker
# file: code.py
from dataclasses import dataclass


@dataclass
class Store:
    title: str

    def loud(self):
        return self.title.upper()

    def quiet(self):
        return self.title.lower()
