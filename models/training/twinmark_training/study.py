"""The learned-head and loss study: python -m twinmark_training.study --help

Every row is trained with each seed on one small budget, and measured on the development sets and on patches
of fingers that no row was trained on. A result is appended to results.jsonl as its run ends, and what is there
is not done again; `--table` prints it as markdown."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch

from .captures import UNSEEN
from .comparison import Measure, Rules, euclidean
from .distil import distil
from .evaluate import load_detector
from .impressions import CAPACITIVE, OPTICAL
from .learned_head import train_head
from .master_store import ensure_masters, load_masters
from .networks import Encoder
from .study_data import (
    Embed,
    PrintSet,
    ViewPool,
    cross_sensor_set,
    patch_rates,
    print_rates,
    read_set,
    templates,
    unseen_views,
)
from .study_rows import BASE_STEP, ROWS, Row
from .study_table import table
from .train_encoder import Recipe, train_encoder

FINGERS = 50
"""Unseen ones: of the cross-sensor captures and of the unseen patches."""
PATCHES = 1000
HEAD_BATCHES, HEAD_STEPS = 200, 1000


class TwoEncoders(torch.nn.Module):
    """Weights of its own for each branch: the first half of a batch is one sensor's, the second the other's."""

    def __init__(self, recipe: Recipe):
        super().__init__()
        self.one, self.other = (Encoder(recipe.dimensions, recipe.width, patch=recipe.patch) for _ in range(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        half = len(x) // 2
        return torch.cat([self.one(x[:half]), self.other(x[half:])])


class Study:
    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.out: Path = options.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.budget = {"steps": options.steps, "pairs": options.pairs}
        work, threads = options.work, options.threads
        ensure_masters(work / "masters", 0, options.masters, threads)
        ensure_masters(work / "masters", UNSEEN, FINGERS, threads)
        self.masters = load_masters(work / "masters", 0, options.masters)
        self.unseen = load_masters(work / "masters", UNSEEN, FINGERS)
        self.detector = load_detector(options.detector)
        self._sets: dict[str, list[PrintSet]] = {}
        self._views: dict[tuple, list[torch.Tensor]] = {}

    def recipe(self, row: Row) -> Recipe:
        return Recipe(**{"step": BASE_STEP, **self.budget, **row.changes})

    def pool(self, row: Row, seed: int) -> ViewPool:
        """Rows of one patch and one pair of sensors share it."""
        recipe = self.recipe(row)
        name = f"{recipe.patch}-{recipe.step}{'-cross' if recipe.other_sensor else ''}-{recipe.steps}x{recipe.pairs}"
        return ViewPool(self.out / "views" / f"{name}-{seed}.npy", self.masters, recipe, 1000 + seed)

    def run(self, row: Row, seed: int) -> dict:
        recipe, start = self.recipe(row), time.process_time()
        pool = self.pool(row, seed)
        encoders = self.learn(row, recipe, pool, seed)
        trained = time.process_time()
        if recipe.patch != Recipe.patch or recipe.step != BASE_STEP:
            pool.remove()
        measure, rules = self.measure(row, encoders[0], pool, seed)
        found = {}
        for prints in self.sets(row.sets):
            made = templates(prints, encoders, recipe, row.pack)
            found[prints.name] = rounded(print_rates(prints, made, measure, rules))
        return {
            "row": row.key,
            "seed": seed,
            **self.budget,
            "sets": found,
            "patches": rounded(patch_rates(encoders, self.views(row), measure)),
            "weights": sum(p.numel() for p in encoders[0].parameters()),
            "trainingSeconds": round(trained - start),
            "seconds": round(time.process_time() - start),
        }

    def learn(self, row: Row, recipe: Recipe, pool: ViewPool, seed: int) -> Embed:
        key = "base" if row.learnt == "base" else row.key
        folder = self.out / "runs" / f"{key}-{recipe.steps}x{recipe.pairs}-{seed}"
        if row.learnt == "distilled":
            teacher, _ = self.learn(ROWS[0], self.recipe(ROWS[0]), pool, seed)
            student = distil(folder, teacher, recipe.width, recipe, pool, seed, "cpu")
            return student, student
        if row.learnt == "separate":
            both = train_encoder(folder, None, recipe, seed, "cpu", lambda: TwoEncoders(recipe), pool)
            return both.one, both.other
        encoder = train_encoder(folder, None, recipe, seed, "cpu", views=pool)
        return encoder, encoder

    def measure(self, row: Row, encoder: torch.nn.Module, pool: ViewPool, seed: int) -> tuple[Measure, Rules]:
        rules = Rules()
        if row.measure == "cosine":
            # 1 - cos is half the square of the Euclidean distance: the margin too, so that candidates are the same.
            return lambda a, b: euclidean(a, b) ** 2 / 2, replace(rules, margin=rules.margin**2 / 2)
        if row.measure == "learned":
            batches = min(HEAD_BATCHES, self.options.steps)
            return train_head(encoder, pool, batches, HEAD_STEPS, seed).measure(), rules
        return euclidean, rules

    def sets(self, which: str) -> list[PrintSet]:
        if which not in self._sets:
            if which == "dev":
                self._sets[which] = [read_set(spec, self.detector) for spec in self.options.sets]
            else:
                self._sets[which] = [cross_sensor_set(self.unseen, (OPTICAL, CAPACITIVE), self.detector)]
        return self._sets[which]

    def views(self, row: Row) -> list[torch.Tensor]:
        recipe = self.recipe(row)
        if row.sets == "cross":
            recipe = replace(recipe, sensor=OPTICAL, other_sensor=CAPACITIVE)
        key = recipe.patch, recipe.step, row.sets
        if key not in self._views:
            self._views[key] = unseen_views(self.unseen, recipe, PATCHES)
        return self._views[key]


def rounded(found) -> dict[str, float]:
    return {name: round(value, 5) for name, value in asdict(found).items()}


def results(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()] if path.exists() else []


def done(path: Path) -> set[tuple[str, int, int, int]]:
    return {(r["row"], r["seed"], r["steps"], r["pairs"]) for r in results(path)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="development sets, FOLDER or FOLDER@DPI (500 unless said)")
    parser.add_argument("--out", type=Path, required=True, help="folder of results.jsonl, runs and views")
    parser.add_argument("--table", action="store_true", help="print what is there, and do nothing")
    parser.add_argument("--work", type=Path, help="folder of masters")
    parser.add_argument("--detector", type=Path, help="checkpoint; the same anchors for every row")
    parser.add_argument("--masters", type=int, default=1200)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--pairs", type=int, default=128)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--rows", nargs="+", choices=[row.key for row in ROWS], help="these alone")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    path = options.out / "results.jsonl"
    if options.table:
        print(table(results(path)))
        return
    if not options.sets or options.work is None or options.detector is None:
        parser.error("sets, --work and --detector are needed to run")
    torch.set_num_threads(options.threads)
    study = Study(options)
    for seed in options.seeds:
        for row in ROWS:
            if options.rows and row.key not in options.rows:
                continue
            # Read anew: other rows may be under way in a process beside this one.
            if (row.key, seed, options.steps, options.pairs) in done(path):
                continue
            result = study.run(row, seed)
            with open(path, "a", encoding="utf8") as file:
                file.write(json.dumps(result) + "\n")
            eer = np.mean([found["eer"] for found in result["sets"].values()])
            print(f"study: {row.key} seed {seed}: EER {100 * eer:.2f} %, {result['seconds']} s", flush=True)


if __name__ == "__main__":
    main()
