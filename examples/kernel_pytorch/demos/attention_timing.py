"""Time attention with two tile sizes and launch a kernel through the manager."""

from kernel_pytorch import Tensor, UnifiedKernelManager
from kernel_pytorch.core.kernel_spec import KernelSpec
from kernel_pytorch.legacy.attention_layers import FlashAttention
from kernel_pytorch.utils import Timer


def main() -> None:
    query = Tensor([i % 5 for i in range(64)], (8, 8))
    timer = Timer()
    for tile in (2, 8):
        FlashAttention(tile, timer)(query, query, query)
    manager = UnifiedKernelManager()
    manager.launch(KernelSpec("mm", "matmul", (8, 8)), query, query)
    print(sorted(timer.seconds), manager.launches("mm"))


if __name__ == "__main__":
    main()
