"""Views of anchors, and pieces of prints with their truth."""

from __future__ import annotations

import math

import cv2
import numpy as np
import torch

from twinmark_training.geometry import PATCH_STEP, angle_difference
from twinmark_training.impressions import ANY, Pose, Sensor, posed_grid, sample_masters
from twinmark_training.views import AnchorNoise, _clarity, _seen, anchors_of, patch_views, print_pieces

PERFECT = Sensor(
    thickness=0.0,
    break_noise=0.0,
    gain=(2.0, 2.0),
    speckle=0.0,
    holes=-0.1,
    scratches=0.0,
    contrast=(1.0, 1.0),
    shading=0.0,
    noise=0.0,
    blur=0.0,
)
STILL = Pose(scale=0.0, shear=0.0, coarse_px=0.0)
EXACT = AnchorNoise(position_px=0.0, direction_rad=0.0)


def correlation(a, b) -> float:
    return float(np.corrcoef(np.asarray(a).reshape(-1), np.asarray(b).reshape(-1))[0, 1])


def test_two_views_of_an_anchor_show_one_ridge_pattern_and_of_two_anchors_two(masters, generator):
    anchors = anchors_of(masters)[:40]
    one, two = (patch_views(masters, anchors, PERFECT, EXACT, generator, pose=STILL) for _ in range(2))
    mated = [correlation(a, b) for a, b in zip(one, two, strict=True)]
    non_mated = [correlation(a, b) for a, b in zip(one, two.roll(1, 0), strict=True)]
    assert np.median(mated) > 0.9
    assert min(mated) > max(non_mated)


def test_what_a_sensor_does_leaves_it_the_same_finger(masters, generator):
    anchors = anchors_of(masters)[:60]
    one, two = (patch_views(masters, anchors, ANY, EXACT, generator, pose=STILL) for _ in range(2))
    assert one.shape == (60, 1, 48, 48)
    mated = [correlation(a, b) for a, b in zip(one, two, strict=True)]
    non_mated = [correlation(a, b) for a, b in zip(one, two.roll(7, 0), strict=True)]
    assert np.mean(mated) > 0.25 and abs(np.mean(non_mated)) < 0.1


def test_the_pose_that_was_put_in_is_found_by_search(masters, generator):
    """An anchor moved and turned by known amounts shows the patch moved and turned by just these."""
    anchors = anchors_of(masters)[20:24]
    turn, ahead = 0.20, 5.0
    moved = anchors.clone()
    moved[:, 1] += ahead * torch.cos(anchors[:, 3])
    moved[:, 2] += ahead * torch.sin(anchors[:, 3])
    moved[:, 3] += turn
    plain, posed = (patch_views(masters, rows, PERFECT, EXACT, generator, pose=STILL) for rows in (anchors, moved))
    middle = (48 - 1) / 2
    for a, b in zip(plain[:, 0].numpy(), posed[:, 0].numpy(), strict=True):
        best = (-2.0, 0.0, 0.0)
        for angle in np.arange(-0.4, 0.41, 0.05):
            for shift in np.arange(-10, 10.1, 2.5):
                cos, sin = math.cos(angle), math.sin(angle)
                # Pixel of the posed patch -> of the plain one.
                matrix = np.array(
                    [
                        [cos, -sin, middle + shift / PATCH_STEP - cos * middle + sin * middle],
                        [sin, cos, middle - sin * middle - cos * middle],
                    ]
                )
                seen = cv2.warpAffine(a, matrix, (48, 48), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
                best = max(best, (correlation(seen[14:34, 14:34], b[14:34, 14:34]), angle, shift))
        assert best[0] > 0.85
        assert abs(best[1] - turn) < 0.03 and abs(best[2] - ahead) < 1.3


def test_planted_points_are_seen_where_the_frame_shows_them(generator):
    size = 120
    x, y = posed_grid(torch.tensor([[128.0, 140.0]]), torch.tensor([0.8]), (size, size), 1.0, Pose(), generator)
    x, y = x[0], y[0]
    spots = torch.tensor([[20, 30], [60, 61], [99, 17], [5, 110], [75, 88]])
    master_x, master_y = x[spots[:, 1], spots[:, 0]] + 0.3, y[spots[:, 1], spots[:, 0]] - 0.2
    directions = torch.tensor([0.1, 1.5, 3.0, 4.4, 6.0])
    rows = torch.stack([torch.zeros(5), master_x, master_y, directions], 1)
    outside = torch.tensor([[0.0, -90.0, 20.0, 1.0]])
    contact, clarity = torch.ones(size, size), torch.linspace(0, 1, size).expand(size, size)
    contact[100:] = 0
    found = _seen(torch.cat([rows, outside]), x, y, clarity, contact)
    kept = [0, 1, 2, 4]
    assert len(found) == len(kept), "one lies outside, one where nothing touches"

    def shown(u: float, v: float) -> tuple[float, float]:
        """Master position of a frame position, bilinear."""
        left, top = int(u), int(v)
        fu, fv = u - left, v - top
        return tuple(
            float(
                (1 - fv) * ((1 - fu) * t[top, left] + fu * t[top, left + 1])
                + fv * ((1 - fu) * t[top + 1, left] + fu * t[top + 1, left + 1])
            )
            for t in (x, y)
        )

    for k, (u, v, direction, clear) in zip(kept, found.tolist(), strict=True):
        at = shown(u, v)
        assert math.hypot(at[0] - float(master_x[k]), at[1] - float(master_y[k])) < 0.1
        ahead = shown(u + 2 * math.cos(direction), v + 2 * math.sin(direction))
        heading = math.atan2(ahead[1] - at[1], ahead[0] - at[0])
        assert abs(angle_difference(heading, float(directions[k]))) < 0.06
        assert abs(clear - u / (size - 1)) < 0.02


def test_clarity_is_one_on_the_ridges_and_zero_on_noise(masters, generator):
    y, x = torch.meshgrid(torch.arange(80.0, 160), torch.arange(80.0, 160), indexing="ij")
    clean = sample_masters(masters.ridges, torch.tensor([0]), x[None], y[None])
    assert float(_clarity(clean * 1.7, clean).mean()) > 0.97
    noise = torch.randn(clean.shape, generator=generator)
    assert float(_clarity(noise, clean).mean()) < 0.2
    assert float(_clarity(-clean, clean).max()) == 0


def test_bilinear_sampling_is_what_a_loop_gives(masters):
    x, y = torch.tensor([[[10.25, 200.0, 0.5]]]), torch.tensor([[[31.75, 100.0, 0.0]]])
    got = sample_masters(masters.ridges, torch.tensor([3]), x, y).reshape(-1).tolist()
    image = masters.ridges[3].double() / 127
    for value, px, py in zip(got, x.reshape(-1).tolist(), y.reshape(-1).tolist(), strict=True):
        left, top = int(px), int(py)
        fx, fy = px - left, py - top
        above = (1 - fx) * image[top, left] + fx * image[top, left + 1]
        below = (1 - fx) * image[top + 1, left] + fx * image[top + 1, left + 1]
        assert abs(value - float((1 - fy) * above + fy * below)) < 1e-5


def test_pieces_show_their_minutiae_where_their_truth_says(masters, generator):
    """Around a minutia of the truth, in its direction, lies what lies around it in the master."""
    pieces = print_pieces(masters, 12, PERFECT, generator, size=96)
    assert pieces.print.shape == pieces.mask.shape == pieces.clarity.shape == (12, 1, 96, 96)
    rows = torch.cat(pieces.minutiae)
    assert len(rows) > 30
    assert bool(((rows[:, :2] > 0) & (rows[:, :2] < 95)).all())
    assert float(rows[:, 3].median()) > 0.6
    masked = torch.stack([p.mean() for p in pieces.mask])
    assert masked.min() < 0.9 < masked.max(), "some end at an edge, some do not"


def test_the_same_seed_draws_the_same_views(masters):
    def draw(seed: int) -> torch.Tensor:
        anchors = anchors_of(masters)[:20]
        return patch_views(masters, anchors, ANY, AnchorNoise(), torch.Generator().manual_seed(seed))

    assert torch.equal(draw(1), draw(1))
    assert not torch.equal(draw(1), draw(2))
    one, again = (print_pieces(masters, 2, ANY, torch.Generator().manual_seed(4)) for _ in range(2))
    assert torch.equal(one.print, again.print)
    assert all(torch.equal(a, b) for a, b in zip(one.minutiae, again.minutiae, strict=True))
