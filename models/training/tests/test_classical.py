"""The classical extractor, which the detector is held against, on patterns whose truth is known."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
import torch
from test_masters import AT, wave

from twinmark_training.classical import crossings, extract, lone, thin, without_spurs
from twinmark_training.geometry import angle_difference


@pytest.mark.parametrize(("theta", "winding"), [(0.0, 1), (0.7, -1), (2.4, 1)])
def test_it_finds_the_dislocation_that_the_truth_knows_with_the_same_direction(theta, winding):
    found = extract(1.5 * wave(theta, winding)[None, None])
    assert len(found.x) == 1
    assert math.hypot(found.x[0] - AT[0], found.y[0] - AT[1]) < 3
    expected = theta + math.pi if winding == 1 else theta
    assert abs(angle_difference(float(found.direction[0]), expected)) < 0.2


def test_it_finds_nothing_in_a_plain_wave():
    assert len(extract(1.5 * wave(0.9, 0)[None, None]).x) == 0


def test_it_finds_nothing_where_no_finger_is():
    assert len(extract(torch.zeros(1, 1, 96, 96)).x) == 0


def test_thinning_leaves_lines_of_one_pixel_that_hang_together_as_before():
    y, x = np.mgrid[:80, :90]
    blob = (np.abs(y - 20 - 0.3 * x) < 3) | (np.abs(x - 50 + 0.2 * y) < 4) | (np.hypot(y - 60, x - 20) < 9)
    thinned = thin(blob)
    assert not (thinned & ~blob).any()
    pieces = lambda image: cv2.connectedComponents(image.astype(np.uint8), connectivity=8)[0]
    assert pieces(thinned) == pieces(blob)
    assert thinned.sum() < 0.25 * blob.sum()
    squares = thinned[:-1, :-1] & thinned[1:, :-1] & thinned[:-1, 1:] & thinned[1:, 1:]
    assert not squares.any()
    assert (thin(thinned) == thinned).all()


def test_crossings_tell_endings_from_forks():
    skeleton = np.zeros((30, 40), bool)
    skeleton[15, 3:30] = True
    for k in range(1, 9):
        skeleton[15 - k, 20 + k] = True
    number = crossings(skeleton)
    assert {tuple(at) for at in np.argwhere(number == 1)} == {(15, 3), (15, 29), (7, 28)}
    assert len(np.argwhere(number == 3)) == 1


def test_spurs_go_and_ridges_stay():
    skeleton = np.zeros((40, 80), bool)
    skeleton[20, 5:75] = True
    skeleton[15:20, 40] = True
    cleaned = without_spurs(skeleton)
    assert not cleaned[:19].any()
    assert cleaned[20, 10:70].all()


def test_of_three_ways_the_one_against_the_others_is_alone():
    assert lone([0.2, math.pi, -0.3]) == math.pi
    assert lone([math.pi - 0.1, -math.pi + 0.2, 0.4]) == 0.4
