# coding: latin-1
name = "café"; x = """
é"""
try: name = "é" * 2; g()
except: pass