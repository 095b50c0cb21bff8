# coding: latin-1
import os

from core import Cache
x = Cache()