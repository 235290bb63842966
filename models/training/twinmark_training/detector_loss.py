"""What the detector is asked for, cell by cell, and how its answers are held against it."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from .views import Pieces

CELL = 2
SPREAD = 1.1
"""Deviation of a minutia's target bump, in cells."""
CLEAR = 0.30
"""Below this clarity a minutia is neither asked for nor held against the detector."""


def targets(pieces: Pieces) -> dict[str, torch.Tensor]:
    """Per cell: bump [n,h,w] with its peak 1 at the minutia's cell, ignore [n,h,w], near [n,h,w] (cells that
    answer for offset and direction), offset [n,2,h,w], direction [n,2,h,w]."""
    n, _, size, _ = pieces.print.shape
    cells, device = size // CELL, pieces.print.device
    centres = torch.arange(cells, device=device) * CELL + (CELL - 1) / 2
    out = {
        "bump": torch.zeros(n, cells, cells, device=device),
        "ignore": torch.zeros(n, cells, cells, dtype=torch.bool, device=device),
        "near": torch.zeros(n, cells, cells, dtype=torch.bool, device=device),
        "offset": torch.zeros(n, 2, cells, cells, device=device),
        "direction": torch.zeros(n, 2, cells, cells, device=device),
    }
    for k, rows in enumerate(pieces.minutiae):
        if len(rows) == 0:
            continue
        dx = rows[:, 0, None, None] - centres[None, None, :]
        dy = rows[:, 1, None, None] - centres[None, :, None]
        apart = dx * dx + dy * dy
        bump = torch.exp(-apart / (2 * (SPREAD * CELL) ** 2))
        hit = (rows[:, 0] // CELL).long().clamp(0, cells - 1), (rows[:, 1] // CELL).long().clamp(0, cells - 1)
        bump[torch.arange(len(rows), device=device), hit[1], hit[0]] = 1.0
        clear = rows[:, 3] >= CLEAR
        out["ignore"][k] = (apart[~clear] < (2.5 * CELL) ** 2).any(0)
        if clear.any():
            out["bump"][k] = bump[clear].amax(0)
        nearest = apart.argmin(0)
        out["near"][k] = (apart.amin(0) < (1.8 * CELL) ** 2) & clear[nearest]
        pick = lambda field: field.gather(0, nearest[None])[0]
        out["offset"][k] = torch.stack([pick(dx.expand_as(apart)), pick(dy.expand_as(apart))])
        out["direction"][k] = torch.stack([torch.cos(rows[:, 2])[nearest], torch.sin(rows[:, 2])[nearest]])
    return out


def detector_loss(field: torch.Tensor, pieces: Pieces) -> dict[str, torch.Tensor]:
    """field: [n, 7, h, w] of the network. Each part's mean, and their weighted `total`."""
    want = targets(pieces)
    mask = F.avg_pool2d(pieces.mask, CELL)[:, 0]
    clarity = F.avg_pool2d(pieces.clarity, CELL)[:, 0]
    on = want["near"].unsqueeze(1).float()
    share = on.sum().clamp_min(1)
    parts = {
        "minutiae": _focal(field[:, 0], want["bump"], want["ignore"]),
        "offset": (F.smooth_l1_loss(field[:, 1:3], want["offset"], reduction="none") * on).sum() / share,
        "direction": (((field[:, 3:5] - want["direction"]) ** 2) * on).sum() / share,
        "mask": F.binary_cross_entropy_with_logits(field[:, 5], mask),
        "clarity": F.binary_cross_entropy_with_logits(field[:, 6], clarity),
    }
    weights = {"minutiae": 1.0, "offset": 0.3, "direction": 0.8, "mask": 0.5, "clarity": 0.7}
    parts["total"] = sum(weights[name] * part for name, part in parts.items())
    return parts


def _focal(logits: torch.Tensor, bump: torch.Tensor, ignore: torch.Tensor) -> torch.Tensor:
    """Penalty-reduced focal loss (CornerNet, 2018): cells beside a minutia count little as errors."""
    p = torch.sigmoid(logits).clamp(1e-5, 1 - 1e-5)
    peak = bump >= 0.999
    found = -torch.log(p) * (1 - p) ** 2 * peak
    false = -torch.log(1 - p) * p**2 * (1 - bump) ** 4 * ~peak * ~ignore
    return (found.sum() + false.sum()) / peak.sum().clamp_min(1)
