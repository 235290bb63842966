"""Each objective against loops that take its definition word by word."""

from __future__ import annotations

import math

import pytest
import torch

from twinmark_training.losses import HadsellContrastive, HardestNegatives, info_nce, triplet

PAIRS = 6


@pytest.fixture(params=[0.15, 0.6, 2.0])
def batch(request) -> tuple[torch.Tensor, torch.Tensor]:
    """Two views of each label, near each other, so-so, or anywhere."""
    torch.manual_seed(3)
    centres = torch.randn(PAIRS, 4)
    views = torch.cat([centres + request.param * torch.randn(PAIRS, 4) for _ in range(2)])
    return torch.nn.functional.normalize(views), torch.arange(PAIRS).repeat(2)


def distance(a: torch.Tensor, b: torch.Tensor) -> float:
    return math.sqrt(sum((float(x) - float(y)) ** 2 for x, y in zip(a, b, strict=True)))


def mean_of_positive(values: list[float]) -> float:
    values = [v for v in values if v > 0]
    return sum(values) / len(values) if values else 0.0


def test_contrastive_is_hadsells_with_both_parts_averaged_over_what_is_not_yet_right(batch):
    embeddings, labels = batch
    mated, non_mated = [], []
    for i in range(len(labels)):
        for j in range(len(labels)):
            d = distance(embeddings[i], embeddings[j])
            if i != j and labels[i] == labels[j]:
                mated.append(d**2)
            elif labels[i] != labels[j]:
                non_mated.append(max(0.0, 1.1 - d) ** 2)
    expected = mean_of_positive(mated) + mean_of_positive(non_mated)
    assert float(HadsellContrastive(1.1)(embeddings, labels)) == pytest.approx(expected, rel=1e-4)


def test_contrastive_is_zero_where_all_is_as_it_should_be():
    embeddings = torch.eye(4).repeat(2, 1)
    assert float(HadsellContrastive(1.1)(embeddings, torch.arange(4).repeat(2))) == 0


def test_contrastive_of_mined_pairs_looks_at_no_others(batch):
    embeddings, labels = batch
    pairs = torch.tensor([0, 1]), torch.tensor([PAIRS, PAIRS + 1]), torch.tensor([0, 2, 4]), torch.tensor([3, 1, 7])
    mated = [distance(embeddings[i], embeddings[j]) ** 2 for i, j in ((0, PAIRS), (1, PAIRS + 1))]
    non_mated = [max(0.0, 1.1 - distance(embeddings[i], embeddings[j])) ** 2 for i, j in ((0, 3), (2, 1), (4, 7))]
    expected = mean_of_positive(mated) + mean_of_positive(non_mated)
    assert float(HadsellContrastive(1.1)(embeddings, labels, pairs)) == pytest.approx(expected, rel=1e-4)


def test_triplet_is_schroffs_averaged_over_what_violates_the_margin(batch):
    embeddings, labels = batch
    losses = []
    for a in range(len(labels)):
        for p in range(len(labels)):
            for n in range(len(labels)):
                if a != p and labels[a] == labels[p] and labels[a] != labels[n]:
                    nearer = distance(embeddings[a], embeddings[p]) - distance(embeddings[a], embeddings[n])
                    losses.append(max(0.0, nearer + 0.3))
    assert float(triplet(0.3)(embeddings, labels)) == pytest.approx(mean_of_positive(losses), rel=1e-4)


def test_info_nce_is_the_cross_entropy_of_finding_ones_mate(batch):
    embeddings, labels = batch
    total = 0.0
    for i in range(len(labels)):
        similar = [sum(float(x) * float(y) for x, y in zip(embeddings[i], other, strict=True)) for other in embeddings]
        others = [math.exp(s / 0.07) for j, s in enumerate(similar) if j != i]
        mate = next(j for j in range(len(labels)) if j != i and labels[j] == labels[i])
        total -= math.log(math.exp(similar[mate] / 0.07) / sum(others))
    assert float(info_nce(0.07)(embeddings, labels)) == pytest.approx(total / len(labels), rel=1e-4)


@pytest.mark.parametrize("count", [1, 3])
def test_hardest_negatives_are_the_closest_non_mated_of_each(batch, count):
    embeddings, labels = batch
    anchors, mates, rows, closest = (t.tolist() for t in HardestNegatives(count)(embeddings, labels))
    assert sorted(zip(anchors, mates, strict=True)) == [(i, (i + PAIRS) % (2 * PAIRS)) for i in range(2 * PAIRS)]
    for i in range(len(labels)):
        apart = [(distance(embeddings[i], embeddings[j]), j) for j in range(len(labels)) if labels[j] != labels[i]]
        expected = [j for _, j in sorted(apart)[:count]]
        assert sorted(j for row, j in zip(rows, closest, strict=True) if row == i) == sorted(expected)


def test_objectives_push_the_right_way(batch):
    """A small step down the gradient makes every loss smaller."""
    embeddings, labels = batch
    for objective in (HadsellContrastive(), triplet(), info_nce()):
        x = embeddings.clone().requires_grad_()
        before = objective(x, labels)
        before.backward()
        after = objective(x.detach() - 1e-3 * x.grad, labels)
        assert float(after) < float(before.detach())
