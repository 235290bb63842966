"""Synthetic master prints: the ridge pattern of a finger that never was, with its exact minutiae.

An orientation field from singular points steers a bank of oriented band-pass filters over white
noise until ridges stand; minutiae arise by themselves where the field wants them. They are read
off as the points where the local phase winds once around: a complete and exact ground truth that
no skeleton could give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from .geometry import DPI, TURN, smooth_noise
from .geometry import MASTER_HEIGHT as H
from .geometry import MASTER_WIDTH as W

PERIOD = 9.0 * DPI / 500
"""Mean ridge period, 0.46 mm; field studies give 8 to 10.2 px at 500 dpi."""
PERIOD_RATIOS = (0.80, 1.24)
RADIUS = 13
"""Of the filter, in pixels: about three periods, which is what makes ridges straight."""
PASSES = 8
BORDER = 12
"""Minutiae nearer to the edge than this are left out: their surroundings are cut off."""


@dataclass
class Masters:
    """ridges: int8 [N, H, W], +127 on a ridge.
    minutiae: float32 [M, 4]: master, x, y, direction (to the side with one ridge less, so that it stays
    when an ending looks like a fork in another capture)."""

    ridges: torch.Tensor
    minutiae: torch.Tensor


def orientation_field(generator: torch.Generator) -> torch.Tensor:
    """Ridge direction modulo pi, [H, W]: loops 65 %, whorls 28 %, arches 7 % (their natural shares)."""

    def between(low: float, high: float) -> float:
        return low + (high - low) * torch.rand(1, generator=generator, device=generator.device).item()

    y, x = torch.meshgrid(
        torch.arange(H, dtype=torch.float32, device=generator.device),
        torch.arange(W, dtype=torch.float32, device=generator.device),
        indexing="ij",
    )
    unit = DPI / 200
    cx, cy = W / 2 + between(-12, 12) * unit, H / 2 + between(-22, 12) * unit
    kind = between(0, 1)
    if kind < 0.05:
        width, height = W * between(0.28, 0.44), H * between(0.25, 0.5)
        slope = between(0.4, 1.1) * torch.sin((x - cx) / width) * torch.exp(-(((y - cy - 12) / height) ** 2))
        return -torch.atan(slope) + smooth_noise(1, 5, (H, W), generator)[0, 0] * 0.10
    if kind < 0.07:  # Tented arch: the delta straight below the core.
        cores, deltas = [(cx, cy)], [(cx + between(-6, 6) * unit, cy + between(30, 70) * unit)]
    elif kind < 0.72:
        side = 1 if between(0, 1) < 0.5 else -1
        cores, deltas = [(cx, cy)], [(cx + side * between(32, 78) * unit, cy + between(42, 100) * unit)]
    else:
        apart, tilt = between(4, 42) * unit, between(-0.6, 0.6)
        dx, dy = math.sin(tilt) * apart / 2, math.cos(tilt) * apart / 2
        cores = [(cx + dx, cy - dy), (cx - dx, cy + dy)]
        deltas = [(cx + side * between(42, 88) * unit, cy + between(42, 95) * unit) for side in (-1, 1)]
    field = sum(torch.atan2(y - py, x - px) for px, py in cores) - sum(torch.atan2(y - py, x - px) for px, py in deltas)
    return field / 2 + smooth_noise(1, 4, (H, W), generator)[0, 0] * 0.12


class SteeredFilter:
    """A wave packet of the local period across the local ridges, at every pixel its own.

    A bank of filters would compute sixty responses a pixel to use four of them; here each pixel has
    just its own kernel, kept as one plane of weights a tap."""

    def __init__(self, theta: torch.Tensor, period: torch.Tensor, radius: int, odd: bool = False):
        """theta: [H, W] ridge direction modulo pi; period: [H, W] in pixels."""
        self.radius = radius
        steps = range(-radius, radius + 1)
        across_x, across_y = -torch.sin(theta) * TURN / period, torch.cos(theta) * TURN / period
        waves_x = {d: (torch.cos(across_x * d), torch.sin(across_x * d)) for d in steps}
        waves_y = {d: (torch.cos(across_y * d), torch.sin(across_y * d)) for d in steps}
        self.taps = []
        for dy in steps:
            for dx in steps:
                distance = math.hypot(dx, dy)
                if distance > radius:
                    continue
                window = 0.5 + 0.5 * math.cos(math.pi * distance / (radius + 1))
                (cx, sx), (cy, sy) = waves_x[dx], waves_y[dy]
                wave = sx * cy + cx * sy if odd else cx * cy - sx * sy
                self.taps.append((dy, dx, wave.mul_(window)))

    def __call__(self, image: torch.Tensor) -> torch.Tensor:
        height, width = image.shape
        r = self.radius
        padded = torch.nn.functional.pad(image[None, None], (r,) * 4, mode="reflect")[0, 0]
        out = torch.zeros_like(image)
        for dy, dx, weight in self.taps:
            out.addcmul_(padded[r + dy : r + dy + height, r + dx : r + dx + width], weight)
        return out


class MasterMaker:
    def __init__(self, device: torch.device | str = "cpu"):
        self.device = torch.device(device)

    def make(self, seed: int) -> Masters:
        """The master of that seed: the same on every run of one version of torch and one device."""
        generator = torch.Generator(self.device).manual_seed(seed)
        theta = orientation_field(generator)
        period = PERIOD * torch.exp(self._log_period(generator))
        steered = SteeredFilter(theta, period, RADIUS)
        image = torch.randn(H, W, generator=generator, device=self.device)
        for _ in range(PASSES):
            response = steered(image)
            power = torch.nn.functional.avg_pool2d((response * response)[None, None], 31, 1, 15)[0, 0]
            image = torch.tanh(1.6 * response / (power.sqrt() + 1e-9))
        return Masters((image * 127).round().to(torch.int8)[None], read_minutiae(image, theta, period))

    def _log_period(self, generator: torch.Generator) -> torch.Tensor:
        """Wider ridges below, smooth variation, and a factor for the whole finger."""
        whole = (torch.rand(1, generator=generator, device=self.device).item() - 0.5) * 0.26
        rows = torch.linspace(-0.5, 0.5, H, device=self.device)[:, None] * 0.10
        log_ratio = smooth_noise(1, 4, (H, W), generator)[0, 0] * 0.10 + whole + rows
        return torch.clamp(log_ratio, math.log(PERIOD_RATIOS[0]), math.log(PERIOD_RATIOS[1]))


def read_minutiae(image: torch.Tensor, theta: torch.Tensor, period: torch.Tensor) -> torch.Tensor:
    """The points that the local phase winds around once, as rows of {@link Masters.minutiae} of master 0.

    image: [H, W] ridge signal; theta: [H, W] ridge direction modulo pi; period: [H, W] in pixels."""
    phase_even = SteeredFilter(theta, period, 4)(image)
    phase_odd = SteeredFilter(theta, period, 4, odd=True)(image)
    normal_x, normal_y = -torch.sin(theta), torch.cos(theta)
    corners = [
        (slice(0, -1), slice(0, -1)),
        (slice(0, -1), slice(1, None)),
        (slice(1, None), slice(1, None)),
        (slice(1, None), slice(0, -1)),
    ]
    first = corners[0]
    phases, agreement = [], torch.ones(H - 1, W - 1, device=image.device)
    for corner in corners:
        dot = normal_x[corner] * normal_x[first] + normal_y[corner] * normal_y[first]
        agreement = torch.minimum(agreement, dot.abs())
        phases.append(torch.atan2(phase_odd[corner] * torch.sign(dot), phase_even[corner]))
    winding = sum(_wrap(phases[(k + 1) % 4] - phases[k]) for k in range(4)) / TURN
    inside = torch.zeros_like(winding, dtype=torch.bool)
    inside[BORDER:-BORDER, BORDER:-BORDER] = True
    # Next to a core or a delta the field itself turns: what winds there is no minutia.
    found = (winding.abs() > 0.5) & inside & (agreement > 0.9)
    ys, xs = torch.nonzero(found, as_tuple=True)
    nx, ny = normal_x[ys, xs], normal_y[ys, xs]
    # Clockwise on the screen (x right, y down) with the winding's sign: the side with one ridge less.
    sign = torch.sign(winding[ys, xs])
    tx, ty = ny * sign, -nx * sign
    x, y = xs.float() + 0.5, ys.float() + 0.5
    rows = torch.stack([torch.zeros_like(x), x, y, torch.atan2(ty, tx) % TURN], 1)
    return _drop_pairs(rows, 4.0)


def _wrap(angle: torch.Tensor) -> torch.Tensor:
    return (angle + math.pi) % TURN - math.pi


def _drop_pairs(rows: torch.Tensor, radius: float) -> torch.Tensor:
    """Two minutiae closer than a ridge period are a break or a bridge, not two anchors."""
    if len(rows) < 2:
        return rows
    apart = torch.cdist(rows[:, 1:3], rows[:, 1:3])
    apart.fill_diagonal_(math.inf)
    return rows[apart.min(1).values > radius]
