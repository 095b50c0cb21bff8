# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: unproven-call
# file: net.py
def connect(host, user, port):
    return host, user, port


connect("a", input, port=len("b"))
connect("a", input(), len("b"))
