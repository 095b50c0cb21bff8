"""Wall-clock timing of code sections, and a report that other programs can read."""

from __future__ import annotations

import time

try:
    import orjson as json
except ImportError:
    try:
        import ujson as json
    except ImportError:
        import json

# FIXME: orjson.dumps returns bytes, the other two return str; callers decode by hand


class Timer:
    """Sums up the seconds spent in named sections."""

    def __init__(self, clock=time.perf_counter, on_stop=None):
        self.clock = clock
        self.on_stop = on_stop
        self.seconds = {}
        self._running = {}

    def start(self, section):
        self._running[section] = self.clock()

    def stop(self, section):
        """Seconds since `start`; an observer that fails does not disturb what is timed."""
        elapsed = self.clock() - self._running.pop(section)
        self.seconds[section] = self.seconds.get(section, 0.0) + elapsed
        if self.on_stop is not None:
            try:
                self.on_stop(section, elapsed)
            except Exception:
                pass
        return elapsed

    def report(self):
        text = json.dumps({name: round(seconds, 6) for name, seconds in sorted(self.seconds.items())})
        return text.decode() if isinstance(text, bytes) else text
