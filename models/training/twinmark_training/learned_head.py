"""A learned distance of two embeddings, to hold the Euclidean one against: a small network on what differs and
what agrees, trained on synthetic pairs with the encoder held."""

from __future__ import annotations

import numpy as np
import torch

from .comparison import Measure
from .losses import MARGIN
from .train_encoder import Views

HIDDEN = 32
HARD = 8


class LearnedHead(torch.nn.Module):
    """Embeddings a, b [..., d] -> distance [...], not below 0; the same whichever comes first."""

    def __init__(self, dimensions: int):
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(2 * dimensions, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1), torch.nn.Softplus()
        )

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return self.layers(torch.cat([(a - b).abs(), a * b], -1))[..., 0]

    def measure(self) -> Measure:
        """All pairs of two sets of stored embeddings."""

        def between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
            left, right = (torch.nn.functional.normalize(torch.from_numpy(t.astype(np.float32))) for t in (a, b))
            with torch.no_grad():
                return self(left[:, None], right[None]).numpy().astype(np.float64)

        return between


def train_head(encoder: torch.nn.Module, views: Views, batches: int, steps: int, seed: int) -> LearnedHead:
    """Contrastive with the encoder's own margin, on the closest non-mated pairs of each anchor.

    batches: of how many steps the views are taken."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        embedded = [[encoder(side) for side in views(k, generator)] for k in range(batches)]
    head = LearnedHead(embedded[0][0].shape[1])
    optimiser = torch.optim.AdamW(head.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for step in range(steps):
        a, b = embedded[step % batches]
        apart = head(a[:, None], b[None])
        mated = torch.eye(len(a), dtype=torch.bool)
        closest = apart.masked_fill(mated, torch.inf).topk(HARD, largest=False).values
        violating = (MARGIN - closest).clamp_min(0)
        loss = apart[mated].square().mean() + violating.square().sum() / (violating > 0).sum().clamp_min(1)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
    return head.eval()
