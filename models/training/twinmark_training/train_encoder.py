"""Trains the siamese encoder on pairs of synthetic patches: python -m twinmark_training.train_encoder --help"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from .geometry import PATCH, PATCH_STEP
from .impressions import ANY, Sensor
from .losses import OBJECTIVES, HardestNegatives
from .master_store import ensure_masters, load_masters
from .masters import Masters
from .networks import Encoder
from .runs import Run, fast_forward
from .views import AnchorNoise, anchors_of, patch_views

NEIGHBOURS = 4
"""Anchors of one finger in a batch: its other minutiae are the non-mated ones that look most alike."""


@dataclass(frozen=True)
class Recipe:
    """first: objective from the start; then: objective of the last part; share: where it takes over.

    InfoNCE learns fastest; the contrastive loss then gives the distance its scale, mated to 0 and
    non-mated beyond the margin. Added up ("a+b") the second does not undo the ranking of the first."""

    first: str = "infonce"
    then: str | None = "infonce+contrastive"
    share: float = 0.8
    hard: int = 8
    """Closest non-mated patches an anchor, mined in the batch from the take-over (or half-way) on; 0 for all."""
    steps: int = 3000
    pairs: int = 256
    peak: float = 2e-3
    dimensions: int = 64
    width: int = 24
    patch: int = PATCH
    step: float = PATCH_STEP
    sensor: Sensor = ANY
    other_sensor: Sensor | None = None
    """Of the second branch, for cross-sensor training."""
    noise: AnchorNoise = AnchorNoise()


Views = Callable[[int, torch.Generator], list[torch.Tensor]]
"""The patches of both branches for a step, each [pairs, 1, patch, patch]."""


def train_encoder(
    folder: Path,
    masters: Masters | None,
    recipe: Recipe,
    seed: int,
    device: str,
    make_model: Callable[[], torch.nn.Module] | None = None,
    views: Views | None = None,
) -> Encoder:
    """Both branches go through one set of weights in one batch; their gradients add up.

    make_model: of another encoder; views: of other patches than fresh ones of `masters`."""
    torch.manual_seed(seed)
    model = make_model() if make_model else Encoder(recipe.dimensions, recipe.width, patch=recipe.patch)
    run = Run(folder, model.to(device), recipe.peak, recipe.steps, seed + 1, device)
    views = views or fresh_views(masters, recipe)
    objectives = {name: OBJECTIVES[name]() for name in OBJECTIVES}
    miner = HardestNegatives(recipe.hard) if recipe.hard else None
    change = round(recipe.steps * (recipe.share if recipe.then else 0.5))
    labels = torch.arange(recipe.pairs, device=device).repeat(2)
    for step in run.left():
        late = step >= change
        names = (recipe.then if late and recipe.then else recipe.first).split("+")
        with torch.no_grad():
            both = torch.cat(views(step, run.generator))
        embeddings = fast_forward(run.model, both)
        hard = miner(embeddings, labels) if miner and late else None
        # InfoNCE weighs all non-mated pairs itself: the closest count most.
        parts = {n: objectives[n](embeddings, labels, None if n == "infonce" else hard) for n in names}
        run.apply({**parts, "total": sum(parts.values())})
    return run.model.eval()


def fresh_views(masters: Masters, recipe: Recipe) -> Views:
    """Two new views of newly drawn anchors each step."""
    by_finger = _Fingers(anchors_of(masters), len(masters.ridges))
    sensors = recipe.sensor, recipe.other_sensor or recipe.sensor

    def draw(_step: int, generator: torch.Generator) -> list[torch.Tensor]:
        anchors = by_finger.draw(recipe.pairs, generator)
        return [patch_views(masters, anchors, s, recipe.noise, generator, recipe.patch, recipe.step) for s in sensors]

    return draw


class _Fingers:
    """Draws anchors in small groups of one finger."""

    def __init__(self, anchors: torch.Tensor, fingers: int):
        self.anchors = anchors[anchors[:, 0].argsort(stable=True)]
        counts = torch.bincount(self.anchors[:, 0].long(), minlength=fingers)
        self.first = torch.cumsum(counts, 0) - counts
        self.usable = torch.nonzero(counts >= NEIGHBOURS)[:, 0]
        self.counts = counts

    def draw(self, count: int, generator: torch.Generator) -> torch.Tensor:
        device = generator.device
        groups = min(-(-count // NEIGHBOURS), len(self.usable))
        each = -(-count // groups)
        # No finger twice: its anchors would be told apart from themselves.
        finger = self.usable[torch.randperm(len(self.usable), generator=generator, device=device)[:groups]]
        start = torch.rand(groups, 1, generator=generator, device=device)
        # Spread over the finger's list, so that no anchor is drawn twice in a group.
        strides = (torch.arange(each, device=device) + start) / each % 1
        rows = self.first[finger, None] + (strides * self.counts[finger, None]).long()
        return self.anchors[rows.reshape(-1)[:count]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of masters, checkpoints and logs")
    parser.add_argument("--masters", type=int, default=1200)
    parser.add_argument("--name", default="encoder")
    parser.add_argument(
        "--first", default=Recipe.first, help="one of " + ", ".join(OBJECTIVES) + ", or several joined by +"
    )
    parser.add_argument("--then", default=Recipe.then, help="the same, or none")
    parser.add_argument("--hard", type=int, default=Recipe.hard)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--pairs", type=int, default=Recipe.pairs)
    parser.add_argument("--width", type=int, default=Recipe.width)
    parser.add_argument("--dimensions", type=int, default=Recipe.dimensions)
    parser.add_argument("--patch", type=int, default=Recipe.patch)
    parser.add_argument("--step", type=float, default=Recipe.step)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ensure_masters(options.work / "masters", 0, options.masters, options.threads, options.device)
    masters = load_masters(options.work / "masters", 0, options.masters, options.device)
    recipe = Recipe(
        first=options.first,
        then=None if options.then == "none" else options.then,
        hard=options.hard,
        steps=options.steps,
        pairs=options.pairs,
        dimensions=options.dimensions,
        width=options.width,
        patch=options.patch,
        step=options.step,
    )
    train_encoder(options.work / f"{options.name}-{options.seed}", masters, recipe, options.seed, options.device)


if __name__ == "__main__":
    main()
