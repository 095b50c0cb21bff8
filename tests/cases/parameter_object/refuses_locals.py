# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: dynamic-names
# file: net.py
def connect(host, port):
    return "{host}:{port}".format(**locals())
