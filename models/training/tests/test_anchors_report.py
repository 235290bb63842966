"""Synthetic captures with their truth, and what is counted on them."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from twinmark_training import anchors_report
from twinmark_training.anchors import AnchorSet
from twinmark_training.anchors_report import CLEAR, pair_up, report, table
from twinmark_training.captures import Capture, from_one_to_other, take_capture
from twinmark_training.geometry import angle_difference
from twinmark_training.impressions import ANY
from twinmark_training.masters import Masters


@pytest.fixture(scope="module")
def captures(masters) -> tuple[Capture, Capture]:
    generator = torch.Generator().manual_seed(3)
    return take_capture(masters, 2, ANY, generator), take_capture(masters, 2, ANY, generator)


def test_minutiae_lie_on_the_other_capture_where_its_own_truth_has_them(captures):
    one, other = captures
    truth = other.minutiae.numpy()
    placed = [p for p in from_one_to_other(one, other, one.minutiae[:, :3].numpy()) if p is not None]
    assert len(placed) > 10
    for x, y, direction, _ in placed:
        apart = np.hypot(truth[:, 0] - x, truth[:, 1] - y)
        assert apart.min() < 0.5
        assert abs(angle_difference(float(truth[apart.argmin(), 2]), float(direction))) < 0.1


def test_the_truth_ends_where_the_contact_and_the_master_end(captures):
    for capture in captures:
        assert len(capture.minutiae) > 10
        for x, y, _, clarity in capture.minutiae.tolist():
            assert capture.contact[round(y), round(x)] > 0.4
            assert 0 <= clarity <= 1
        assert float(capture.clarity[capture.contact < 0.5].max()) == 0


def test_pairs_are_nearest_first_one_to_one_and_agree_in_direction():
    a = np.array([[10, 10, 0.0], [13, 10, 0.0], [50, 50, 1.0]])
    b = np.array([[12, 10, 0.1], [50, 50, 1.0 + math.pi], [90, 90, 0.0]])
    assert [(i, j) for i, j, _, _ in pair_up(a, b)] == [(1, 0)]
    assert pair_up(a, b)[0][2:] == (1.0, pytest.approx(math.degrees(0.1)))
    assert pair_up(a, b[:0]) == []


@pytest.fixture
def two(masters) -> Masters:
    return Masters(masters.ridges[:2], masters.minutiae[masters.minutiae[:, 0] < 2])


def oracle_of(monkeypatch, spoil) -> dict:
    """An extractor that knows the truth of the capture that it is shown, and gives it away spoilt."""
    shown: list[Capture] = []
    take = take_capture

    def noting(*arguments) -> Capture:
        shown.append(take(*arguments))
        return shown[-1]

    def extractor(prepared: torch.Tensor) -> AnchorSet:
        capture = next(c for c in shown if c.prepared is prepared)
        x, y, direction = spoil(capture.minutiae.numpy().astype(float))
        return AnchorSet(x, y, direction, np.ones(len(x)), np.zeros((0, 0)), np.zeros((0, 0)))

    monkeypatch.setattr(anchors_report, "take_capture", noting)
    return {"oracle": extractor}


def test_an_extractor_that_knows_the_truth_is_right_in_everything(two, monkeypatch):
    found = report(two, oracle_of(monkeypatch, lambda t: t[:, :3].T))["oracle"]["all"]
    assert (found["precision"], found["recall"]) == (1, 1)
    assert found["repeatability"] > 0.98 and found["positionPx"] == 0 and found["betweenCapturesPx"] < 0.3


def test_what_is_missed_moved_and_made_up_is_counted(two, monkeypatch):
    def spoil(truth: np.ndarray):
        clear = truth[truth[:, 3] >= CLEAR]
        half = clear[::2] + np.array([1.5, 2.0, 0.1, 0])
        return np.concatenate([half, half + np.array([0, 0, math.pi, 0])])[:, :3].T

    found = report(two, oracle_of(monkeypatch, spoil))["oracle"]["all"]
    assert abs(found["recall"] - 0.5) < 0.05 and abs(found["precision"] - 0.5) < 0.06
    assert abs(found["positionPx"] - 2.5) < 0.1 and abs(found["directionDeg"] - math.degrees(0.1)) < 0.5
    assert abs(found["positionMm"] - 2.5 * 25.4 / 250) < 0.01
    assert "oracle" in table({"oracle": report(two, oracle_of(monkeypatch, spoil))["oracle"]})
