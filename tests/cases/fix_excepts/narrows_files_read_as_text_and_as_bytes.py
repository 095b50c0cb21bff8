# options: {paths = ["*.py"], narrow = "provable"}
import json


def text():
    try:
        with open("version.txt") as file:
            return file.read().strip()
    except Exception:
        return ""


def data(path: str):
    try:
        with open(path, "rb") as file:
            return file.read()
    except Exception:
        return b""


def lines():
    found = []
    try:
        with open("a.txt", encoding="utf-8") as file:
            for line in file:
                found.append(line.strip())
    except Exception:
        pass
    return found


def config():
    try:
        with open("a.json") as file:
            return json.load(file)
    except Exception:
        return None
# after
import json


def text():
    try:
        with open("version.txt") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError):
        return ""


def data(path: str):
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError):
        return b""


def lines():
    found = []
    try:
        with open("a.txt", encoding="utf-8") as file:
            for line in file:
                found.append(line.strip())
    except (OSError, UnicodeDecodeError):
        pass
    return found


def config():
    try:
        with open("a.json") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None
