"""What every test runs under: this environment's programs, no user's settings of git, a cache of its own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("no deadline", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("no deadline")


@pytest.fixture(autouse=True, scope="session")
def _own_world(tmp_path_factory: pytest.TempPathFactory):
    """The gate's `python -m pytest` is this environment's; git and the cache know nothing of the machine's user."""
    room = tmp_path_factory.mktemp("world")
    (room / "gitconfig").write_text(
        "[user]\n\tname = A Tester\n\temail = tester@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        patch.setenv("GIT_CONFIG_GLOBAL", str(room / "gitconfig"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("MIGRATE_CACHE", str(room / "cache"))
        # The suites that the gate runs here need no plugin of this environment, and each would load them all: 0.6 s a run.
        patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "NO_COLOR", "FORCE_COLOR", "PYTHONUNBUFFERED"):
            patch.delenv(name, raising=False)
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        # In the background of a script Ctrl-C is ignored, and so it would be by every program that a test starts.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
