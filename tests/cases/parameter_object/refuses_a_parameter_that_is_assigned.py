# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: assigned
# file: net.py
def connect(host, port):
    host = host.lower()
    return host, port
