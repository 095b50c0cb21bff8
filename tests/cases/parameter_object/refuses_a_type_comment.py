# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: type-comment
# file: net.py
def connect(host, port):
    # type: (str, int) -> None
    return None
