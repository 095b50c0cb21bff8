# options: {function = "m.Own.run", parameters = ["x"], class = "m.Box", parameter = "box"}
# refuses: value-use
# file: m.py
class Base:
    def run(self, x): ...

    def start(self):
        return map(self.run, [1])


class Own(Base):
    def run(self, x): ...
