"""What a sensor makes of a finger: pose and skin distortion first, then ridges, contact and noise.

Everything is drawn with ridges bright, in [0, 1], at whatever grid of master positions the caller
asks for: a patch around a minutia for the encoder, a piece of a print for the detector, a whole
print for the synthetic test set. One renderer, so that the two networks meet the same world."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .geometry import TURN, box_mean, smooth_noise, uniform


@dataclass(frozen=True)
class Sensor:
    """Ranges of what varies between captures of one kind of sensor."""

    thickness: float = 0.65
    """Ridges thinner (dry) or thicker (wet): shift of the ridge signal, up to."""
    break_noise: float = 1.0
    """Noise of the size of a ridge, which breaks and bridges ridges, up to this share of them."""
    gain: tuple[float, float] = (1.6, 5.5)
    """Of the sigmoid from ridge signal to grey: soft to almost binary."""
    speckle: float = 0.45
    holes: float = 0.28
    scratches: float = 1.2
    """Expected number on 15 x 15 mm."""
    contrast: tuple[float, float] = (0.4, 1.0)
    shading: float = 0.07
    noise: float = 0.07
    blur: float = 0.9
    """Share of a 3 x 3 box mean, applied twice, up to."""


ANY = Sensor()
"""All sensors at once: what the shipped models are trained on."""

OPTICAL = Sensor(thickness=0.45, break_noise=0.5, gain=(1.6, 3.5), speckle=0.2, holes=0.15)
CAPACITIVE = Sensor(thickness=0.7, break_noise=1.2, gain=(3.0, 5.5), speckle=0.5, blur=0.3)


def sample_masters(ridges: torch.Tensor, index: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """The ridge signal of master index[n] at positions x[n], y[n] in master pixels: [n, 1, h, w] in [-1, 1].

    Bilinear, mirrored beyond the edge. Reads only the four pixels it needs: a library's sampler
    would first turn every chosen master into floats."""
    height, width = ridges.shape[1:]
    x, y = _mirrored(x, width - 1), _mirrored(y, height - 1)
    left, top = x.floor(), y.floor()
    fx, fy = x - left, y - top
    at = (index[:, None, None] * height + top.long().clamp_(max=height - 2)) * width + left.long().clamp_(max=width - 2)
    flat = ridges.reshape(-1)
    above = torch.lerp(flat[at].float(), flat[at + 1].float(), fx)
    below = torch.lerp(flat[at + width].float(), flat[at + width + 1].float(), fx)
    return torch.lerp(above, below, fy)[:, None] / 127


def _mirrored(position: torch.Tensor, last: int) -> torch.Tensor:
    inside = position.abs().remainder(2 * last)
    return torch.minimum(inside, 2 * last - inside)


def capture(
    clean: torch.Tensor, contact: torch.Tensor, sensor: Sensor, step: float, generator: torch.Generator
) -> torch.Tensor:
    """One image of a ridge signal: [n, 1, h, w] in [0, 1], ridges bright.

    clean: [n, 1, h, w] in [-1, 1]; contact: same shape, 1 where skin touches; step: pixels of
    250 dpi between two pixels, so that the grain of the noise has one size on skin."""
    n, _, height, width = clean.shape
    size, device = (height, width), clean.device
    fine = max(4, round(height * step / 3.2))
    amount = uniform(n, 0, sensor.break_noise, generator) * torch.sigmoid(2 * smooth_noise(n, 4, size, generator))
    signal = clean + amount * smooth_noise(n, fine, size, generator)
    signal = (
        signal + uniform(n, -sensor.thickness, sensor.thickness, generator) + 0.22 * smooth_noise(n, 4, size, generator)
    )
    image = torch.sigmoid(signal * uniform(n, *sensor.gain, generator))
    grain = torch.rand(n, 1, height, width, generator=generator, device=device)
    image = image * (1 - sensor.speckle * uniform(n, 0, 1, generator) * grain)
    image = image * _holes(n, size, step, sensor, generator)
    image = image * _scratches(n, size, step, sensor, generator)
    image = image * contact
    contrast = uniform(n, *sensor.contrast, generator)
    image = uniform(n, 0, 1, generator) * (1 - contrast) + contrast * image
    image = image + sensor.shading * smooth_noise(n, 3, size, generator)
    share = uniform(n, 0, sensor.blur, generator)
    white = torch.randn(n, 1, height, width, generator=generator, device=device)
    early = torch.rand(n, 1, 1, 1, generator=generator, device=device) < 0.5
    noise = white * uniform(n, 0, sensor.noise, generator)
    image = image + noise * early
    for _ in range(2):
        image = torch.lerp(image, box_mean(image, 3), share)
    return (image + noise * ~early).clamp(0, 1)


def _holes(n, size, step, sensor: Sensor, generator) -> torch.Tensor:
    """Dry spots of two to four pixels."""
    cells = max(4, round(size[0] * step / 3.6))
    field = torch.rand(n, 1, cells, cells, generator=generator, device=generator.device)
    field = F.interpolate(field, size=size, mode="bilinear")
    return torch.sigmoid((field - uniform(n, -0.1, sensor.holes, generator)) * 18)


def _scratches(n, size, step, sensor: Sensor, generator) -> torch.Tensor:
    x, y = _centred(size, step, generator.device)
    expected = sensor.scratches * size[0] * size[1] * step * step / 150**2
    out = 1.0
    for _ in range(max(1, round(2 * expected))):
        there = torch.rand(n, 1, 1, 1, generator=generator, device=generator.device) < min(0.5, expected)
        angle = uniform(n, 0, math.pi, generator)
        reach = 0.45 * max(size) * step
        offset = uniform(n, -reach, reach, generator)
        half = uniform(n, 0.5, 1.9, generator)
        bend = uniform(n, -0.004, 0.004, generator)
        along = -x * torch.sin(angle) + y * torch.cos(angle)
        line = (x * torch.cos(angle) + y * torch.sin(angle) - offset + bend * along * along).abs()
        out = out * torch.where(there, torch.sigmoid((line - half) * 2.4), torch.ones(1, device=generator.device))
    return out


def edge_contact(n: int, size: tuple[int, int], step: float, share: float, nearest: float, generator) -> torch.Tensor:
    """Contact that ends at one side in a share of the images, no nearer to the centre than so many pixels."""
    x, y = _centred(size, step, generator.device)
    there = torch.rand(n, 1, 1, 1, generator=generator, device=generator.device) < share
    angle = uniform(n, 0, TURN, generator)
    reach = 0.5 * max(size) * step
    distance = uniform(n, nearest, reach, generator)
    ragged = 2.0 * smooth_noise(n, max(4, round(size[0] * step / 8)), size, generator)
    edge = torch.sigmoid((distance - (x * torch.cos(angle) + y * torch.sin(angle)) + ragged) * 1.2)
    return torch.where(there, edge, torch.ones(1, device=generator.device))


def pad_contact(n: int, size: tuple[int, int], step: float, generator) -> torch.Tensor:
    """A finger pad pressed on a plate: an ellipse of 13 to 19 by 16 to 25 mm with a ragged edge, often cut."""
    x, y = _centred(size, step, generator.device)
    mm = 250 / 25.4
    width, height = uniform(n, 6.5, 9.5, generator) * mm, uniform(n, 8, 12.5, generator) * mm
    cx, cy = uniform(n, -2, 2, generator) * mm, uniform(n, -3, 3, generator) * mm
    radius = torch.sqrt(((x - cx) / width) ** 2 + ((y - cy) / height) ** 2)
    ragged = 0.03 * smooth_noise(n, max(4, round(size[0] * step / 8)), size, generator) + 0.06 * smooth_noise(
        n, 5, size, generator
    )
    return torch.sigmoid((1 - radius + ragged) * 28) * edge_contact(n, size, step, 0.3, 35, generator)


def _centred(size: tuple[int, int], step: float, device) -> tuple[torch.Tensor, torch.Tensor]:
    height, width = size
    y = (torch.arange(height, device=device) - (height - 1) / 2) * step
    x = (torch.arange(width, device=device) - (width - 1) / 2) * step
    grid_y, grid_x = torch.meshgrid(y, x, indexing="ij")
    return grid_x[None, None], grid_y[None, None]


@dataclass(frozen=True)
class Pose:
    """How far captures of one finger differ, one standard deviation unless said otherwise; each capture
    has a strength between the two of `strength`, which multiplies all: some fingers are pushed hard."""

    scale: float = 0.03
    shear: float = 0.02
    coarse_px: float = 2.0
    """Displacement of the skin on a 4 x 4 grid over the frame, in pixels of 250 dpi."""
    cells: int = 4
    strength: tuple[float, float] = (0.2, 2.0)


def posed_grid(
    centre: torch.Tensor, angle: torch.Tensor, size: tuple[int, int], step: float, pose: Pose, generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Master positions [n, h, w] of a frame's pixels: the frame's x axis lies along `angle`.

    centre: [n, 2] master pixels; angle: [n] rad."""
    n = len(centre)
    x, y = (t[:, 0].expand(n, -1, -1) for t in _centred(size, step, generator.device))
    normal = torch.randn(n, 4, 1, 1, generator=generator, device=generator.device)
    strength = uniform(n, *pose.strength, generator)
    normal = normal * strength
    shift = pose.coarse_px * strength * smooth_noise(2 * n, pose.cells, size, generator).reshape(n, 2, *size)
    scale = 1 + pose.scale * normal[:, 0]
    px = x * scale * (1 + pose.shear * normal[:, 1]) + y * pose.shear * normal[:, 2] + shift[:, 0]
    py = y * scale * (1 - pose.shear * normal[:, 1]) + x * pose.shear * normal[:, 3] + shift[:, 1]
    cos, sin = torch.cos(angle)[:, None, None], torch.sin(angle)[:, None, None]
    return centre[:, 0, None, None] + px * cos - py * sin, centre[:, 1, None, None] + px * sin + py * cos
