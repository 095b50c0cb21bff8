"""What the README and docs/runtime.md show runs as it is written there, on a smaller GPT-2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALLER = "GPT2Config(n_layer=2, n_embd=48, n_head=4)"


def blocks(path: str) -> list[str]:
    """The Python of that document."""
    return re.findall(r"```python\n(.*?)```", (ROOT / path).read_text(), re.DOTALL)


def run(program: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "target_runtime")}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_readme_prints_tokens_per_second_beside_pytorchs() -> None:
    (program,) = (block for block in blocks("README.md") if "runtime.generation" in block)
    assert "GPT2Config()" in program
    assert len(program.split("\n\n")[1].splitlines()) == 5
    told = run(program.replace("GPT2Config()", SMALLER) + "print(tokens)")
    assert re.match(r"PyTorch: \d+ tokens per second\nours: \d+ tokens per second\n\[\[", told)


@pytest.mark.parametrize("at", [0, 1])
def test_what_docs_runtime_shows_runs(at: int) -> None:
    program = blocks("docs/runtime.md")[at]
    before = (
        "import torch, numpy as np\nfrom transformers import GPT2Config, GPT2LMHeadModel\n"
        f"model = GPT2LMHeadModel({SMALLER})\nmodel.config.use_cache = False\n"
        "example = ids = torch.randint(0, 50257, (1, 9))\n"
    )
    shown = "tokens.shape" if at == 0 else "logits.shape"
    told = run(before + program.replace("GPT2Config()", SMALLER) + f"print({shown})")
    assert told.strip() == ("(1, 64)" if at == 0 else "(1, 9, 50257)")
