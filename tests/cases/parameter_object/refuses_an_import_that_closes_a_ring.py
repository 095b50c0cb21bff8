# options: {function = "net.connect", parameters = ["host"], class = "types_.Address", parameter = "address"}
# refuses: import-ring
# file: net.py
def connect(host: str): ...
# file: types_.py
import net


class Address:
    def __init__(self, host):
        self.host = host, net.__name__
