# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: captured
# file: net.py
def connect(host, port):
    return [host for address in port]
