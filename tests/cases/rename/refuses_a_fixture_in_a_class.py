# options: {rename = {"a.TestK.old" = "new"}}
# refuses: fixture
# import: no
# file: a.py
import pytest


class TestK:
    @pytest.fixture
    def old(self): ...
