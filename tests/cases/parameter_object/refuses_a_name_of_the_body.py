# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: name-taken
# file: net.py
def connect(host, port):
    address = host, port
    return address
