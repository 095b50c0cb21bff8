# options: {link = {"pkg.lower.Pass.run" = "#1"}}
# refuses: no-stub
# file: pkg/__init__.py
# file: pkg/lower.py
from abc import ABC, abstractmethod


class Pass(ABC):
    @abstractmethod
    def run(self, graph): ...
