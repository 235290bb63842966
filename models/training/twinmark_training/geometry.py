"""The scales that synthesis, training and the product share. All lengths in pixels of 250 dpi."""

import math
from functools import lru_cache

import torch

DPI = 250
"""Resolution that prints are analysed at."""

MASTER_HEIGHT, MASTER_WIDTH = 288, 256
"""29 x 26 mm: a finger pad with room for poses."""

PATCH = 48
"""Side of what the encoder sees, in its own pixels."""

PATCH_STEP = 1.0
"""Pixels of 250 dpi between two pixels of a patch: 48 of them are 4.9 mm."""

TURN = 2 * math.pi


def angle_difference(a, b):
    """b - a, in (-pi, pi]; tensors or numbers in radians."""
    return (b - a + math.pi) % TURN - math.pi


def smooth_noise(count: int, cells: int, size: tuple[int, int], generator: torch.Generator) -> torch.Tensor:
    """Unit normal noise on a coarse grid, bicubic between: [count, 1, *size]."""
    coarse = torch.randn(count, 1, cells, cells, generator=generator, device=generator.device)
    rows, columns = (_upsampling(cells, side, str(generator.device)) for side in size)
    return rows @ coarse @ columns.T


def uniform(count: int, low: float, high: float, generator: torch.Generator) -> torch.Tensor:
    """[count, 1, 1, 1], uniform in [low, high): one number an image."""
    return low + (high - low) * torch.rand(count, 1, 1, 1, generator=generator, device=generator.device)


def box_mean(x: torch.Tensor, window: int) -> torch.Tensor:
    """Mean over a square window of odd side, borders reflected: [N, 1, H, W]."""
    rows, columns = (_averaging(side, window, str(x.device)) for side in x.shape[-2:])
    return rows @ x @ columns.T


# Both are separable and linear: one small matrix product a side, which is faster than any sliding
# window, on every device.


@lru_cache(maxsize=64)
def _upsampling(cells: int, size: int, device: str) -> torch.Tensor:
    """[size, cells]: bicubic, first and last cell on the borders."""
    identity = torch.eye(cells, device=device)[None, None]
    return torch.nn.functional.interpolate(identity, size=(size, cells), mode="bicubic", align_corners=True)[0, 0]


@lru_cache(maxsize=64)
def _averaging(size: int, window: int, device: str) -> torch.Tensor:
    """[size, size]: mean over the window around each position."""
    identity = torch.eye(size, device=device)[None, None]
    padded = torch.nn.functional.pad(identity, (0, 0, window // 2, window // 2), mode="reflect")
    return torch.nn.functional.avg_pool2d(padded, (window, 1), 1)[0, 0]
