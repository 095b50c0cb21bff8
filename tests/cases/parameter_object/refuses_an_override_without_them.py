# options: {function = "net.A.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: no-parameter
# file: net.py
class A:
    def connect(self, host, port=1): ...


class B(A):
    def connect(self, *args, **kwargs): ...
