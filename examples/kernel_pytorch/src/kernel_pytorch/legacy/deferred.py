"""Stand-ins for modules that should only be imported when somebody uses them."""

import importlib
import types


class DeferredModule(types.ModuleType):
    """Looks like a module, imports the real one on first access."""

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def _load(self) -> types.ModuleType:
        self._target = importlib.import_module(self.__name__)
        return self._target

    def __getattr__(self, name: str) -> object:
        target = self._target or self._load()
        return getattr(target, name)


sparse_ops = DeferredModule("kernel_pytorch.sparse_ops")
