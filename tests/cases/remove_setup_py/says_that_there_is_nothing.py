# notes: there is no setup.py, and no metadata in setup.cfg
# import: no
# file: setup.cfg
[flake8]
ignore = E501
# file: pkg.py
x = 1
