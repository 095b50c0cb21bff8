# -*- coding: latin-1 -*-
"""Größe."""

x = "ß"