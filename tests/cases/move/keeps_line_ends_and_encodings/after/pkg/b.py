# -*- coding: latin-1 -*-
"""Größe."""

import os

x = "ß"


# größe
def f():
	return os, "größe"
