# coding: latin-1
import logging

logger = logging.getLogger(__name__)

name = "café"; x = """
é"""
try: name = "é" * 2; g()
except Exception: logger.warning("Ignored an exception while importing", exc_info=True)