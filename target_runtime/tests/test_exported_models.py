import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from runtime.executor import CompiledExecutor, InterpretedExecutor
from runtime.exporter import export
from runtime.ir import OpType
from runtime.passes import optimize
from runtime.planner import Plan

torch.manual_seed(0)


class Block(nn.Module):
    """A transformer block, spelled out."""

    def __init__(self, width, heads, gelu):
        super().__init__()
        self.heads = heads
        self.gelu = gelu
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, d = x.shape
        size = d // self.heads
        q, k, v = self.qkv(self.norm1(x)).split(d, dim=-1)
        q = q.view(b, t, self.heads, size).transpose(1, 2)
        k = k.view(b, t, self.heads, size).transpose(1, 2)
        v = v.view(b, t, self.heads, size).transpose(1, 2)
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(size), dim=-1)
        y = (weights @ v).transpose(1, 2).reshape(b, t, d)
        x = x + self.out(y)
        return x + self.down(self.gelu(self.up(self.norm2(x))))


class Wrap(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *args):
        return self.function(*args)


def spelled_out(x):
    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


def check(model, *args, tolerance=1e-5):
    """Both ways, with and without passes."""
    with torch.no_grad():
        wanted = model(*args)
    wanted = [w.numpy() for w in (wanted if isinstance(wanted, (tuple, list)) else [wanted])]
    inputs = [a.numpy() for a in args]
    plain = export(model, args)
    better = export(model, args)
    optimize(better)
    for graph in (plain, better):
        plan = Plan(graph)
        by_node = InterpretedExecutor(plan.graph).run(inputs)
        at_once = CompiledExecutor(plan.graph).run(inputs)
        for outputs in (by_node, at_once):
            assert len(outputs) == len(wanted)
            for found, right in zip(outputs, wanted):
                np.testing.assert_allclose(found, right, atol=tolerance, rtol=tolerance)
    return better


@pytest.mark.parametrize("width, heads", [(16, 2), (64, 4)])
def test_transformer_block(width, heads):
    model = Block(width, heads, lambda x: F.gelu(x, approximate="tanh"))
    check(model, torch.randn(2, 9, width))


def test_exact_gelu_is_not_tanh_gelu():
    graph = check(Wrap(F.gelu), torch.randn(4, 50))
    assert OpType.GELU in [n.op for n in graph]


def test_attention_of_torch_is_spelled_out():
    q, k, v = (torch.randn(2, 3, 6, 8) for _ in range(3))
    check(Wrap(F.scaled_dot_product_attention), q, k, v)
    check(Wrap(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True)), q, k, v)
    check(Wrap(lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, m, scale=0.3)), q, k, v, torch.randn(6, 6))


def test_splits_do_not_mix():
    def function(x):
        a, b = x.split(5, dim=1)
        c, d = torch.tanh(x).split([3, 7], dim=1)
        return a * b, d[:, 2:], c

    check(Wrap(function), torch.randn(3, 10))


def test_views():
    def function(x):
        y = x.permute(1, 0, 2).reshape(3, -1)
        return torch.cat([y, y[:, :2] * 2], dim=1), x.mean(dim=(0, 2)), x[1].t(), x.unsqueeze(1).expand(2, 5, 3, 4)

    check(Wrap(function), torch.randn(2, 3, 4))


def test_embedding_and_head():
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(11, 8)
            self.head = nn.Linear(8, 11, bias=False)

        def forward(self, ids):
            return self.head(self.table(ids))

    check(Model(), torch.randint(0, 11, (2, 5)))


def test_several_outputs_and_scalars():
    check(Wrap(lambda x: (x * 2 + 1, (x - 3) / 4, -torch.exp(x), x)), torch.randn(6))
