"""Setuptools entry point for pip versions that do not read pyproject.toml."""

from setuptools import find_packages, setup

setup(
    name="kernel-pytorch",
    version="0.4.2",
    description="Tuned kernels with reference fallbacks",
    keywords=["kernels", "gpu", "quantization"],
    classifiers=["Programming Language :: Python :: 3", "Topic :: Scientific/Engineering"],
    python_requires=">=3.11",
    package_dir={"": "src"},
    packages=find_packages("src"),
    install_requires=[],
    extras_require={"fast": ["cupy", "orjson"], "test": ["pytest"]},
    entry_points={
        "kernel_pytorch.allocators": [
            "blocks = kernel_pytorch.precision.ultra_precision:AdaptivePrecisionAllocator",
            "layers = kernel_pytorch.optimizations.next_gen.ultra_precision:AdaptivePrecisionAllocator",
        ]
    },
)
