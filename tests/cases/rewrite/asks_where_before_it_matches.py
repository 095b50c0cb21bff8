# options: {pattern = "log($A, $B)", to = "log($B, to=$A)", names = "text", where = {A = {kind = ["name", "attribute"], matches = "std.*|sys\\..*"}, inside = ["main", "Tool.*"], outside = "*.quiet"}}
def main():
    log(stderr, 1)
    log(sys.stderr, 1)
    log(other, 1)
    log("std", 1)


def other():
    log(stderr, 1)


class Tool:
    def run(self):
        log(stderr, 1)

    def quiet(self):
        log(stderr, 1)
# after
def main():
    log(1, to=stderr)
    log(1, to=sys.stderr)
    log(other, 1)
    log("std", 1)


def other():
    log(stderr, 1)


class Tool:
    def run(self):
        log(1, to=stderr)

    def quiet(self):
        log(stderr, 1)
