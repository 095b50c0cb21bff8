# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: metaclass
# file: errors.py
class Registered(type):
    def __new__(mcs, name, bases, body):
        assert len(bases) < 2
        return super().__new__(mcs, name, bases, body)


class Mine(ValueError, metaclass=Registered): ...
