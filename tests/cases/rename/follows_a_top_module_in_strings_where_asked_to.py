# options: {rename = {"res" = "resources"}, strings = ["tests/test_*.py"]}
# file: tests/res/__init__.py
# file: tests/res/a.txt
# file: tests/loading.py
def load(package):
    return __import__(package)


NAME = "res"
# file: tests/test_it.py
from loading import load


def test_it():
    assert load("res").__name__ == 'res', "no res"
# after
# file: tests/resources/__init__.py
# file: tests/resources/a.txt
# file: tests/loading.py
def load(package):
    return __import__(package)


NAME = "res"
# file: tests/test_it.py
from loading import load


def test_it():
    assert load("resources").__name__ == 'resources', "no res"
