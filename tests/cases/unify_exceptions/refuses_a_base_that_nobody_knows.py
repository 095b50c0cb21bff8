# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# import: no
# refuses: unknown-base
# file: errors.py
import requests


class Mine(requests.RequestException): ...
