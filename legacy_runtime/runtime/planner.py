"""Order, aliases, lifetimes, offsets, and what the kernels want to know beside their arrays."""

from runtime.ir import GraphError, OpType, size_of

ALIGNMENT = 64

# op -> function(node) -> bytes. Backends add theirs when they are imported.
SCRATCH_CALCULATORS = {}


def register_scratch(op):
    def register(function):
        SCRATCH_CALCULATORS[op] = function
        return function

    return register


@register_scratch(OpType.SOFTMAX)
def _softmax_scratch(node):
    # one row, gathered
    return node.shape[node.attrs["axis"]] * node.dtype.size


class ExecutionPlan:
    """All that the executor needs. Everything is keyed by the names of nodes."""

    def __init__(self, graph):
        self.graph = graph
        self.order = []
        self.aliases = {}
        self.lifetimes = {}
        self.offsets = {}
        self.extras = {}
        self.arena_size = 0
        self.scratch_size = 0

    def summary(self):
        lines = ["%d steps, arena %d bytes, scratch %d bytes" % (len(self.order), self.arena_size, self.scratch_size)]
        for node in self.order:
            if node.name in self.aliases:
                where = "= %%%s" % self.aliases[node.name]
            else:
                where = "@ %d" % self.offsets[node.name]
            lines.append("  %-24s %-12s %s" % (node.name, node.op.name, where))
        return "\n".join(lines)


def make_plan(graph, reuse=True, alias=True):
    """Plan the memory of a graph. With reuse=False everything gets a place of its own (debugging)."""
    graph.check()
    plan = ExecutionPlan(graph)
    plan.order = _order(graph)
    if alias:
        plan.aliases = _find_reshape_aliases(graph, plan.order)
    plan.lifetimes = _compute_lifetimes(graph, plan.order, plan.aliases)
    sizes = {}
    for node in plan.order:
        if node.name not in plan.aliases:
            sizes[node.name] = _align(size_of(node.shape) * node.dtype.size)
    if reuse:
        plan.offsets, plan.arena_size = _assign_offsets(plan.lifetimes, sizes)
    else:
        at = 0
        for name in sizes:
            plan.offsets[name] = at
            at += sizes[name]
        plan.arena_size = at
    for node in plan.order:
        plan.scratch_size = max(plan.scratch_size, _scratch_size(node))
        plan.extras[node.name] = _extras(node)
    return plan


def _order(graph):
    """What has to run, each node after its inputs (Kahn's algorithm). Inputs and constants do not run."""
    waiting = {}
    ready = []
    users = graph.users()
    for node in graph:
        # a node may read the same input twice
        waiting[node] = len(node.inputs)
        if not node.inputs:
            ready.append(node)
    result = []
    while ready:
        node = ready.pop(0)
        if node.op not in (OpType.INPUT, OpType.CONSTANT):
            result.append(node)
        for user in users[node]:
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    if any(waiting.values()):
        stuck = sorted(node.name for node in waiting if waiting[node])
        raise GraphError("cycle through %s" % ", ".join(stuck))
    return result


def _find_reshape_aliases(graph, order):
    """RESHAPE does not move anything, so it can share its input's memory. name -> name of the input."""
    aliases = {}
    for node in order:
        if node.op == OpType.RESHAPE:
            aliases[node.name] = node.inputs[0].name
    return aliases


def _resolve_alias(aliases, name):
    """Follow the aliases to the node that owns the memory. That may well be a graph input or a constant."""
    while name in aliases:
        name = aliases[name]
    return name


def _compute_lifetimes(graph, order, aliases):
    """name -> (first, last) step, for everything that owns memory in the arena.

    Reading an alias is reading its owner. Outputs live until one step after the last.
    """
    lifetimes = {}
    for i, node in enumerate(order):
        if node.name not in aliases:
            lifetimes[node.name] = (i, i)
        for given in node.inputs:
            owner = _resolve_alias(aliases, given.name)
            if owner in lifetimes:
                lifetimes[owner] = (lifetimes[owner][0], i)
    for node in graph.outputs:
        owner = _resolve_alias(aliases, node.name)
        if owner in lifetimes:
            lifetimes[owner] = (lifetimes[owner][0], len(order))
    return lifetimes


def _assign_offsets(lifetimes, sizes):
    """First fit, in the order of execution."""
    offsets = {}
    arena = 0
    live = []  # (offset, end, last step)
    for name in sorted(sizes, key=lambda n: lifetimes[n][0]):
        first, last = lifetimes[name]
        # an input that is read last by this very step still has to be there
        live = sorted(entry for entry in live if entry[2] >= first)
        at = 0
        for start, end, _ in live:
            if start - at >= sizes[name]:
                break
            at = max(at, end)
        offsets[name] = at
        live.append((at, at + sizes[name], last))
        arena = max(arena, at + sizes[name])
    return offsets, arena


def _scratch_size(node):
    # the C kernels register theirs on import
    import runtime.backends.c_backend  # noqa: F401

    calculator = SCRATCH_CALCULATORS.get(node.op)
    return _align(calculator(node)) if calculator else 0


def _align(size):
    return (size + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT


def _extras(node):
    """(integers, floats) for the extras of an rt_step. The order is that of executor.c."""
    attrs = node.attrs
    if node.op == OpType.MATMUL:
        ints = [int(bool(attrs.get("transpose_a"))), int(bool(attrs.get("transpose_b")))]
        return ints, [attrs.get("alpha", 1.0)]
    elif node.op == OpType.LINEAR:
        return [int(bool(attrs.get("transpose_w"))), int(bool(attrs.get("bias")))], []
    elif node.op == OpType.SOFTMAX:
        return [attrs["axis"] % len(node.shape)], []
    elif node.op == OpType.LAYER_NORM:
        return [], [attrs["eps"]]
    elif node.op in (OpType.SUM, OpType.MEAN, OpType.MAX):
        mask = 0
        for axis in attrs["axes"]:
            mask |= 1 << axis % len(node.inputs[0].shape)
        return [mask], []
    elif node.op == OpType.TRANSPOSE:
        return list(attrs["order"]), []
    elif node.op == OpType.SLICE:
        return [attrs["axis"], attrs["start"], attrs.get("step", 1)], []
    elif node.op == OpType.CONCAT:
        return [attrs["axis"]], []
    else:
        return [], []
