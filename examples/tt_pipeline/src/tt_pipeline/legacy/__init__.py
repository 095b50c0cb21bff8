"""How the passes of release 0.3 work: by functions of the library where it has been built, else in Python."""
