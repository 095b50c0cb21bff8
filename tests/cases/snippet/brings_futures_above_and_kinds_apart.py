# options: {action = "add-import", at = "pkg.order", code = "import heapq\nfrom __future__ import annotations\nfrom pkg.ir import Node\nfrom collections.abc import Sequence\n"}
# import: no
# file: pkg/__init__.py
# file: pkg/ir.py
class Node: ...
# file: pkg/order.py
"""Which node runs next."""


def order(nodes: Sequence[Node]) -> Node:
    return heapq.heappop(nodes)
# after
# file: pkg/__init__.py
# file: pkg/ir.py
class Node: ...
# file: pkg/order.py
"""Which node runs next."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from pkg.ir import Node


def order(nodes: Sequence[Node]) -> Node:
    return heapq.heappop(nodes)
