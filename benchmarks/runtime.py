"""The runtime beside PyTorch and ONNX Runtime, and beside itself without its parts: Markdown tables for docs/runtime.md.

    python benchmarks/runtime.py --threads 1 2 --rounds 15 > tables.md
    python benchmarks/runtime.py --only mlp block --rounds 5

All engines of a row take turns, call by call, in one process; a turn begins when the threads of the one before have gone to
sleep, which takes ONNX Runtime's some 30 ms. A cell is the median of the calls and, for the others, how many times longer they
take than ours. Beside each of ours stands its largest error against PyTorch. Needs torch, transformers,
onnxruntime and onnxscript; the kernels by `make -C csrc`.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parents[1] / "target_runtime"))

from runtime import Session, native, save
from runtime.executor import CBackend, CompiledExecutor, InterpretedExecutor, NumpyBackend
from runtime.executor.programs import Weights
from runtime.exporter import export
from runtime.generation import Generator
from runtime.passes import optimize
from runtime.planner import Choices, Plan

MODELS = ("mlp", "block", "gpt2", "generate", "start", "memory", "ablation")
OURS = ("f32", "bf16", "i8")


@dataclass(frozen=True, slots=True)
class Case:
    """A model and its inputs."""

    name: str
    model: nn.Module
    inputs: tuple[torch.Tensor, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)


def gpt2(layers: int) -> nn.Module:
    """GPT-2 small, randomly initialised: nothing is downloaded."""
    from transformers import GPT2Config, GPT2LMHeadModel

    return GPT2LMHeadModel(GPT2Config(n_layer=layers)).eval()


def mlp() -> Case:
    """Three layers of 256."""
    layers = [nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 256), nn.GELU(), nn.Linear(256, 10)]
    return Case("MLP 64-256-256-10, batch 1", nn.Sequential(*layers).eval(), (torch.randn(1, 64),))


def block() -> Case:
    """A pre-norm transformer block."""
    layer = nn.TransformerEncoderLayer(64, 4, 256, batch_first=True, activation="gelu", norm_first=True)
    return Case("transformer block, d 64, sequence 16", layer.eval(), (torch.randn(1, 16, 64),))


# --- engines: each gives a function that runs once and returns the first output ---


def eager(case: Case) -> Callable[[], np.ndarray]:
    """PyTorch as it is."""

    def run() -> np.ndarray:
        with torch.inference_mode():
            return _first(case.model(*case.inputs, **case.kwargs)).numpy()

    return run


COMPILED = {
    "torch.compile": {},
    "torch.compile, frozen": {"freezing": True},
    "torch.compile, frozen, max-autotune": {"freezing": True, "max_autotune": True},
}


def compiled(case: Case, settings: dict[str, Any]) -> Callable[[], np.ndarray]:
    """`torch.compile` with these settings of Inductor, for these sizes alone."""
    import torch._dynamo.config as dynamo

    dynamo.recompile_limit = 1000  # beyond it, and there is one for each row, PyTorch goes back to running eagerly
    model = torch.compile(case.model, options=dict(settings), dynamic=False)

    def run() -> np.ndarray:
        with torch.inference_mode():
            return _first(model(*case.inputs, **case.kwargs)).numpy()

    run()
    return run


def onnx(case: Case, threads: int) -> Callable[[], np.ndarray]:
    """ONNX Runtime on what `torch.onnx.export` makes of the model, all of its optimisations on."""
    session = onnx_session(case, threads)
    given = {item.name: value.numpy() for item, value in zip(session.get_inputs(), case.inputs, strict=True)}
    name = session.get_outputs()[0].name
    return lambda: session.run([name], given)[0]


def onnx_session(case: Case, threads: int) -> Any:
    """A session of ONNX Runtime."""
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(onnx_file(case, folder), options, providers=["CPUExecutionProvider"])


def onnx_file(case: Case, folder: str) -> str:
    """The model as a file in that folder."""
    path = str(Path(folder) / "model.onnx")
    with contextlib.redirect_stdout(sys.stderr):
        torch.onnx.export(case.model, case.inputs, path, kwargs=case.kwargs, dynamo=True, verbose=False)
    return path


def ours(case: Case, threads: int, weights: str = "f32") -> Callable[[], np.ndarray]:
    """This runtime."""
    session = Session(case.model, case.inputs, kwargs=case.kwargs, threads=threads, weights=weights)
    inputs = [value.numpy() for value in case.inputs]
    return lambda: _first(session.run(*inputs))


def _first(result: Any) -> Any:
    if isinstance(result, torch.Tensor | np.ndarray):
        return result
    return result.logits if hasattr(result, "logits") else result[0]


# --- measuring ---


def settle() -> None:
    """Wait until no thread of this process spins any more, a second at the most."""
    for _ in range(200):
        used = time.process_time()
        time.sleep(5e-3)
        if time.process_time() - used < 5e-4:
            return


def interleaved(engines: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each engine, the engines taking turns; each call comes after one that is not counted.

    An engine's threads go on spinning when its call is over, and would take a core from the next one: each turn waits for them.
    Short calls are repeated, so that the clock does not matter.
    """
    times: dict[str, list[float]] = {name: [] for name in engines}
    repeats = {}
    for name, run in engines.items():
        run()
        start = time.perf_counter()
        run()
        repeats[name] = max(1, min(200, int(2e-3 / (time.perf_counter() - start + 1e-9))))
    for _ in range(rounds):
        for name, run in engines.items():
            settle()
            run()
            start = time.perf_counter()
            for _ in range(repeats[name]):
                run()
            times[name].append((time.perf_counter() - start) / repeats[name])
    return times


def row(name: str, engines: dict[str, Callable[[], Any]], rounds: int, reference: np.ndarray | None) -> str:
    """One line of a table: the medians, the ratios to ours within each round, and the errors of ours."""
    errors = {}
    for engine, run in engines.items():
        if reference is not None and engine in OURS:
            errors[engine] = float(np.abs(run() - reference).max())
    times = interleaved(engines, rounds)
    cells = [name]
    for engine, seconds in times.items():
        text = duration(statistics.median(seconds))
        if engine == "f32":
            text = f"**{text}**"
        else:
            ratio = statistics.median(other / mine for other, mine in zip(seconds, times["f32"], strict=True))
            text += f" ({ratio:.2f}×)"
        cells.append(text + (f", error {errors[engine]:.0e}" if engine in errors else ""))
    return "| " + " | ".join(cells) + " |"


def duration(seconds: float) -> str:
    """In µs or ms."""
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.2f} ms"


def header(*columns: str) -> None:
    """The head of a table."""
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|")


def speeds(cases: Iterator[Case], threads: int, options: argparse.Namespace, weights: Sequence[str]) -> None:
    """A table of times."""
    others = ["PyTorch", *(COMPILED if options.compile else ()), "ONNX Runtime"]
    header(f"{threads} thread{'s' * (threads > 1)}", *(f"ours, {name}" for name in weights), *others)
    for case in cases:
        engines = {name: ours(case, threads, name) for name in weights}
        engines["PyTorch"] = eager(case)
        if options.compile:
            engines |= {name: compiled(case, settings) for name, settings in COMPILED.items()}
        engines["ONNX Runtime"] = onnx(case, threads)
        print(row(case.name, engines, options.rounds, engines["PyTorch"]()), flush=True)
    print()


def sequences(model: nn.Module, lengths: Sequence[int]) -> Iterator[Case]:
    """GPT-2 with logits for all positions."""
    for length in lengths:
        ids = torch.randint(0, 50257, (1, length))
        yield Case(f"GPT-2 small, sequence {length}", model, (ids,), {"use_cache": False})


def generation(model: nn.Module, threads: int, options: argparse.Namespace) -> None:
    """Tokens with caches: PyTorch's own loop and ours, for all kinds of weights."""
    prompt = torch.randint(0, 50257, (1, 16))
    tokens = options.tokens

    def torch_run() -> np.ndarray:
        found, past, given = [], None, prompt
        with torch.inference_mode():
            for _ in range(tokens):
                result = model(given, past_key_values=past, use_cache=True)
                past, given = result.past_key_values, result.logits[:, -1:].argmax(-1)
                found.append(int(given))
        return np.array([found])

    engines: dict[str, Callable[[], Any]] = {}
    for weights in OURS:
        generator = Generator(model, capacity=16 + tokens, threads=threads, weights=weights)
        engines[weights] = lambda generator=generator: generator.generate(prompt.numpy(), tokens)
    engines["PyTorch"] = torch_run
    wanted = torch_run()
    agree = {name: int((engines[name]() == wanted).sum()) for name in OURS}
    times = interleaved(engines, max(2, options.rounds // 4))
    header(
        f"{tokens} tokens after 16, {threads} thread{'s' * (threads > 1)}",
        "tokens per second",
        "times PyTorch's",
        "tokens as PyTorch's",
    )
    for name, seconds in times.items():
        ratio = statistics.median(other / mine for other, mine in zip(times["PyTorch"], seconds, strict=True))
        label = f"ours, {name}" if name in OURS else name
        print(
            f"| {label} | {tokens / statistics.median(seconds):.1f} | {ratio:.2f} | {agree.get(name, tokens)} of {tokens} |"
        )
    print(flush=True)


def steps(model: nn.Module, threads: int, options: argparse.Namespace) -> None:
    """What one more token costs as the text grows."""
    generator = Generator(model, capacity=512, threads=threads)
    header("one token, caches of", "time", "times that after 1")
    token = np.zeros((1, 1), np.int64)

    def run(past: int) -> Any:
        generator.past = past
        return generator.step(token)

    times = interleaved({str(past): lambda past=past: run(past) for past in (1, 64, 256)}, options.rounds)
    for past, seconds in times.items():
        ratio = statistics.median(mine / one for mine, one in zip(seconds, times["1"], strict=True))
        print(f"| {past} | {duration(statistics.median(seconds))} | {ratio:.2f} |")
    print(flush=True)


# --- memory ---


def torch_peak(case: Case) -> int:
    """The most bytes of tensors alive at once that PyTorch allocates during one run, outputs included."""
    run = eager(case)
    run()
    with torch.profiler.profile(profile_memory=True, activities=[torch.profiler.ProfilerActivity.CPU]) as profile:
        run()
    now = most = 0
    events = [event for event in profile.profiler.kineto_results.events() if event.name() == "[memory]"]
    for event in sorted(events, key=lambda event: event.start_ns()):
        now += event.nbytes()
        most = max(most, now)
    return most


ARENA = """
import sys
import numpy as np
import onnxruntime as ort

ort.set_default_logger_severity(0)
info = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
ort.create_and_register_allocator(info, ort.OrtArenaCfg({"arena_extend_strategy": 1, "initial_chunk_size_bytes": 256}))
options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.add_session_config_entry("session.use_env_allocators", "1")
session = ort.InferenceSession(sys.argv[1], options, providers=["CPUExecutionProvider"])
given = {item.name: np.load(path) for item, path in zip(session.get_inputs(), sys.argv[2:])}
print("RUN", file=sys.stderr, flush=True)
session.run(None, given)
"""


def onnx_arena(case: Case) -> int | None:
    """The bytes that ONNX Runtime's arena takes from the system for the first run, by its own log; None if it tells of none.

    The arena, in a process of its own, takes what is requested and no more, and gives the same piece out again where it can.
    """
    with tempfile.TemporaryDirectory() as folder:
        inputs = [str(Path(folder) / f"{at}.npy") for at in range(len(case.inputs))]
        for path, value in zip(inputs, case.inputs, strict=True):
            np.save(path, value.numpy())
        told = subprocess.run(
            [sys.executable, "-c", ARENA, onnx_file(case, folder), *inputs], capture_output=True, text=True, check=True
        ).stderr
    found = re.findall(r"Extended allocation by (\d+) bytes", told[told.index("\nRUN\n") :])
    return sum(map(int, found)) if found else None


def memory(cases: Iterator[Case]) -> None:
    """Arena and outputs beside what the others need at their peak."""
    header(
        "bytes beside the weights",
        "ours: arena",
        "ours: arena and outputs",
        "PyTorch: peak of live tensors",
        "ONNX Runtime: arena",
    )
    for case in cases:
        graph = export(case.model, case.inputs, case.kwargs)
        optimize(graph)
        layout = Plan(graph).lay({})
        outputs = sum(int(np.prod(node.shape)) * node.dtype.size for node in graph.outputs)  # type: ignore[arg-type]
        theirs = onnx_arena(case)
        cells = [layout.arena, layout.arena + outputs, torch_peak(case), theirs]
        shown = " | ".join("not told" if size is None else f"{size / 1e6:.2f} MB" for size in cells)
        print(f"| {case.name} | {shown} |", flush=True)
    print()


# --- ablations ---


def ablations(case: Case, threads: int, options: argparse.Namespace) -> None:
    """The same model with one part of the runtime left out at a time."""
    raw = export(case.model, case.inputs, case.kwargs)
    fused = export(case.model, case.inputs, case.kwargs)
    optimize(fused)
    inputs = [value.numpy() for value in case.inputs]
    plans = {
        "all of it": Choices(),
        "first fit": Choices(fit="first"),
        "order of arrival": Choices(order="arrival"),
        "nothing in place": Choices(in_place=False),
        "no aliases": Choices(alias=False),
        "naive: memory for each value": Choices("arrival", "none", alias=False, in_place=False, lend=False),
    }
    engines: dict[str, Callable[[], Any]] = {}
    arenas: dict[str, tuple[int, ...]] = {}
    for graph, suffix in ((fused, ""), (raw, ", without fusion")):
        weights = Weights()
        for name, choices in plans.items():
            executor = CompiledExecutor(graph, threads, choices, weights)
            alone = Plan(graph, replace(choices, lend=False))
            arenas[name + suffix] = (executor.plan.lay({}, threads).arena, alone.lay({}, threads).arena)
            engines[name + suffix] = lambda executor=executor: executor.run(inputs)
    interpreted = InterpretedExecutor(fused, (CBackend(threads), NumpyBackend()))
    engines["interpreted: node by node"] = lambda: interpreted.run(inputs)
    times = interleaved(engines, max(3, options.rounds // 3))
    columns = ("time", "times all of it", "arena", "arena, if outputs lend no memory")
    header(f"{case.name}, {threads} thread{'s' * (threads > 1)}", *columns)

    def line(name: str, seconds: list[float], beside: list[float]) -> None:
        ratio = statistics.median(mine / one for mine, one in zip(seconds, beside, strict=True))
        sizes = [f"{size / 1e6:.3f} MB" for size in arenas.get(name, ())] or ["", ""]
        print(f"| {name} | {duration(statistics.median(seconds))} | {ratio:.2f} | {' | '.join(sizes)} |")

    for name, seconds in times.items():
        line(name, seconds, times["all of it"])
    if blas := cblas():
        native.bind_blas(native.library(), blas)
        executor = CompiledExecutor(fused, threads)

        def by_blas() -> None:
            native.bind_blas(native.library(), blas)
            executor.run(inputs)
            native.bind_blas(native.library(), None)

        pair = {"all of it": engines["all of it"], f"products by OpenBLAS ({native.blas()})": by_blas}
        native.bind_blas(native.library(), None)
        one, two = interleaved(pair, max(3, options.rounds // 3)).items()  # apart: its threads spin on for a while
        line(two[0], two[1], one[1])
    print(flush=True)


def cblas() -> str | None:
    """The CBLAS to be had here."""
    try:
        return native.blas_path()
    except native.NotBuilt:
        return None


START = """
import time
begun = time.perf_counter()
import sys
import numpy as np
from runtime import Session, load
imported = time.perf_counter()
session = Session(load(sys.argv[1]), threads=int(sys.argv[2]))
made = time.perf_counter()
session.run(*map(np.load, sys.argv[3:]))
assert "torch" not in sys.modules
print(imported - begun, made - begun, time.perf_counter() - begun)
"""


def starts(case: Case, threads: int) -> None:
    """From a model to a session, and from a saved graph to a session in a process of its own, without torch."""
    times = [time.perf_counter()]
    graph = export(case.model, case.inputs, case.kwargs)
    times.append(time.perf_counter())
    optimize(graph)
    times.append(time.perf_counter())
    header(f"{case.name}, {threads} thread{'s' * (threads > 1)}", "time", "slowest of five")
    print(f"| torch.export and the walk over it | {duration(times[1] - times[0])} | |")
    print(f"| passes | {duration(times[2] - times[1])} | |")
    made = []
    for _ in range(5):
        begun = time.perf_counter()
        CompiledExecutor(graph, threads)
        made.append(time.perf_counter() - begun)
    print(f"| plan and compile | {duration(statistics.median(made))} | {duration(max(made))} |")
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.graph")
        save(graph, path)
        inputs = [str(Path(folder) / f"{at}.npy") for at in range(len(case.inputs))]
        for name, value in zip(inputs, case.inputs, strict=True):
            np.save(name, value.numpy())
        command = [sys.executable, "-c", START, path, str(threads), *inputs]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "target_runtime")}
        told = [
            list(map(float, subprocess.run(command, env=environment, capture_output=True, check=True).stdout.split()))
            for _ in range(5)
        ]
    for at, what in enumerate(("import", "import, load and session", "import, load, session and first run")):
        found = [one[at] for one in told]
        print(
            f"| from a saved graph, without torch: {what} | {duration(statistics.median(found))} | {duration(max(found))} |"
        )
    print(flush=True)


def overhead(threads: int) -> None:
    """What `Session.run` costs beside the C call, for one small input."""
    session = Session(nn.Linear(8, 4).eval(), torch.randn(1, 8), threads=threads)
    x = np.zeros((1, 8), np.float32)
    whole, inner = [], []
    for _ in range(50):
        start = time.perf_counter()
        for _ in range(200):
            session.run(x)
        whole.append((time.perf_counter() - start) / 200)
        inner.append(statistics.median(session.seconds(x, times=200)))
    beside = statistics.median(a - b for a, b in zip(whole, inner, strict=True))
    print(f"One call of `Session.run` costs {beside * 1e6:.1f} µs beside its C call.\n", flush=True)


def machine() -> str:
    """The CPU and what of it is used."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.*)", text)
    flags = set(re.findall(r"\b(?:avx2|fma|avx512f|avx512_bf16|avx512_vnni|amx_tile)\b", text))
    import onnxruntime

    versions = f"torch {torch.__version__}, onnxruntime {onnxruntime.__version__}, Python {platform.python_version()}"
    name = model[1] if model else platform.processor()
    return f"{name} ({', '.join(sorted(flags))}); kernels for {native.isa()}; {versions}."


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=MODELS, default=MODELS, help="the tables to make (all)")
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2], help="numbers of threads (1 2)")
    parser.add_argument("--rounds", type=int, default=15, help="how often the engines take turns (15)")
    parser.add_argument(
        "--lengths", nargs="+", type=int, default=[1, 16, 64, 256], help="sequences for GPT-2 (1 16 64 256)"
    )
    parser.add_argument("--ablate", nargs="+", type=int, default=[1, 64, 256], help="sequences to ablate (1 64 256)")
    parser.add_argument("--layers", type=int, default=12, help="blocks of GPT-2; fewer than 12 only to try things out")
    parser.add_argument("--tokens", type=int, default=64, help="tokens to generate (64)")
    parser.add_argument(
        "--compile", action="store_true", help="torch.compile too, in three ways; it needs a C++ compiler, and minutes"
    )
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    torch.manual_seed(0)
    print(f"{machine()}\n")
    model = gpt2(options.layers) if set(options.only) - {"mlp", "block"} else nn.Identity()
    small = [make() for name, make in (("mlp", mlp), ("block", block)) if name in options.only]
    for threads in options.threads:
        torch.set_num_threads(threads)
        if small:
            speeds(iter(small), threads, options, ("f32",))
            overhead(threads)
        if "gpt2" in options.only:
            speeds(sequences(model, options.lengths), threads, options, OURS)
        if "generate" in options.only:
            generation(model, threads, options)
            steps(model, threads, options)
        if "ablation" in options.only:
            for case in sequences(model, options.ablate):
                ablations(case, threads, options)
        if "start" in options.only:
            starts(next(sequences(model, [64])), threads)
    if "memory" in options.only:
        memory(sequences(model, options.lengths))
        body = getattr(model, "transformer", model)
        memory(
            Case(f"{case.name}, without the head", body, case.inputs, case.kwargs)
            for case in sequences(model, options.lengths)
        )


if __name__ == "__main__":
    main()
