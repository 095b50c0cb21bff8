# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: no-parameter
# file: net.py
def connect(host): ...
