"""Teaches a narrow encoder what a trained one answers: python -m twinmark_training.distil --help

The student's embedding of a patch is pulled to the teacher's of the same patch, so that templates of both
can be compared with each other."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .evaluate import load_encoder
from .master_store import ensure_masters, load_masters
from .networks import Encoder
from .runs import Run, fast_forward
from .train_encoder import Recipe, Views, fresh_views


def distil(
    folder: Path, teacher: torch.nn.Module, width: int, recipe: Recipe, views: Views, seed: int, device: str
) -> Encoder:
    """Of the recipe: how long, how many, and what a patch is; its objectives are not asked."""
    torch.manual_seed(seed)
    teacher = teacher.eval().to(device)
    student = Encoder(recipe.dimensions, width, patch=recipe.patch).to(device)
    run = Run(folder, student, recipe.peak, recipe.steps, seed + 1, device)
    for step in run.left():
        with torch.no_grad():
            both = torch.cat(views(step, run.generator))
            goal = fast_forward(teacher, both)
        away = (fast_forward(run.model, both) - goal).square().sum(1).mean()
        run.apply({"distance": away, "total": away})
    return run.model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("teacher", type=Path, help="checkpoint of a trained encoder")
    parser.add_argument("--work", type=Path, required=True, help="folder of masters, checkpoints and logs")
    parser.add_argument("--masters", type=int, default=1200)
    parser.add_argument("--name", default="student")
    parser.add_argument("--width", type=int, default=14, help="of the student; the teacher's is 24")
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--pairs", type=int, default=Recipe.pairs)
    parser.add_argument("--patch", type=int, default=Recipe.patch)
    parser.add_argument("--step", type=float, default=Recipe.step)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    teacher = load_encoder(options.teacher)
    ensure_masters(options.work / "masters", 0, options.masters, options.threads, options.device)
    masters = load_masters(options.work / "masters", 0, options.masters, options.device)
    recipe = Recipe(
        steps=options.steps,
        pairs=options.pairs,
        dimensions=teacher.features[9].out_features,
        patch=options.patch,
        step=options.step,
    )
    folder = options.work / f"{options.name}-{options.seed}"
    distil(folder, teacher, options.width, recipe, fresh_views(masters, recipe), options.seed, options.device)


if __name__ == "__main__":
    main()
