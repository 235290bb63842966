"""Trains the anchor detector on pieces of synthetic captures: python -m twinmark_training.train_detector --help"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .detector_loss import detector_loss
from .impressions import ANY
from .master_store import ensure_masters, load_masters
from .networks import Detector
from .runs import Run, fast_forward
from .views import print_pieces


def train_detector(folder: Path, masters, steps: int, batch: int, seed: int, device: str, width: int = 24) -> Detector:
    torch.manual_seed(seed)
    run = Run(folder, Detector(width).to(device), peak=3e-3, steps=steps, seed=seed + 1, device=device)
    for _ in run.left():
        with torch.no_grad():
            pieces = print_pieces(masters, batch, ANY, run.generator)
        run.apply(detector_loss(fast_forward(run.model, pieces.print), pieces))
    return run.model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of masters, checkpoints and logs")
    parser.add_argument("--masters", type=int, default=1200)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ensure_masters(options.work / "masters", 0, options.masters, options.threads, options.device)
    masters = load_masters(options.work / "masters", 0, options.masters, options.device)
    train_detector(
        options.work / f"detector-{options.seed}", masters, options.steps, options.batch, options.seed, options.device
    )


if __name__ == "__main__":
    main()
