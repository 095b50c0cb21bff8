# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from json import loads
import json
from os import *
# file: use.py
from pkg import json, loads, path
