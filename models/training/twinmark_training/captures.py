"""Whole synthetic captures with their truth: what a sensor shows of a finger, and where its minutiae lie in that.

For measuring, not for training: their fingers have seeds that no training draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .geometry import TURN
from .impressions import Pose, Sensor, capture, pad_contact, posed_grid, sample_masters
from .masters import BORDER, Masters
from .preprocessing import normalise
from .views import _clarity, _seen

UNSEEN = 100_000
"""Seeds from here on are for measuring; training counts from 0."""
SIDE = 272
"""28 mm."""
TURN_DEG = 12.0
SHIFT_PX = 12.0
"""Deviations of how a finger is laid on."""


@dataclass
class Capture:
    """prepared: [1, 1, SIDE, SIDE]; minutiae: [k, 4] x, y, direction, clarity; contact, clarity: [SIDE, SIDE];
    x, y: [SIDE, SIDE] where each pixel lies on the master."""

    prepared: torch.Tensor
    minutiae: torch.Tensor
    contact: torch.Tensor
    clarity: torch.Tensor
    x: torch.Tensor
    y: torch.Tensor


def take_capture(masters: Masters, finger: int, sensor: Sensor, generator: torch.Generator) -> Capture:
    height, width = masters.ridges.shape[1:]
    normal = torch.randn(3, generator=generator)
    centre = torch.tensor([[width / 2, height / 2]]) + SHIFT_PX * normal[None, :2]
    angle = normal[2:] * TURN_DEG * TURN / 360
    x, y = posed_grid(centre, angle, (SIDE, SIDE), 1.0, Pose(), generator)
    clean = sample_masters(masters.ridges, torch.tensor([finger]), x, y)
    # Beyond the master's edge its ridges are mirrored, without truth: no skin touches there.
    known = (x > BORDER) & (x < width - BORDER) & (y > BORDER) & (y < height - BORDER)
    contact = pad_contact(1, (SIDE, SIDE), 1.0, generator) * known[:, None]
    prepared = normalise(capture(clean, contact, sensor, 1.0, generator))
    clarity = (_clarity(prepared, clean) * (contact > 0.5))[0, 0]
    rows = masters.minutiae[masters.minutiae[:, 0] == finger]
    seen = _seen(rows, x[0], y[0], clarity, contact[0, 0])
    return Capture(prepared, seen, contact[0, 0], clarity, x[0], y[0])


def on_master(at: Capture, rows: np.ndarray) -> torch.Tensor:
    """Rows x, y, direction of a capture as rows of Masters.minutiae."""
    out = []
    for x, y, direction in rows:
        u, v = (min(max(int(round(float(t))), 1), SIDE - 2) for t in (x, y))
        xu, xv = (at.x[v, u + 1] - at.x[v, u - 1]) / 2, (at.x[v + 1, u] - at.x[v - 1, u]) / 2
        yu, yv = (at.y[v, u + 1] - at.y[v, u - 1]) / 2, (at.y[v + 1, u] - at.y[v - 1, u]) / 2
        ex, ey, cos, sin = float(x) - u, float(y) - v, np.cos(direction), np.sin(direction)
        heading = torch.atan2(yu * cos + yv * sin, xu * cos + xv * sin)
        out.append([0.0, at.x[v, u] + xu * ex + xv * ey, at.y[v, u] + yu * ex + yv * ey, heading])
    return torch.tensor(out).reshape(-1, 4)


def from_one_to_other(one: Capture, other: Capture, rows: np.ndarray) -> list[np.ndarray | None]:
    """x, y, direction, clarity there of each of `rows` of one capture in the other; None where it does not touch."""
    out = []
    for row in on_master(one, rows):
        there = _seen(row[None], other.x, other.y, other.clarity, other.contact)
        out.append(there[0].numpy() if len(there) else None)
    return out
