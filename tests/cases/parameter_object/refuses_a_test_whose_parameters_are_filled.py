# options: {function = "test_net.test_connect", parameters = ["host", "port"], class = "test_net.Address", parameter = "address"}
# refuses: property
# file: test_net.py
import pytest


@pytest.mark.parametrize("host, port", [("a", 1)])
def test_connect(host, port): ...
