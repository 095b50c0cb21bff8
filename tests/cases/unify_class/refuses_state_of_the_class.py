# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: shared-state
# file: core.py
class Cache:
    count = 0

    def __init__(self):
        Cache.count += 1
# file: old.py
class Cache:
    count = 0

    def __init__(self):
        Cache.count += 1
