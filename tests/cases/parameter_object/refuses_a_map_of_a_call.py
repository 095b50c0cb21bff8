# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: unproven-call
# file: net.py
def connect(host, port=1): ...


connect("a", **{"port": 1})
