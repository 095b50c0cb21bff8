# options: {rename = {"conftest" = "fixtures"}}
# refuses: found-by-name
# file: conftest.py
x = 1
