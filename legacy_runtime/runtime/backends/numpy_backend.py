"""The same in numpy: slow where it matters, but there is something for every op and every type."""

import math

import numpy as np

from runtime.backends import register_backend


@register_backend("numpy")
class NumpyBackend:
    name = "numpy"

    def has(self, node):
        return hasattr(self, "_" + node.op.name.lower())

    def run(self, node, arrays):
        method = getattr(self, "_" + node.op.name.lower())
        result = method(node.attrs, *arrays)
        return np.asarray(result).astype(node.dtype.numpy, copy=False)

    # element by element

    def _relu(self, attrs, x):
        return np.maximum(x, 0)

    def _tanh(self, attrs, x):
        return np.tanh(x)

    def _exp(self, attrs, x):
        return np.exp(x)

    def _sqrt(self, attrs, x):
        return np.sqrt(x)

    def _neg(self, attrs, x):
        return -x

    def _sigmoid(self, attrs, x):
        return 1 / (1 + np.exp(-x))

    def _silu(self, attrs, x):
        return x / (1 + np.exp(-x))

    def _gelu(self, attrs, x):
        # numpy has no erf
        erf = np.vectorize(math.erf, otypes=[np.float64])
        return 0.5 * x * (1 + erf(x / math.sqrt(2)))

    def _gelu_tanh(self, attrs, x):
        return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    def _add(self, attrs, a, b):
        return a + b

    def _sub(self, attrs, a, b):
        return a - b

    def _mul(self, attrs, a, b):
        return a * b

    def _div(self, attrs, a, b):
        return a / b

    def _pow(self, attrs, a, b):
        return np.power(a, b)

    def _bias_relu(self, attrs, x, bias):
        return np.maximum(x + bias, 0)

    # reductions

    def _sum(self, attrs, x):
        return x.sum(axis=tuple(attrs["axes"]), keepdims=bool(attrs.get("keep")))

    def _mean(self, attrs, x):
        return x.mean(axis=tuple(attrs["axes"]), keepdims=bool(attrs.get("keep")))

    def _max(self, attrs, x):
        return x.max(axis=tuple(attrs["axes"]), keepdims=bool(attrs.get("keep")))

    # products

    def _matmul(self, attrs, a, b):
        if attrs.get("transpose_a"):
            a = np.swapaxes(a, -1, -2)
        if attrs.get("transpose_b"):
            b = np.swapaxes(b, -1, -2)
        return np.matmul(a, b) * attrs.get("alpha", 1.0)

    def _linear(self, attrs, x, w, bias=None):
        y = np.matmul(x, w.T if attrs.get("transpose_w") else w)
        return y if bias is None else y + bias

    # rows

    def _softmax(self, attrs, x):
        e = np.exp(x - x.max(axis=attrs["axis"], keepdims=True))
        return e / e.sum(axis=attrs["axis"], keepdims=True)

    def _layer_norm(self, attrs, x, weight=None, bias=None):
        mean = x.mean(axis=-1, keepdims=True)
        y = (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + attrs["eps"])
        if weight is not None:
            y = y * weight
        return y if bias is None else y + bias

    # moving things about

    def _reshape(self, attrs, x):
        return x.reshape(attrs["shape"])

    def _transpose(self, attrs, x):
        return x.transpose(attrs["order"])

    def _slice(self, attrs, x):
        index = [slice(None)] * x.ndim
        index[attrs["axis"]] = slice(attrs["start"], attrs["stop"], attrs.get("step", 1))
        return x[tuple(index)]

    def _concat(self, attrs, *parts):
        return np.concatenate(parts, axis=attrs["axis"])

    def _expand(self, attrs, x):
        return np.broadcast_to(x, attrs["shape"])

    def _embedding(self, attrs, table, ids):
        if ids.size and ids.min() < 0:
            raise IndexError("row %d of a table" % ids.min())
        return table[ids]
