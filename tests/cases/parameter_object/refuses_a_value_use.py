# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: value-use
# file: net.py
def connect(host, port): ...


HOW = {"net": connect}
