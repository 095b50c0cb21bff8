# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# notes: takes `address` already
# file: net.py
def connect(address, deep=1):
    return address.host, deep
