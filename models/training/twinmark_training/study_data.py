"""What all rows of the study share, made once and kept: training views, prepared prints with their anchors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .anchors import AnchorSet, cut_patches, detect
from .captures import UNSEEN, take_capture
from .comparison import Measure, Rules, Template, compare, template_of
from .evaluate import Rates, finger_of, rates
from .impressions import Sensor
from .masters import Masters
from .preprocessing import prepare
from .train_encoder import Recipe, fresh_views
from .views import anchors_of, patch_views

SCALE = 50.0
"""Views are kept in 8 bits: in [-2.5, 2.5] to a fiftieth, which is a tenth of the noise in them."""


class ViewPool:
    """The views of every step of a run, on disk: rows that differ only in what is learnt from them see
    the same ones, in the same order, and none of them pays for the drawing."""

    def __init__(self, path: Path, masters: Masters, recipe: Recipe, seed: int):
        self.path = path
        if not path.exists():
            self._draw(masters, recipe, seed)
        self.views = np.load(path, mmap_mode="r")

    def _draw(self, masters: Masters, recipe: Recipe, seed: int) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_suffix(".part")
        shape = (recipe.steps, 2, recipe.pairs, recipe.patch, recipe.patch)
        out = np.lib.format.open_memmap(part, "w+", np.int8, shape)
        draw, generator = fresh_views(masters, recipe), torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for step in range(recipe.steps):
                for branch, view in enumerate(draw(step, generator)):
                    out[step, branch] = (view[:, 0] * SCALE).round().to(torch.int8).numpy()
        out.flush()
        part.rename(self.path)

    def __call__(self, step: int, _generator: torch.Generator) -> list[torch.Tensor]:
        step %= len(self.views)
        return [torch.from_numpy(self.views[step, branch].astype(np.float32) / SCALE)[:, None] for branch in (0, 1)]

    def remove(self) -> None:
        self.views = None
        self.path.unlink()


@dataclass
class PrintSet:
    """Prepared prints with the anchors of one fixed detector. branch: which of two encoders a print is for."""

    name: str
    fingers: list[str]
    prepared: list[torch.Tensor]
    anchors: list[AnchorSet]
    branch: list[int]

    def pairs(self) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Mated and non-mated by the FVC protocol: every two impressions. Of two branches: only across them,
        and the non-mated of first impressions alone."""
        mated, non_mated = [], []
        two = len(set(self.branch)) == 2
        first = {(finger, branch): k for k, (finger, branch) in reversed(list(enumerate(self.keys())))}
        firsts = set(first.values())
        for a in range(len(self.fingers)):
            for b in range(a + 1, len(self.fingers)):
                if two and self.branch[a] == self.branch[b]:
                    continue
                if self.fingers[a] == self.fingers[b]:
                    mated.append((a, b))
                elif not two or (a in firsts and b in firsts):
                    non_mated.append((a, b))
        return mated, non_mated

    def keys(self) -> list[tuple[str, int]]:
        return list(zip(self.fingers, self.branch, strict=True))


def read_set(spec: str, detector: torch.nn.Module) -> PrintSet:
    """spec: FOLDER or FOLDER@DPI (500 unless said)."""
    folder, _, dpi = spec.partition("@")
    images = sorted(p for p in Path(folder).iterdir() if p.suffix in (".png", ".bmp", ".tif"))
    prepared = [prepare(cv2.imread(str(p), cv2.IMREAD_GRAYSCALE), float(dpi or 500)) for p in images]
    anchors = [detect(detector, p) for p in prepared]
    return PrintSet(Path(folder).name, [finger_of(p) for p in images], prepared, anchors, [0] * len(images))


def cross_sensor_set(masters: Masters, sensors: tuple[Sensor, Sensor], detector: torch.nn.Module) -> PrintSet:
    """Two captures of each finger by each of two sensors."""
    out = PrintSet("cross-sensor", [], [], [], [])
    generator = torch.Generator().manual_seed(UNSEEN)
    for finger in range(len(masters.ridges)):
        for branch in (0, 0, 1, 1):
            prepared = take_capture(masters, finger, sensors[branch], generator).prepared
            out.fingers.append(str(finger))
            out.prepared.append(prepared)
            out.anchors.append(detect(detector, prepared))
            out.branch.append(branch)
    return out


Embed = tuple[torch.nn.Module, torch.nn.Module]
"""The encoders of both branches: twice the same one unless they have weights of their own."""


def templates(prints: PrintSet, encoders: Embed, recipe: Recipe, pack: str = "int8") -> list[Template]:
    out = []
    for prepared, anchors, branch in zip(prints.prepared, prints.anchors, prints.branch, strict=True):
        embeddings = np.zeros((0, recipe.dimensions), np.float32)
        if len(anchors.x):
            patches = cut_patches(prepared, anchors.x, anchors.y, anchors.direction, recipe.patch, recipe.step)
            with torch.no_grad():
                embeddings = encoders[branch](patches).numpy()
        packed = template_of(anchors, embeddings)
        if pack == "float32":
            packed = Template(packed.x, packed.y, packed.direction, packed.weight, embeddings)
        out.append(packed)
    return out


def print_rates(prints: PrintSet, made: list[Template], measure: Measure, rules: Rules) -> Rates:
    """Every comparison of the protocol, none left out."""
    mated, non_mated = (
        np.array([compare(made[a], made[b], rules, measure) for a, b in pairs]) for pairs in prints.pairs()
    )
    return rates(mated, non_mated)


def patch_rates(encoders: Embed, views: list[torch.Tensor], measure: Measure) -> Rates:
    """Of single patches: every view of one branch with every one of the other."""
    with torch.no_grad():
        one, two = (encoder(view).numpy() for encoder, view in zip(encoders, views, strict=True))
    apart, same = measure(one, two), np.eye(len(one), dtype=bool)
    return rates(apart[same], apart[~same])


def unseen_views(masters: Masters, recipe: Recipe, count: int) -> list[torch.Tensor]:
    """Of both branches, of minutiae of fingers that no row was trained on."""
    generator = torch.Generator().manual_seed(UNSEEN)
    anchors = anchors_of(masters)
    chosen = anchors[torch.randperm(len(anchors), generator=generator)[:count]]
    sensors = recipe.sensor, recipe.other_sensor or recipe.sensor
    with torch.no_grad():
        return [patch_views(masters, chosen, s, recipe.noise, generator, recipe.patch, recipe.step) for s in sensors]
