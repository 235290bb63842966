"""Training views: the same minutia twice, as two captures would show it, and pieces of prints with their truth."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from .geometry import PATCH, PATCH_STEP, TURN, box_mean
from .impressions import Pose, Sensor, capture, edge_contact, posed_grid, sample_masters
from .masters import Masters
from .preprocessing import WINDOW, normalise

EDGE = 30
"""Minutiae nearer to the edge of a master, in pixels, are no anchors for training: half their patch is mirrored."""


@dataclass(frozen=True)
class AnchorNoise:
    """How an anchor found in one capture differs from the same one in another: what the detector does."""

    position_px: float = 1.2
    direction_rad: float = 0.12
    outlier_share: float = 0.1
    """In this share the deviations are twice as large."""


PATCH_POSE = Pose(scale=0.035, shear=0.035, coarse_px=1.6, cells=3)


def anchors_of(masters: Masters) -> torch.Tensor:
    height, width = masters.ridges.shape[1:]
    x, y = masters.minutiae[:, 1], masters.minutiae[:, 2]
    inside = (x > EDGE) & (x < width - EDGE) & (y > EDGE) & (y < height - EDGE)
    return masters.minutiae[inside]


def patch_views(
    masters: Masters,
    anchors: torch.Tensor,
    sensor: Sensor,
    noise: AnchorNoise,
    generator,
    patch: int = PATCH,
    step: float = PATCH_STEP,
    pose: Pose = PATCH_POSE,
) -> torch.Tensor:
    """One view of each anchor: [n, 1, patch, patch], prepared as the product prepares a print."""
    # On a CPU so many patches that all their intermediate images stay in the cache.
    chunk = 32 if generator.device.type == "cpu" else 4096
    parts = [_views(masters, part, sensor, noise, generator, patch, step, pose) for part in anchors.split(chunk)]
    return torch.cat(parts)


def _views(masters, anchors, sensor, noise, generator, patch, step, pose) -> torch.Tensor:
    n, device = len(anchors), generator.device
    window = max(3, round(WINDOW / step) // 2 * 2 + 1)
    size = (patch + window + 7,) * 2
    normal = torch.randn(n, 3, generator=generator, device=device)
    wild = torch.rand(n, 1, generator=generator, device=device) < noise.outlier_share
    normal = normal * torch.where(wild, 2.0, 1.0)
    centre = anchors[:, 1:3] + noise.position_px * normal[:, :2]
    angle = anchors[:, 3] + noise.direction_rad * normal[:, 2]
    x, y = posed_grid(centre, angle, size, step, pose, generator)
    clean = sample_masters(masters.ridges, anchors[:, 0].long(), x, y)
    contact = edge_contact(n, size, step, 0.35, 5, generator)
    image = capture(clean, contact, sensor, step, generator)
    cut = (size[0] - patch) // 2
    return normalise(image, window)[:, :, cut : cut + patch, cut : cut + patch]


@dataclass
class Pieces:
    """print: [n, 1, s, s] prepared; mask, clarity: [n, 1, s, s] in [0, 1];
    minutiae: a list of [k, 4]: x, y, direction, clarity there."""

    print: torch.Tensor
    mask: torch.Tensor
    clarity: torch.Tensor
    minutiae: list[torch.Tensor]


def print_pieces(masters: Masters, count: int, sensor: Sensor, generator, size: int = 128) -> Pieces:
    """Pieces of captures, anywhere on the finger and beyond its edge, at any usual rotation."""
    device = generator.device
    height, width = masters.ridges.shape[1:]
    index = torch.randint(len(masters.ridges), (count,), generator=generator, device=device)
    place = torch.rand(count, 2, generator=generator, device=device)
    centre = torch.stack([60 + place[:, 0] * (width - 120), 60 + place[:, 1] * (height - 120)], 1)
    spin = torch.rand(count, 2, generator=generator, device=device)
    angle = torch.where(spin[:, 0] < 0.75, (spin[:, 1] - 0.5) * 1.6, (spin[:, 1] - 0.5) * TURN)
    margin = WINDOW // 2 + 2
    full = (size + 2 * margin,) * 2
    x, y = posed_grid(centre, angle, full, 1.0, Pose(), generator)
    clean = sample_masters(masters.ridges, index, x, y)
    contact = edge_contact(count, full, 1.0, 0.6, -50, generator) * edge_contact(count, full, 1.0, 0.3, 10, generator)
    image = capture(clean, contact, sensor, 1.0, generator)
    prepared = normalise(image)
    inner = slice(margin, margin + size)
    clarity = _clarity(prepared, clean) * (contact > 0.5)
    minutiae = [
        _seen(
            masters.minutiae[masters.minutiae[:, 0] == index[k]],
            x[k, inner, inner],
            y[k, inner, inner],
            clarity[k, 0, inner, inner],
            contact[k, 0, inner, inner],
        )
        for k in range(count)
    ]
    return Pieces(prepared[:, :, inner, inner], contact[:, :, inner, inner], clarity[:, :, inner, inner], minutiae)


def _clarity(prepared: torch.Tensor, clean: torch.Tensor) -> torch.Tensor:
    """Correlation of the capture with the finger's true ridges in a 15 px window, negative as 0."""
    both = box_mean(prepared * clean, 15)
    power = box_mean(prepared * prepared, 15) * box_mean(clean * clean, 15)
    return (both / (power.sqrt() + 1e-3)).clamp(0, 1)


def _seen(
    rows: torch.Tensor, x: torch.Tensor, y: torch.Tensor, clarity: torch.Tensor, contact: torch.Tensor
) -> torch.Tensor:
    """Where the minutiae of a master lie in a frame whose pixels lie at x, y of the master."""
    if len(rows) == 0:
        return rows.new_zeros(0, 4)
    size = x.shape[0]
    coarse_x, coarse_y = x[::2, ::2].reshape(-1), y[::2, ::2].reshape(-1)
    apart = (coarse_x[None] - rows[:, 1:2]) ** 2 + (coarse_y[None] - rows[:, 2:3]) ** 2
    nearest = apart.argmin(1)
    half = (size + 1) // 2
    u, v = (nearest % half) * 2, nearest // half * 2
    u, v = u.clamp(1, size - 2), v.clamp(1, size - 2)
    xu, xv = (x[v, u + 1] - x[v, u - 1]) / 2, (x[v + 1, u] - x[v - 1, u]) / 2
    yu, yv = (y[v, u + 1] - y[v, u - 1]) / 2, (y[v + 1, u] - y[v - 1, u]) / 2
    det = xu * yv - xv * yu
    ex, ey = rows[:, 1] - x[v, u], rows[:, 2] - y[v, u]
    fu, fv = u + (yv * ex - xv * ey) / det, v + (xu * ey - yu * ex) / det
    dx, dy = torch.cos(rows[:, 3]), torch.sin(rows[:, 3])
    direction = torch.atan2(xu * dy - yu * dx, yv * dx - xv * dy) % TURN
    inside = (fu > 1) & (fu < size - 2) & (fv > 1) & (fv < size - 2) & ((fu - u).abs() < 3) & ((fv - v).abs() < 3)
    inside &= contact[v, u] > 0.5
    return torch.stack([fu, fv, direction, clarity[v, u]], 1)[inside]
