# options: {functions = ["done.is_done", "done.is_open"], class = "Done"}
# file: done.py
class Base:
    def check(self, value):
        return is_done(value) or is_open(value)


class Heir(Base):
    name = "heir"


def is_done(value):
    return bool(value)


def is_open(value):
    return not is_done(value)
# after
# file: done.py
class Base:
    def check(self, value):
        return Done.is_done(value) or Done.is_open(value)


class Heir(Base):
    name = "heir"


class Done:
    @staticmethod
    def is_done(value):
        return bool(value)

    @staticmethod
    def is_open(value):
        return not Done.is_done(value)
