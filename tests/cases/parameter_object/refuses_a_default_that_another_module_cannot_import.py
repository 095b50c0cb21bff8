# options: {function = "net.connect", parameters = ["host", "port"], class = "other.Address", parameter = "address"}
# refuses: field
# file: net.py
PORT = 80


def connect(host, port=PORT): ...
