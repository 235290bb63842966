"""A classical minutiae extractor, to hold the detector against: what programs of the NBIS kind do.

Orientation by the structure tensor, filtering along the ridges, a threshold, thinning, and the points
of the skeleton that have one or three neighbours; then everything near the border, on spurs, breaks
and bridges is thrown away. It works at 500 dpi, as such programs do."""

from __future__ import annotations

import math

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from .anchors import AnchorSet
from .masters import PERIOD, SteeredFilter

UP = 2
"""From 250 to 500 dpi."""
TENSOR_SIGMA = 7.0
FILTER_RADIUS = 9
FINGER_LEVEL = 0.4
"""Mean magnitude of the prepared print in a 16 px window: above it is finger."""
CLOSING = 41
BORDER = 12
SPUR = 6
REACH, LEAST_REACH = 12, 4
"""Of the ridge that tells a minutia's direction, as far as it does not end or fork before."""
TOUCHING = 2
APART = 6.0
"""Two minutiae nearer to each other than this are a break, a bridge or a hook. All in px of 500 dpi."""

# The neighbours of a pixel, once around.
AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))


def extract(prepared: torch.Tensor) -> AnchorSet:
    """prepared: [1, 1, H, W] at 250 dpi. Directions as everywhere: to the side with one ridge less."""
    print500 = F.interpolate(prepared, scale_factor=UP, mode="bicubic", align_corners=False)[0, 0]
    theta = orientation(print500.numpy())
    period = torch.full_like(print500, PERIOD * UP)
    filtered = SteeredFilter(torch.from_numpy(theta), period, FILTER_RADIUS)(print500).numpy()
    inside = finger(print500.numpy())
    skeleton = without_spurs(thin((filtered > 0) & inside))
    found = [m for m in minutiae(skeleton, theta) if inside_by(inside, m[0], m[1], BORDER)]
    rows = without_pairs(np.array(found, dtype=np.float64).reshape(-1, 3))
    # A pixel of 250 dpi covers two by two, so that its centre lies between them.
    x, y = (rows[:, 0] - 0.5) / UP, (rows[:, 1] - 0.5) / UP
    empty = np.zeros((0, 0))
    return AnchorSet(x, y, rows[:, 2], np.ones(len(rows)), empty, empty)


def orientation(image: np.ndarray) -> np.ndarray:
    """Ridge direction modulo pi, [H, W]."""
    gx, gy = (cv2.Sobel(image, cv2.CV_32F, dx, 1 - dx, ksize=3) for dx in (1, 0))
    xx, yy, xy = (cv2.GaussianBlur(t, (0, 0), TENSOR_SIGMA) for t in (gx * gx, gy * gy, gx * gy))
    return 0.5 * np.arctan2(2 * xy, xx - yy) + np.float32(math.pi / 2)


def finger(image: np.ndarray) -> np.ndarray:
    level = (cv2.blur(np.abs(image), (16, 16)) > FINGER_LEVEL).astype(np.uint8)
    # Scratches and dry spots are holes in the ridges, not in the finger; specks beside it are no finger.
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (CLOSING, CLOSING))
    room = cv2.copyMakeBorder(level, *(CLOSING,) * 4, cv2.BORDER_CONSTANT, value=0)
    whole = cv2.morphologyEx(cv2.morphologyEx(room, cv2.MORPH_CLOSE, disc), cv2.MORPH_OPEN, disc)
    return whole[CLOSING:-CLOSING, CLOSING:-CLOSING] > 0


def thin(ridges: np.ndarray) -> np.ndarray:
    """The one pixel wide skeleton of a binary image (Zhang and Suen 1984)."""
    image = np.pad(ridges.astype(bool), 1)
    image[[0, -1]] = image[:, [0, -1]] = False
    changed = True
    while changed:
        changed = False
        for half in (0, 1):
            p = neighbours(image)
            count = sum(t.astype(np.int8) for t in p)
            rises = sum((~p[k] & p[(k + 1) % 8]).astype(np.int8) for k in range(8))
            # North, east, south, west are 0, 2, 4, 6.
            if half == 0:
                removable = ~(p[0] & p[2] & p[4]) & ~(p[2] & p[4] & p[6])
            else:
                removable = ~(p[0] & p[2] & p[6]) & ~(p[0] & p[4] & p[6])
            gone = image[1:-1, 1:-1] & (count >= 2) & (count <= 6) & (rises == 1) & removable
            image[1:-1, 1:-1] &= ~gone
            changed |= bool(gone.any())
    return image[1:-1, 1:-1]


def neighbours(padded: np.ndarray) -> list[np.ndarray]:
    height, width = padded.shape[0] - 2, padded.shape[1] - 2
    return [padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] for dy, dx in AROUND]


def crossings(skeleton: np.ndarray) -> np.ndarray:
    """How often a walk once around a skeleton's pixel enters the skeleton: 1 at endings, 3 at forks."""
    p = neighbours(np.pad(skeleton, 1))
    return sum((~p[k] & p[(k + 1) % 8]).astype(np.int8) for k in range(8)) * skeleton


def without_spurs(skeleton: np.ndarray) -> np.ndarray:
    """Short branches between an ending and a fork are teeth of the ridge's edge."""
    skeleton, number = skeleton.copy(), crossings(skeleton)
    for y, x in zip(*np.nonzero(number == 1), strict=True):
        path = walk(skeleton, (y, x), None, SPUR)
        forks = [k for k, at in enumerate(path) if number[at] >= 3]
        if forks:
            for at in path[: forks[0]]:
                skeleton[at] = False
        elif len(path) < SPUR:
            for at in path:
                skeleton[at] = False
    return thin(skeleton)


def walk(skeleton: np.ndarray, start: tuple[int, int], first: tuple[int, int] | None, steps: int) -> list:
    """Pixels of the skeleton from `start`, over `first` where that is said, as far as it does not fork."""
    path = [start] if first is None else [start, first]
    seen = set(path)
    if first is not None:  # Do not creep back around the fork.
        seen |= {at for at in around(skeleton, start)}
    while len(path) <= steps:
        ahead = [at for at in around(skeleton, path[-1]) if at not in seen]
        if not ahead:
            break
        # Side by side before diagonal, so that corners are not cut.
        ahead.sort(key=lambda at: abs(at[0] - path[-1][0]) + abs(at[1] - path[-1][1]))
        path.append(ahead[0])
        seen.update(ahead)
    return path


def around(skeleton: np.ndarray, at: tuple[int, int]) -> list[tuple[int, int]]:
    height, width = skeleton.shape
    spots = [(at[0] + dy, at[1] + dx) for dy, dx in AROUND]
    return [(y, x) for y, x in spots if 0 <= y < height and 0 <= x < width and skeleton[y, x]]


def minutiae(skeleton: np.ndarray, theta: np.ndarray) -> list[tuple[float, float, float]]:
    """x, y, direction of endings and forks."""
    number, out, forks = crossings(skeleton), [], []
    for y, x in zip(*np.nonzero((number == 1) | (number == 3)), strict=True):
        if number[y, x] == 1:
            path = walk(skeleton, (y, x), None, REACH)
            if len(path) < LEAST_REACH:
                continue
            # Away from the ridge, where it is missing.
            heading = bearing(path[-1], (y, x))
        else:
            # One fork may show as two or three pixels side by side.
            if any(abs(x - px) <= TOUCHING and abs(y - py) <= TOUCHING for px, py in forks):
                continue
            heads = branch_bearings(skeleton, (y, x))
            if heads is None:
                continue
            forks.append((x, y))
            heading = lone(heads)
        out.append((float(x), float(y), along(theta[y, x], heading)))
    return out


def branch_bearings(skeleton: np.ndarray, at: tuple[int, int]) -> list[float] | None:
    """The three ways that leave a fork; None where one of them is short."""
    there = set(around(skeleton, at))
    ring = [(at[0] + dy, at[1] + dx) for dy, dx in AROUND]
    ways = []
    for k in range(8):
        if ring[k] in there and ring[k - 1] not in there:
            # A way begins with a run of neighbours; side by side is nearer than diagonal.
            ways.append(ring[(k + 1) % 8] if k % 2 and ring[(k + 1) % 8] in there else ring[k])
    paths = [walk(skeleton, at, way, REACH) for way in ways]
    if len(paths) != 3 or any(len(path) < LEAST_REACH for path in paths):
        return None
    return [bearing(at, path[-1]) for path in paths]


def lone(heads: list[float]) -> float:
    """Of three ways the one that stands against the two that run side by side."""
    spread = [abs(math.remainder(heads[(k + 1) % 3] - heads[(k + 2) % 3], 2 * math.pi)) for k in range(3)]
    return heads[int(np.argmin(spread))]


def bearing(start: tuple[int, int], end: tuple[int, int]) -> float:
    return math.atan2(end[0] - start[0], end[1] - start[1])


def along(theta: float, heading: float) -> float:
    """The ridge direction, of its two senses the one that the heading has."""
    away = abs(math.remainder(heading - float(theta), 2 * math.pi)) > math.pi / 2
    return (float(theta) + (math.pi if away else 0.0)) % (2 * math.pi)


def inside_by(inside: np.ndarray, x: float, y: float, margin: int) -> bool:
    rows, columns = (slice(max(0, int(t) - margin), int(t) + margin + 1) for t in (y, x))
    whole = margin <= y < inside.shape[0] - margin and margin <= x < inside.shape[1] - margin
    return whole and bool(inside[rows, columns].all())


def without_pairs(rows: np.ndarray) -> np.ndarray:
    if len(rows) < 2:
        return rows
    apart = np.hypot(rows[:, None, 0] - rows[None, :, 0], rows[:, None, 1] - rows[None, :, 1])
    np.fill_diagonal(apart, np.inf)
    return rows[apart.min(1) >= APART]
