"""What the detector is asked for, and what is read off its answers."""

from __future__ import annotations

import math

import numpy as np
import torch

from twinmark_training.anchors import MAX_ANCHORS, RADIUS, THRESHOLD, cut_patches, detect, read_anchors
from twinmark_training.detector_loss import CLEAR, detector_loss, targets
from twinmark_training.geometry import angle_difference
from twinmark_training.networks import Detector
from twinmark_training.views import Pieces

SIZE = 64


def pieces_with(*rows: tuple[float, float, float, float]) -> Pieces:
    full = torch.ones(1, 1, SIZE, SIZE)
    return Pieces(torch.zeros(1, 1, SIZE, SIZE), full, full * 0.8, [torch.tensor(rows).reshape(-1, 4)])


def perfect_field(pieces: Pieces) -> torch.Tensor:
    want = targets(pieces)
    field = torch.zeros(1, 7, SIZE // 2, SIZE // 2)
    field[:, 0] = torch.where(want["bump"] >= 0.999, 9.0, -9.0)
    field[:, 1:3], field[:, 3:5] = want["offset"], want["direction"]
    field[:, 5], field[:, 6] = 9.0, math.log(0.8 / 0.2)
    return field


def test_targets_peak_at_the_minutia_and_lead_to_it_from_its_neighbours():
    x, y, direction = 21.7, 40.2, 2.1
    want = targets(pieces_with((x, y, direction, 0.9)))
    row, column = divmod(int(want["bump"][0].argmax()), SIZE // 2)
    assert want["bump"].max() == 1
    assert abs(column * 2 + 0.5 - x) <= 1.5 and abs(row * 2 + 0.5 - y) <= 1.5
    near = torch.nonzero(want["near"][0])
    assert 4 <= len(near) <= 16
    for row, column in near.tolist():
        dx, dy = want["offset"][0, :, row, column].tolist()
        assert abs(column * 2 + 0.5 + dx - x) < 1e-4 and abs(row * 2 + 0.5 + dy - y) < 1e-4
        cos, sin = want["direction"][0, :, row, column].tolist()
        assert abs(angle_difference(math.atan2(sin, cos), direction)) < 1e-5


def test_an_unclear_minutia_is_neither_asked_for_nor_held_against():
    clear, unclear = (20.0, 20.0, 1.0, 0.9), (44.0, 44.0, 1.0, CLEAR - 0.01)
    want = targets(pieces_with(clear, unclear))
    assert want["bump"][0, 22, 22] == 0 and not want["near"][0, 22, 22]
    assert want["ignore"][0, 22, 22] and not want["ignore"][0, 10, 10]
    pieces = pieces_with(clear, unclear)
    field = perfect_field(pieces)
    before = float(detector_loss(field, pieces)["minutiae"])
    field[0, 0, 22, 22] = 5.0
    assert float(detector_loss(field, pieces)["minutiae"]) == before
    field[0, 0, 5, 28] = 5.0
    assert float(detector_loss(field, pieces)["minutiae"]) > before + 1


def test_the_loss_is_low_only_for_the_right_answer():
    pieces = pieces_with((20.4, 31.9, 0.5, 0.9), (50.0, 12.0, 4.0, 0.7))
    right = perfect_field(pieces)
    best = {name: float(part) for name, part in detector_loss(right, pieces).items()}
    assert best["minutiae"] < 0.01 and best["offset"] < 1e-6 and best["direction"] < 1e-6 and best["mask"] < 0.001
    wrong = right.clone()
    wrong[:, 1:5] *= -1
    wrong[:, 5] *= -1
    worse = {name: float(part) for name, part in detector_loss(wrong, pieces).items()}
    assert worse["offset"] > 0.1 and worse["direction"] > 1 and worse["mask"] > 5
    no_minutia = detector_loss(torch.zeros(1, 7, SIZE // 2, SIZE // 2), pieces_with())
    assert all(bool(torch.isfinite(part)) for part in no_minutia.values())


def plant(field: np.ndarray, row: int, column: int, probability: float, dx=0.0, dy=0.0, direction=0.0) -> None:
    field[:5, row, column] = (
        math.log(probability / (1 - probability)),
        dx,
        dy,
        math.cos(direction),
        math.sin(direction),
    )


def empty_field(cells: int = 40) -> np.ndarray:
    field = np.zeros((7, cells, cells), dtype=np.float32)
    field[0], field[5] = -9.0, 9.0
    return field


def test_anchors_are_read_where_the_field_puts_them_best_first():
    field = empty_field()
    plant(field, 10, 12, 0.6, 0.4, -0.7, 2.5)
    plant(field, 30, 5, 0.9, -0.2, 0.1, -1.0)
    plant(field, 20, 20, THRESHOLD - 0.02)
    found = read_anchors(field, 80, 80)
    np.testing.assert_allclose(found.weight, [0.9, 0.6], atol=1e-5)
    np.testing.assert_allclose(found.x, [10.5 - 0.2, 24.5 + 0.4], atol=1e-5)
    np.testing.assert_allclose(found.y, [60.5 + 0.1, 20.5 - 0.7], atol=1e-5)
    np.testing.assert_allclose(found.direction, [-1.0, 2.5], atol=1e-5)


def test_of_anchors_closer_than_the_radius_the_better_stays():
    field = empty_field()
    plant(field, 10, 10, 0.6)
    plant(field, 10, 12, 0.8)
    plant(field, 10, 15, 0.7)
    found = read_anchors(field, 80, 80)
    np.testing.assert_allclose(found.weight, [0.8, 0.7], atol=1e-5)
    assert found.x[1] - found.x[0] >= RADIUS


def test_outside_the_finger_and_beyond_the_print_are_no_anchors_and_there_are_never_too_many():
    field = empty_field(60)
    plant(field, 10, 10, 0.9)
    plant(field, 10, 30, 0.9)
    plant(field, 50, 10, 0.9)
    field[5, :, 25:] = -9.0
    assert len(read_anchors(field, 80, 120).x) == 1
    crowd = empty_field(100)
    for row in range(0, 100, 4):
        for column in range(0, 100, 4):
            plant(crowd, row, column, 0.5)
    assert len(read_anchors(crowd, 200, 200).x) == MAX_ANCHORS


def test_a_print_of_any_size_is_detected():
    torch.manual_seed(0)
    found = detect(Detector(8).eval(), torch.randn(1, 1, 61, 45))
    assert found.mask.shape == found.clarity.shape == (31, 23)


def test_patches_are_what_a_loop_samples():
    rng = np.random.default_rng(0)
    image = rng.normal(size=(50, 70)).astype(np.float32)
    anchors = [(30.3, 22.8, 0.7), (5.0, 44.0, -2.0)]
    got = cut_patches(torch.from_numpy(image)[None, None], *zip(*anchors, strict=True), size=16, step=1.25)

    def pixel(row: int, column: int) -> float:
        return float(image[row, column]) if 0 <= row < 50 and 0 <= column < 70 else 0.0

    for k, (ax, ay, direction) in enumerate(anchors):
        cos, sin = math.cos(direction), math.sin(direction)
        for i in range(16):
            for j in range(16):
                u, v = (j - 7.5) * 1.25, (i - 7.5) * 1.25
                x, y = ax + u * cos - v * sin, ay + u * sin + v * cos
                left, top = math.floor(x), math.floor(y)
                fx, fy = x - left, y - top
                above = (1 - fx) * pixel(top, left) + fx * pixel(top, left + 1)
                below = (1 - fx) * pixel(top + 1, left) + fx * pixel(top + 1, left + 1)
                assert abs(float(got[k, 0, i, j]) - ((1 - fy) * above + fy * below)) < 1e-4
