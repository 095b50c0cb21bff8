# options: {class = "code.Store", parts = {Titled = "_title"}}
# refuses: class-maker
# file: code.py
class Meta(type):
    def __new__(cls, name, bases, body):
        body["names"] = sorted(body)
        return super().__new__(cls, name, bases, body)


class Base(metaclass=Meta):
    pass


class Store(Base):
    def title(self):
        return self._title

    def rename(self, title):
        self._title = title
