# options: {action = "add-import", at = "pkg.order", code = "from __future__ import annotations"}
# file: pkg/__init__.py
# file: pkg/order.py
"""Which node runs next."""

import heapq


def order(nodes):
    return heapq.heappop(nodes)
# after
# file: pkg/__init__.py
# file: pkg/order.py
"""Which node runs next."""

from __future__ import annotations

import heapq


def order(nodes):
    return heapq.heappop(nodes)
