# options: {function = "net.connect", parameters = ["host", "port"], class = "net.Address", parameter = "address"}
# refuses: decorated
# file: net.py
def checked(function):
    def inner(host, port):
        return function(host, port)

    return inner


@checked
def connect(host, port): ...
