"""Master prints and the truth that is read off them."""

from __future__ import annotations

import math

import pytest
import torch

from twinmark_training.geometry import MASTER_HEIGHT, MASTER_WIDTH, TURN, angle_difference
from twinmark_training.master_store import SHARD, ensure_masters, load_masters
from twinmark_training.masters import MasterMaker, Masters, read_minutiae

PERIOD = 4.6
AT = (121.3, 140.8)


def wave(theta: float, winding: int) -> torch.Tensor:
    """Straight ridges along theta; winding +-1: with one dislocation at AT."""
    y, x = torch.meshgrid(torch.arange(MASTER_HEIGHT).float(), torch.arange(MASTER_WIDTH).float(), indexing="ij")
    along, across = (math.cos(theta), math.sin(theta)), (-math.sin(theta), math.cos(theta))
    dx, dy = x - AT[0], y - AT[1]
    u, v = dx * along[0] + dy * along[1], dx * across[0] + dy * across[1]
    return torch.cos(TURN * v / PERIOD + winding * torch.atan2(v, u) + 0.7)


def read(image: torch.Tensor, theta: float) -> torch.Tensor:
    return read_minutiae(image, torch.full_like(image, theta), torch.full_like(image, PERIOD))


@pytest.mark.parametrize("theta", [0.0, 0.6, 1.57, 2.5, 3.0])
@pytest.mark.parametrize("winding", [1, -1])
def test_a_dislocation_is_found_at_its_place_pointing_to_the_side_with_one_ridge_less(theta, winding):
    found = read(wave(theta, winding), theta)
    assert len(found) == 1
    _, x, y, direction = found[0].tolist()
    assert math.hypot(x - AT[0], y - AT[1]) < 1.0
    # Phase turns faster, so that one ridge more fits in, ahead of a vortex of +1 and behind one of -1.
    expected = theta + math.pi if winding == 1 else theta
    assert abs(angle_difference(direction, expected)) < 0.05


def test_the_side_with_one_ridge_less_is_counted():
    """Independent of the reasoning above: the crests along two lines beside the dislocation, counted."""
    image, reach = wave(0.0, 1), 60

    def crests(column: int) -> int:
        line = image[int(AT[1]) - reach : int(AT[1]) + reach, column]
        return int(((line[1:-1] > line[:-2]) & (line[1:-1] >= line[2:]) & (line[1:-1] > 0)).sum())

    assert crests(int(AT[0]) + 20) == crests(int(AT[0]) - 20) + 1
    assert abs(angle_difference(read(image, 0.0)[0, 3].item(), math.pi)) < 0.05


@pytest.mark.parametrize("theta", [0.0, 0.9, 2.2])
def test_a_plain_wave_has_no_minutiae(theta):
    assert len(read(wave(theta, 0), theta)) == 0


def test_masters_look_like_fingers(masters: Masters):
    counts = torch.bincount(masters.minutiae[:, 0].long(), minlength=len(masters.ridges))
    assert counts.min() > 15 and counts.max() < 160
    ridges = masters.ridges.float() / 127
    assert 0.35 < float((ridges > 0).float().mean()) < 0.65
    assert float(ridges.abs().mean()) > 0.4, "ridges stand"
    spectrum = torch.fft.rfft2(ridges).abs().mean(0)
    spectrum[0, 0] = 0
    fy, fx = torch.fft.fftfreq(MASTER_HEIGHT)[:, None], torch.fft.rfftfreq(MASTER_WIDTH)[None]
    period = 1 / float((spectrum**2 * torch.hypot(fy, fx)).sum() / (spectrum**2).sum())
    assert 3.6 < period < 5.6, "0.37 to 0.57 mm"


def test_a_seed_gives_the_same_master_again_and_another_seed_another():
    one, again, other = (MasterMaker().make(seed) for seed in (31, 31, 32))
    assert torch.equal(one.ridges, again.ridges) and torch.equal(one.minutiae, again.minutiae)
    assert not torch.equal(one.ridges, other.ridges)


def test_shards_hold_what_their_seeds_make_and_number_the_masters_on(tmp_path, monkeypatch):
    def small(self, seed: int) -> Masters:
        return Masters(torch.full((1, 2, 2), seed % 100).to(torch.int8), torch.tensor([[0.0, seed, 0, 0]]))

    monkeypatch.setattr(MasterMaker, "make", small)
    ensure_masters(tmp_path, 0, 2 * SHARD, workers=1)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    ensure_masters(tmp_path, 0, 2 * SHARD, workers=1)
    assert before == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}, "nothing is made twice"
    loaded = load_masters(tmp_path, 0, 2 * SHARD)
    assert loaded.ridges[:, 0, 0].tolist() == list(range(2 * SHARD))
    assert loaded.minutiae[:, 0].tolist() == loaded.minutiae[:, 1].tolist()
    with pytest.raises(FileNotFoundError):
        load_masters(tmp_path, 2 * SHARD, SHARD)
