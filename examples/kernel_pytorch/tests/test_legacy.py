import importlib
import sys

import pytest

from kernel_pytorch.attention import flash


def test_old_attention_path_warns_and_gives_the_same_class():
    sys.modules.pop("kernel_pytorch.legacy.attention_layers", None)
    with pytest.warns(DeprecationWarning, match="import kernel_pytorch.attention"):
        module = importlib.import_module("kernel_pytorch.legacy.attention_layers")
    assert module.FlashAttention is flash.FlashAttention
    assert module.attention_scores is flash.attention_scores
