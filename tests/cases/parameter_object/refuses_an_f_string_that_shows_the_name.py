# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: debug-string
# file: net.py
def connect(host, port):
    return f"{port=}"
