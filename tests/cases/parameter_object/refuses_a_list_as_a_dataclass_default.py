# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: mutable-default
# file: net.py
def connect(host, port=[]): ...
