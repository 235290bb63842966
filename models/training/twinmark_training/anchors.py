"""From the detector's field to anchors and their patches; the product does the same in TypeScript."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from .geometry import PATCH, PATCH_STEP

THRESHOLD = 0.15
RADIUS = 5.0
"""Closer anchors than this, in pixels of 250 dpi, are one."""
MAX_ANCHORS = 80


@dataclass
class AnchorSet:
    """x, y, direction: float32 [n], pixels of 250 dpi and rad; weight: probability [n]; mask, clarity:
    [h, w] in cells of 2 x 2 pixels."""

    x: np.ndarray
    y: np.ndarray
    direction: np.ndarray
    weight: np.ndarray
    mask: np.ndarray
    clarity: np.ndarray


def detect(detector: torch.nn.Module, prepared: torch.Tensor) -> AnchorSet:
    """prepared: [1, 1, H, W], any size."""
    height, width = prepared.shape[-2:]
    padded = F.pad(prepared, (0, -width % 8, 0, -height % 8))
    with torch.no_grad():
        field = detector(padded)[0]
    return read_anchors(field.numpy(), height, width)


def read_anchors(field: np.ndarray, height: int, width: int) -> AnchorSet:
    field = field[:, : -(-height // 2), : -(-width // 2)]
    probability = _sigmoid(field[0])
    neighbours = np.pad(probability, 1)
    highest = np.max(
        [
            neighbours[dy : dy + probability.shape[0], dx : dx + probability.shape[1]]
            for dy in range(3)
            for dx in range(3)
        ],
        axis=0,
    )
    mask, clarity = _sigmoid(field[-2]), _sigmoid(field[-1])
    rows, columns = np.nonzero((probability >= highest) & (probability > THRESHOLD) & (mask > 0.5))
    order = np.argsort(-probability[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    x = columns * 2 + 0.5 + field[1, rows, columns]
    y = rows * 2 + 0.5 + field[2, rows, columns]
    kept: list[int] = []
    for k in range(len(rows)):
        if all((x[k] - x[j]) ** 2 + (y[k] - y[j]) ** 2 >= RADIUS**2 for j in kept):
            kept.append(k)
            if len(kept) == MAX_ANCHORS:
                break
    rows, columns = rows[kept], columns[kept]
    direction = np.arctan2(field[4, rows, columns], field[3, rows, columns])
    return AnchorSet(x[kept], y[kept], direction, probability[rows, columns], mask, clarity)


def cut_patches(prepared: torch.Tensor, x, y, direction, size: int = PATCH, step: float = PATCH_STEP) -> torch.Tensor:
    """[n, 1, size, size]: the surroundings of each anchor, its direction to the right; outside is 0."""
    height, width = prepared.shape[-2:]
    x, y, direction = (torch.as_tensor(np.asarray(t), dtype=torch.float32)[:, None, None] for t in (x, y, direction))
    line = (torch.arange(size, dtype=torch.float32) - (size - 1) / 2) * step
    v, u = torch.meshgrid(line, line, indexing="ij")
    cos, sin = torch.cos(direction), torch.sin(direction)
    px, py = x + u * cos - v * sin, y + u * sin + v * cos
    grid = torch.stack([(px + 0.5) * 2 / width - 1, (py + 0.5) * 2 / height - 1], -1)
    spread = prepared.expand(len(x), -1, -1, -1)
    return F.grid_sample(spread, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
