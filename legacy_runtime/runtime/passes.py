"""Graph rewrites. Each returns how many places it changed; run_passes runs all of them."""

import math

import numpy as np

from runtime.ir import OpType


def _is_scalar(node, value):
    """A constant that is this number everywhere. Exported constants are float32, so not to the last digit."""
    if node.op != OpType.CONSTANT or node.value.size == 0:
        return False
    return bool(np.all(np.abs(node.value - value) <= 1e-5 * abs(value)))


def _only_user(graph, node):
    """The node that reads this one, if it is the only one and the value does not leave the graph."""
    found = graph.users()[node]
    if len(found) == 1 and node not in graph.outputs:
        return found[0]
    return None


def fold_constants(graph):
    """Evaluate what depends on constants alone."""
    from runtime.backends import get_backend

    numpy_backend = get_backend("numpy")
    changed = 0
    for node in list(graph):
        if node.op in (OpType.INPUT, OpType.CONSTANT):
            continue
        if all(given.op == OpType.CONSTANT for given in node.inputs):
            value = numpy_backend.run(node, [given.value for given in node.inputs])
            graph.replace(node, graph.constant(node.name, np.array(value), before=node))
            changed += 1
    graph.prune()
    return changed


def collapse_reshapes(graph):
    """RESHAPE of RESHAPE is one RESHAPE; RESHAPE to the same shape is none."""
    changed = 0
    for node in list(graph):
        if node.op != OpType.RESHAPE:
            continue
        given = node.inputs[0]
        if given.shape == node.shape:
            graph.replace(node, given)
            changed += 1
        elif given.op == OpType.RESHAPE:
            node.inputs[0] = given.inputs[0]
            changed += 1
    graph.prune()
    return changed


def absorb_transposes(graph):
    """TRANSPOSE of the last two axes before a MATMUL becomes a flag of the MATMUL."""
    changed = 0
    for node in graph:
        if node.op != OpType.MATMUL:
            continue
        for i, flag in ((0, "transpose_a"), (1, "transpose_b")):
            given = node.inputs[i]
            if given.op != OpType.TRANSPOSE:
                continue
            rank = len(given.shape)
            if tuple(given.attrs["order"]) == tuple(range(rank - 2)) + (rank - 1, rank - 2):
                node.inputs[i] = given.inputs[0]
                node.attrs[flag] = not node.attrs.get(flag, False)
                changed += 1
    graph.prune()
    return changed


def absorb_scales(graph):
    """MATMUL * number and MATMUL / number become the alpha of the MATMUL."""
    changed = 0
    for node in list(graph):
        if node.op == OpType.MUL or node.op == OpType.DIV:
            product, factor = node.inputs
            if product.op != OpType.MATMUL or factor.op != OpType.CONSTANT or factor.value.size != 1:
                continue
            number = float(factor.value.reshape(-1)[0])
            if number == 0 or product.shape != node.shape or _only_user(graph, product) is not node:
                continue
            if node.op == OpType.DIV:
                number = 1 / number
            product.attrs["alpha"] = product.attrs.get("alpha", 1.0) * number
            graph.replace(node, product)
            changed += 1
    graph.prune()
    return changed


def fuse_gelu(graph):
    """0.5 * x * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x^3))), as models spell it out, becomes GELU_TANH.

    Found from the tanh, which is rare: up to the two factors, then down to x. Sums and products may stand either way round.
    """
    changed = 0
    for tanh in list(graph):
        if tanh.op != OpType.TANH:
            continue

        # above the tanh: sqrt(2/pi) * (...)
        inner = tanh.inputs[0]
        if inner.op != OpType.MUL:
            continue
        if _is_scalar(inner.inputs[0], math.sqrt(2 / math.pi)):
            poly = inner.inputs[1]
        elif _is_scalar(inner.inputs[1], math.sqrt(2 / math.pi)):
            poly = inner.inputs[0]
        else:
            continue

        # x + 0.044715 * x^3
        if poly.op != OpType.ADD:
            continue
        x = None
        for candidate, cubic in ((poly.inputs[0], poly.inputs[1]), (poly.inputs[1], poly.inputs[0])):
            if cubic.op != OpType.MUL:
                continue
            if _is_scalar(cubic.inputs[0], 0.044715):
                cube = cubic.inputs[1]
            elif _is_scalar(cubic.inputs[1], 0.044715):
                cube = cubic.inputs[0]
            else:
                continue
            if cube.op == OpType.POW and cube.inputs[0] is candidate and _is_scalar(cube.inputs[1], 3.0):
                x = candidate
                private = [inner, poly, cubic, cube]
                break
        if x is None:
            continue

        # below the tanh: 1 + tanh
        plus_one = _only_user(graph, tanh)
        if plus_one is None or plus_one.op != OpType.ADD:
            continue
        other = plus_one.inputs[1] if plus_one.inputs[0] is tanh else plus_one.inputs[0]
        if not _is_scalar(other, 1.0):
            continue

        # (0.5 * x) * (1 + tanh), or 0.5 * (x * (1 + tanh))
        product = _only_user(graph, plus_one)
        if product is None or product.op != OpType.MUL:
            continue
        half = product.inputs[1] if product.inputs[0] is plus_one else product.inputs[0]
        root = None
        if half.op == OpType.MUL and x in half.inputs:
            number = half.inputs[1] if half.inputs[0] is x else half.inputs[0]
            if _is_scalar(number, 0.5):
                root = product
                private.append(half)
        elif half is x:
            last = _only_user(graph, product)
            if last is not None and last.op == OpType.MUL:
                number = last.inputs[1] if last.inputs[0] is product else last.inputs[0]
                if _is_scalar(number, 0.5):
                    root = last
        if root is None or root.shape != x.shape:
            continue

        # nobody else may want what goes
        if any(_only_user(graph, node) is None for node in private):
            continue
        graph.replace(root, graph.add(OpType.GELU_TANH, [x], {}, "gelu", before=root))
        changed += 1
    graph.prune()
    return changed


def fuse_linear(graph):
    """MATMUL with a constant matrix, and the bias that is added to it, become LINEAR."""
    changed = 0
    for node in list(graph):
        if node.op != OpType.MATMUL or node.attrs.get("transpose_a") or node.attrs.get("alpha", 1.0) != 1.0:
            continue
        x, w = node.inputs
        if w.op != OpType.CONSTANT or len(w.shape) != 2:
            continue
        attrs = {"transpose_w": bool(node.attrs.get("transpose_b"))}
        user = _only_user(graph, node)
        if user is not None and user.op == OpType.ADD:
            bias = user.inputs[1] if user.inputs[0] is node else user.inputs[0]
            if bias.op == OpType.CONSTANT and bias.shape == node.shape[-1:]:
                # before the reader: the bias may stand after the product
                new = graph.add(OpType.LINEAR, [x, w, bias], dict(attrs, bias=True), node.name, before=user)
                graph.replace(user, new)
                changed += 1
                continue
        graph.replace(node, graph.add(OpType.LINEAR, [x, w], attrs, node.name, before=node))
        changed += 1
    graph.prune()
    return changed


def fuse_bias_relu(graph):
    """LINEAR with a bias, then RELU: the bias moves into BIAS_RELU. One walk over memory less."""
    changed = 0
    for node in list(graph):
        if node.op != OpType.LINEAR or not node.attrs.get("bias"):
            continue
        relu = _only_user(graph, node)
        if relu is None or relu.op != OpType.RELU:
            continue
        x, w, bias = node.inputs
        plain = graph.add(OpType.LINEAR, [x, w], {"transpose_w": node.attrs.get("transpose_w")}, node.name, before=relu)
        graph.replace(relu, graph.add(OpType.BIAS_RELU, [plain, bias], {}, relu.name, before=relu))
        changed += 1
    graph.prune()
    return changed


def eliminate_dead(graph):
    return graph.prune()


# the order matters: absorb before fuse_linear, or the transposes stay
PASSES = [
    fold_constants,
    collapse_reshapes,
    absorb_transposes,
    absorb_scales,
    fuse_gelu,
    fuse_linear,
    fuse_bias_relu,
    eliminate_dead,
]


def run_passes(graph, passes=None):
    """All passes, in order. Returns name -> number of changes."""
    made = {}
    for p in PASSES if passes is None else passes:
        made[p.__name__] = made.get(p.__name__, 0) + p(graph)
    graph.check()
    return made
