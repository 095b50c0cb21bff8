import pytest

from tt_pipeline import Graph, Op


def model():
    """relu(x @ w + b), beside a scale of constants and something that nobody needs."""
    return Graph(
        (
            Op("x", "input", (), (64, 48)),
            Op("w", "input", (), (48, 40)),
            Op("b", "input", (), (40,)),
            Op("two", "const", (), (), {"value": 2.0}),
            Op("three", "const", (), (), {"value": 3.0}),
            Op("scale", "mul", ("two", "three"), ()),
            Op("product", "matmul", ("x", "w"), (64, 40)),
            Op("biased", "bias", ("product", "b"), (64, 40)),
            Op("active", "relu", ("biased",), (64, 40)),
            Op("unused", "neg", ("x",), (64, 48)),
            Op("out", "mul", ("scale", "active"), (64, 40)),
        ),
        ("out",),
    )


@pytest.fixture
def graph():
    return model()
