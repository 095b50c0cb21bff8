"""Backends run one node at a time. They register themselves when they are imported."""

BACKENDS = {}


def register_backend(name):
    def register(cls):
        BACKENDS[name] = cls
        return cls

    return register


def get_backend(name):
    """An instance of the backend of that name: c or numpy."""
    if name not in BACKENDS:
        import importlib

        # c -> runtime.backends.c_backend
        importlib.import_module("runtime.backends.%s_backend" % name)
    return BACKENDS[name]()


def default_chain():
    return [get_backend("c"), get_backend("numpy")]
