# options: {places = ["pkg.a.Reader.rows", "pkg.b.Other.lines"], into = "pkg.reading.read_rows", parameters = ["separator"]}
# file: pkg/__init__.py
# file: pkg/a.py
import csv
import os


class Reader:
    def __init__(self, path):
        self.path = path

    def rows(self, limit=None):
        """All rows."""
        found = []
        with open(self.path) as file:
            for row in csv.reader(file, delimiter=","):
                if limit is not None and len(found) >= limit:
                    break
                # only full ones
                if row:
                    found.append(row)
        return found
# file: pkg/b.py
import csv


class Other:
    path = "x"

    @property
    def name(self):
        return self.path

    def lines(self, limit=3):
        result = []
        with open(self.path) as stream:
            for line in csv.reader(stream, delimiter=";"):
                if limit is not None and len(result) >= limit:
                    break
                # only full ones
                if line:
                    result.append(line)
        return result
# after
# file: pkg/__init__.py
# file: pkg/a.py
import os

from pkg.reading import read_rows


class Reader:
    def __init__(self, path):
        self.path = path

    def rows(self, limit=None):
        """All rows."""
        return read_rows(self, limit, separator=",")
# file: pkg/b.py
from pkg.reading import read_rows


class Other:
    path = "x"

    @property
    def name(self):
        return self.path

    def lines(self, limit=3):
        return read_rows(self, limit, separator=";")
# file: pkg/reading.py
import csv


def read_rows(self, limit, *, separator):
    found = []
    with open(self.path) as file:
        for row in csv.reader(file, delimiter=separator):
            if limit is not None and len(found) >= limit:
                break
            # only full ones
            if row:
                found.append(row)
    return found
