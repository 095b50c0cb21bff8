"""Whole models beside PyTorch: MLPs, transformers, GPT-2, Llama and Qwen, with sizes that are fixed and that are not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from models import same
from runtime_edited import Session
from runtime_edited.generation import Generator
from runtime_edited.ir import OpType
from torch import nn
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    Qwen3Config,
    Qwen3ForCausalLM,
)

torch.manual_seed(0)


def gpt2(**changes: int) -> PreTrainedModel:
    sizes = {"n_layer": 2, "n_embd": 48, "n_head": 4, "vocab_size": 101, "bos_token_id": 1, "eos_token_id": 1}
    return GPT2LMHeadModel(GPT2Config(**{**sizes, **changes})).eval()


def llama(kind: type = LlamaForCausalLM, config: type = LlamaConfig) -> PreTrainedModel:
    """Root-mean-square norms with weights of their own, rotary embedding, two keys for four heads."""
    model = kind(
        config(
            hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
            vocab_size=101, head_dim=16,
        )
    ).eval()  # fmt: skip
    for name, value in model.named_parameters():
        if "norm" in name:
            value.data = torch.rand_like(value) + 0.5
    return model


MODELS = {"gpt2": gpt2, "llama": llama, "qwen3": lambda: llama(Qwen3ForCausalLM, Qwen3Config)}
IDS = torch.randint(0, 101, (2, 16))
OTHERS = [[torch.randint(0, 101, shape)] for shape in ((1, 1), (1, 5), (3, 40))]


@pytest.mark.parametrize("activation", [nn.ReLU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid])
def test_an_mlp_is_one_step_for_each_of_its_layers(activation: type[nn.Module]) -> None:
    model = nn.Sequential(nn.Linear(7, 33), activation(), nn.LayerNorm(33), nn.Linear(33, 5))
    session = same(model, torch.randn(3, 7), others=[[torch.randn(17, 7)]], dynamic={"input": {0: "batch"}})
    assert [node.op for node in session.plan.steps] == [OpType.LINEAR, OpType.LAYER_NORM, OpType.LINEAR]


def test_a_transformer_encoder_of_pytorchs_own() -> None:
    layer = nn.TransformerEncoderLayer(32, 4, 64, batch_first=True, activation="gelu", norm_first=True)
    model = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
    same(model, torch.randn(2, 9, 32))


@pytest.mark.parametrize("name", MODELS)
def test_a_language_model_of_fixed_sizes(name: str) -> None:
    same(MODELS[name](), IDS, kwargs={"use_cache": False})


@pytest.mark.parametrize("name", MODELS)
def test_a_language_model_of_any_batch_and_length(name: str) -> None:
    dynamic = {"input_ids": {0: "batch", 1: "sequence"}}
    same(MODELS[name](), IDS, kwargs={"use_cache": False}, dynamic=dynamic, others=OTHERS)


def test_a_block_of_gpt2_is_six_steps() -> None:
    one, two = (Session(gpt2(n_layer=layers), IDS, kwargs={"use_cache": False}).plan.steps for layers in (1, 2))
    added = [node.op for node in two][len(one) - 2 : len(two) - 2]
    assert sorted(added) == sorted(
        [
            OpType.LAYER_NORM,
            OpType.LINEAR,
            OpType.ATTENTION,
            OpType.LINEAR,
            OpType.LAYER_NORM,
            OpType.LINEAR,
            OpType.LINEAR,
        ]
    )


@pytest.mark.parametrize("threads", [1, 2])
def test_gpt2_wants_no_memory_beside_its_logits_but_what_they_are_made_of(threads: int) -> None:
    """It is what PyTorch has alive at the end; all that comes before lies where the logits will be written."""
    session = Session(gpt2(vocab_size=5000), IDS, kwargs={"use_cache": False}, threads=threads)
    assert session.plan.lay({}, threads).arena == IDS.numel() * 48 * 4


def test_a_block_of_llama_has_no_copies() -> None:
    steps = Session(llama(), IDS, kwargs={"use_cache": False}).plan.steps
    assert {node.op for node in steps} == {
        OpType.EMBEDDING, OpType.RMS_NORM, OpType.LINEAR, OpType.ROPE, OpType.ATTENTION, OpType.SWIGLU,
    }  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_tokens_one_by_one_are_those_of_the_whole_text(name: str) -> None:
    model = MODELS[name]()
    generator = Generator(model, capacity=48, threads=2)
    prompt = IDS[:1, :9].numpy()
    written = generator.generate(prompt, 30)
    text = torch.from_numpy(np.concatenate([prompt, written], axis=1))
    with torch.no_grad():
        logits = model(text).logits.numpy()
    np.testing.assert_array_equal(written[0], logits[0, 8:-1].argmax(-1))
    for cut in (1, 9, 20):
        generator.reset()
        generator.step(text[:, :cut].numpy())
        np.testing.assert_allclose(generator.step(text[:, cut:].numpy()), logits[:, -1], atol=2e-5)


def test_a_text_longer_than_the_caches_is_refused() -> None:
    generator = Generator(gpt2(), capacity=8)
    generator.step(IDS[:1, :6].numpy())
    with pytest.raises(ValueError, match="6 tokens and 3 more are longer than the capacity of 8"):
        generator.step(IDS[:1, :3].numpy())
