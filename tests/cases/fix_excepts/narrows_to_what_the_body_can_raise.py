# options: {paths = ["*.py"], narrow = "provable"}
import json
import os


def number(text: str):
    try:
        return int(text)
    except:
        return None


def anything(value):
    try:
        return float(value)
    except Exception as error:
        print(error)


def setting(values: dict, key: str):
    try:
        return values[key]
    except Exception:
        return ""


def environment():
    try:
        return int(os.environ["PORT"])
    except:  # noqa: E722
        return 80


def nth(items: list, count: int):
    try:
        return items[count]
    except Exception:  # noqa: BLE001
        return None


def loaded(text: str):
    try:
        return json.loads(text)
    except (Exception):
        return {}
# after
import json
import os


def number(text: str):
    try:
        return int(text)
    except ValueError:
        return None


def anything(value):
    try:
        return float(value)
    except (OverflowError, TypeError, ValueError) as error:
        print(error)


def setting(values: dict, key: str):
    try:
        return values[key]
    except KeyError:
        return ""


def environment():
    try:
        return int(os.environ["PORT"])
    except (KeyError, ValueError):
        return 80


def nth(items: list, count: int):
    try:
        return items[count]
    except IndexError:
        return None


def loaded(text: str):
    try:
        return json.loads(text)
    except (ValueError):
        return {}
