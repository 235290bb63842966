"""Training itself, small: it repeats, resumes, and learns."""

from __future__ import annotations

import json

import pytest
import torch

from twinmark_training.evaluate import rates
from twinmark_training.impressions import OPTICAL
from twinmark_training.runs import Run, learning_rate
from twinmark_training.train_detector import train_detector
from twinmark_training.train_encoder import NEIGHBOURS, Recipe, _Fingers, train_encoder
from twinmark_training.views import AnchorNoise, anchors_of, patch_views

SMALL = Recipe(steps=6, pairs=16, width=8, dimensions=16, share=0.5, hard=4)


def weights(model: torch.nn.Module) -> torch.Tensor:
    return torch.cat([t.reshape(-1).float() for t in model.state_dict().values()])


def test_a_seed_gives_the_same_weights_again_and_another_seed_others(masters, tmp_path):
    one, again, other = (
        weights(train_encoder(tmp_path / name, masters, SMALL, seed, "cpu"))
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert torch.equal(one, again)
    assert not torch.equal(one, other)


@pytest.mark.parametrize("stop", [2, 4])
def test_a_run_that_was_stopped_ends_where_it_would_have_ended(masters, tmp_path, monkeypatch, stop):
    """Before and after the change of objective; dropout, views and draws go on with the same numbers."""
    whole = weights(train_encoder(tmp_path / "whole", masters, SMALL, 1, "cpu"))
    apply = Run.apply

    def stopping(run: Run, parts) -> None:
        apply(run, parts)
        if run.step == stop:
            run.save()
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Run, "apply", stopping)
        with pytest.raises(KeyboardInterrupt):
            train_encoder(tmp_path / "parts", masters, SMALL, 1, "cpu")
    torch.rand(7)
    assert torch.equal(weights(train_encoder(tmp_path / "parts", masters, SMALL, 1, "cpu")), whole)


def test_a_finished_run_is_not_trained_again(masters, tmp_path):
    once = weights(train_encoder(tmp_path, masters, SMALL, 1, "cpu"))
    log = (tmp_path / "log.jsonl").read_text()
    assert torch.equal(weights(train_encoder(tmp_path, masters, SMALL, 1, "cpu")), once)
    assert (tmp_path / "log.jsonl").read_text() == log


@pytest.mark.parametrize("objective", ["infonce", "contrastive", "triplet"])
def test_every_objective_trains_alone_and_with_mined_negatives(masters, tmp_path, objective):
    recipe = Recipe(first=objective, then=None, steps=4, pairs=16, width=8, dimensions=16, hard=4)
    train_encoder(tmp_path, masters, recipe, 0, "cpu")
    last = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[-1])
    assert last["step"] == 4 and last[objective] > 0


def test_learning_rate_rises_then_falls():
    rates_ = [learning_rate(step, 1000, 2e-3) for step in range(1000)]
    assert max(rates_) == pytest.approx(2e-3) and rates_.index(max(rates_)) in (99, 100)
    assert rates_[0] < 5e-5 and rates_[-1] < 5e-5
    assert rates_[100:] == sorted(rates_[100:], reverse=True)


def test_a_batch_holds_neighbours_on_one_finger_and_no_anchor_twice(masters):
    fingers = _Fingers(anchors_of(masters), len(masters.ridges))
    drawn = fingers.draw(NEIGHBOURS * len(masters.ridges), torch.Generator().manual_seed(0))
    groups = drawn[:, 0].reshape(-1, NEIGHBOURS)
    assert bool((groups == groups[:, :1]).all())
    assert len({tuple(row) for row in drawn.tolist()}) == len(drawn)


@pytest.fixture
def losses(monkeypatch) -> list[dict[str, float]]:
    """Of each step."""
    seen, apply = [], Run.apply

    def noting(run: Run, parts) -> None:
        seen.append({name: float(part.detach()) for name, part in parts.items()})
        apply(run, parts)

    monkeypatch.setattr(Run, "apply", noting)
    return seen


def mean_of(losses: list[dict[str, float]], name: str) -> float:
    return sum(step[name] for step in losses) / len(losses)


def test_a_tiny_encoder_learns_to_tell_mated_from_non_mated(masters, tmp_path, losses):
    quiet = AnchorNoise(position_px=0.5, direction_rad=0.05)
    recipe = Recipe(steps=90, pairs=40, width=8, dimensions=32, share=0.8, peak=1e-2, sensor=OPTICAL, noise=quiet)
    encoder = train_encoder(tmp_path, masters, recipe, 0, "cpu")
    nce, late = losses[:72], losses[72:]
    assert mean_of(nce[-10:], "infonce") < 0.85 * mean_of(nce[:10], "infonce")
    assert mean_of(late[-9:], "contrastive") < mean_of(late[:9], "contrastive")

    generator = torch.Generator().manual_seed(99)
    anchors = anchors_of(masters)[::3][:96]
    with torch.no_grad():
        one, two = (encoder(patch_views(masters, anchors, OPTICAL, quiet, generator)) for _ in range(2))
    apart = torch.cdist(one, two)
    same = torch.eye(len(anchors), dtype=torch.bool)
    assert float(apart[same].mean()) < float(apart[~same].mean()) - 0.25
    assert rates(apart[same].numpy(), apart[~same].numpy()).eer < 0.3


def test_a_tiny_detector_learns(masters, tmp_path, losses):
    train_detector(tmp_path, masters, 50, 4, 0, "cpu", width=8)
    for part in ("total", "minutiae", "mask", "clarity"):
        assert mean_of(losses[-10:], part) < 0.9 * mean_of(losses[:10], part), part
