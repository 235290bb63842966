"""Two branches, one set of weights."""

from __future__ import annotations

import copy

import torch

from twinmark_training.losses import HadsellContrastive, info_nce
from twinmark_training.networks import Encoder

PAIRS = 12
LABELS = torch.arange(PAIRS).repeat(2)


def gradients(encoder: torch.nn.Module) -> torch.Tensor:
    return torch.cat([p.grad.reshape(-1) for p in encoder.parameters()])


def assert_same_direction_and_size(a: torch.Tensor, b: torch.Tensor) -> None:
    assert float((a - b).norm() / b.norm()) < 1e-4


def test_gradient_of_one_batch_is_the_sum_of_what_two_copies_of_the_weights_would_get():
    """The loss sees both branches at once; each branch has a copy of the weights of its own."""
    torch.manual_seed(0)
    shared, x = Encoder(16, 8, patch=24).eval(), torch.randn(2, PAIRS, 1, 24, 24)
    for objective in (info_nce(), HadsellContrastive()):
        left, right = copy.deepcopy(shared), copy.deepcopy(shared)
        shared.zero_grad()
        objective(shared(torch.cat([x[0], x[1]])), LABELS).backward()
        objective(torch.cat([left(x[0]), right(x[1])]), LABELS).backward()
        assert_same_direction_and_size(gradients(shared), gradients(left) + gradients(right))
        assert float(gradients(left).norm()) > 0 and float(gradients(right).norm()) > 0


def test_gradients_of_both_branches_add_up_in_training_too():
    """Batch statistics join the branches there: the part of each is what remains when the other is held."""
    torch.manual_seed(1)
    encoder, x = Encoder(16, 8, dropout=0.0, patch=24).train(), torch.randn(2 * PAIRS, 1, 24, 24)
    objective, parts = HadsellContrastive(), []
    for held in (slice(0, 0), slice(0, PAIRS), slice(PAIRS, None)):
        embeddings = encoder(x)
        seen = embeddings.clone()
        seen[held] = embeddings[held].detach()
        encoder.zero_grad()
        objective(seen, LABELS).backward()
        parts.append(gradients(encoder))
    assert_same_direction_and_size(parts[0], parts[1] + parts[2])


def test_embeddings_are_unit_vectors_and_do_not_depend_on_who_else_is_in_the_batch():
    torch.manual_seed(2)
    encoder, x = Encoder(32, 8).eval(), torch.randn(5, 1, 48, 48)
    together = encoder(x)
    assert torch.allclose(together.norm(dim=1), torch.ones(5), atol=1e-5)
    assert torch.allclose(together[2:3], encoder(x[2:3]), atol=1e-5)
