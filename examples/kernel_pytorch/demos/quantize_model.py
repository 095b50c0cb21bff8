"""Choose formats for the layers of a small model, then store one layer block by block."""

import kernel_pytorch.optimizations.next_gen.ultra_precision as model_precision
from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.precision.ultra_precision import AdaptivePrecisionAllocator, PrecisionFormat


def main() -> None:
    layers = {
        "embed": Tensor([0.01] * 63 + [40.0], (8, 8)),
        "mlp": Tensor([((i * 7) % 13) / 13 - 0.5 for i in range(64)], (8, 8)),
    }
    allocator = model_precision.AdaptivePrecisionAllocator(error_budget=0.1)
    formats = allocator.assign(layers)
    for line in allocator.explain():
        print(line)
    if formats["mlp"] is not model_precision.PrecisionFormat.FP32:
        stored = AdaptivePrecisionAllocator(bits_per_value=8).store(layers["mlp"])
        print("mlp, first values stored:", [round(value, 3) for value in stored.data[:4]])
    print("narrowest storage:", PrecisionFormat.INT4.value)


if __name__ == "__main__":
    main()
