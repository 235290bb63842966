"""Error rates against a count by hand, and templates of image files."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from twinmark_training.comparison import Rules
from twinmark_training.evaluate import all_pairs, enrol, finger_of, load_detector, load_encoder, rates
from twinmark_training.networks import Detector, Encoder
from twinmark_training.preprocessing import normalise, prepare, resample


def oracle(mated: list[float], non_mated: list[float]) -> tuple[float, float, float]:
    """EER, FNMR at FMR 1 % and 0.1 %: every threshold tried, every comparison counted."""
    points = []
    for t in [-1.0, *mated, *non_mated]:
        fnmr = sum(d > t for d in mated) / len(mated)
        fmr = sum(d <= t for d in non_mated) / len(non_mated)
        points.append((abs(fnmr - fmr), (fnmr + fmr) / 2, fnmr, fmr))
    least = min(point[0] for point in points)
    eers = [point[1] for point in points if point[0] == least]
    return eers, min(p[2] for p in points if p[3] <= 0.01), min(p[2] for p in points if p[3] <= 0.001)


@pytest.mark.parametrize("seed", range(6))
def test_rates_are_what_counting_gives(seed):
    rng = np.random.default_rng(seed)
    mated, non_mated = rng.normal(0.5, 0.2, 40).round(2), rng.normal(0.9, 0.15, 300).round(2)
    found = rates(mated, non_mated)
    eers, at100, at1000 = oracle(mated.tolist(), non_mated.tolist())
    assert any(found.eer == pytest.approx(eer) for eer in eers)
    assert (found.fnmr100, found.fnmr1000) == (pytest.approx(at100), pytest.approx(at1000))
    assert (found.mated, found.non_mated) == (40, 300)


def test_rates_of_what_separates_are_zero_and_of_what_is_upside_down_one():
    good = rates(np.array([0.1, 0.2]), np.array([0.8, 0.9]))
    assert (good.eer, good.fnmr100, good.fnmr1000) == (0, 0, 0)
    bad = rates(np.array([0.8, 0.9]), np.array([0.1, 0.2]))
    assert (bad.eer, bad.fnmr1000) == (1, 1)


def test_pairs_are_those_of_the_protocol(monkeypatch):
    import twinmark_training.evaluate as evaluate

    monkeypatch.setattr(evaluate, "compare", lambda a, b, rules: a * 100 + b)
    fingers = ["a", "a", "a", "b", "b", "c"]
    mated, non_mated = all_pairs(list(range(6)), fingers, Rules())
    assert mated.tolist() == [1, 2, 102, 304]
    assert len(non_mated) == 15 - 4
    assert all_pairs(list(range(6)), fingers, Rules(), first_only=True)[1].tolist() == [3, 5, 305]


def test_a_print_is_read_from_its_file(tmp_path):
    """Whatever untrained networks answer, the path from a file to a template holds."""
    torch.manual_seed(0)
    y, x = np.mgrid[:200, :160]
    cv2.imwrite(str(tmp_path / "7_1.png"), (128 + 100 * np.cos(2 * np.pi * (x + 0.3 * y) / 9)).astype(np.uint8))
    detector, encoder = Detector(8).eval(), Encoder(64, 8).eval()
    with torch.no_grad():
        detector.head[-1].bias[0] = 3.0
        detector.head[-1].bias[5] = 5.0
    template = enrol(tmp_path / "7_1.png", 500, detector, encoder)
    assert len(template.x) == len(template.embedding) > 10
    assert finger_of(tmp_path / "7_1.png") == "7"


def test_checkpoints_tell_the_size_of_their_networks(tmp_path):
    for dimensions, width, patch in ((64, 24, 48), (32, 16, 40), (128, 12, 56)):
        encoder = Encoder(dimensions, width, patch=patch).eval()
        torch.save({"model": encoder.state_dict()}, tmp_path / "e.pt")
        x = torch.randn(3, 1, patch, patch)
        assert torch.allclose(load_encoder(tmp_path / "e.pt")(x), encoder(x))
    detector = Detector(12).eval()
    torch.save({"model": detector.state_dict()}, tmp_path / "d.pt")
    x = torch.randn(1, 1, 40, 32)
    assert torch.allclose(load_detector(tmp_path / "d.pt")(x), detector(x))


def test_preparation_is_what_a_loop_gives():
    rng = np.random.default_rng(2)
    image = rng.uniform(0.2, 0.8, (30, 34)).astype(np.float32)
    got = normalise(torch.from_numpy(image)[None, None], 21)[0, 0].numpy()
    padded = np.pad(image.astype(np.float64), 10, mode="reflect")
    deviation = np.array([[padded[i : i + 21, j : j + 21].std() for j in range(34)] for i in range(30)])
    mean = np.array([[padded[i : i + 21, j : j + 21].mean() for j in range(34)] for i in range(30)])
    share = np.pad((deviation > 0.055).astype(float), 10, mode="reflect")
    share = np.array([[share[i : i + 21, j : j + 21].mean() for j in range(34)] for i in range(30)])
    expected = np.clip((image - mean) / (deviation + 0.06), -2.5, 2.5) / (1 + np.exp(-(share - 0.5) * 12))
    np.testing.assert_allclose(got, expected, atol=1e-4)


def test_ridges_are_dark_in_the_file_and_bright_for_the_network():
    grey = np.full((40, 40), 230, np.uint8)
    grey[16:20] = 20
    assert prepare(grey, 250)[0, 0, 18, 20] > 1
    assert resample(np.arange(16, dtype=np.uint8).reshape(4, 4), 500).tolist() == [[2.5, 4.5], [10.5, 12.5]]
