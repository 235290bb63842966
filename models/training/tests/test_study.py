"""The study, its shared views, the learned head and the student, at a budget that only shows that they work."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

import cv2
import numpy as np
import pytest
import torch

from twinmark_training import all as everything
from twinmark_training import study as study_module
from twinmark_training.captures import take_capture
from twinmark_training.comparison import euclidean
from twinmark_training.distil import distil
from twinmark_training.geometry import DPI
from twinmark_training.impressions import ANY
from twinmark_training.learned_head import LearnedHead, train_head
from twinmark_training.masters import Masters
from twinmark_training.networks import Detector, Encoder
from twinmark_training.study import Study
from twinmark_training.study_data import PrintSet, ViewPool, patch_rates
from twinmark_training.study_rows import ROWS
from twinmark_training.study_table import spread, table
from twinmark_training.train_encoder import Recipe, fresh_views

TINY = Recipe(steps=3, pairs=8, width=8, dimensions=16, patch=24)


def test_the_pool_holds_what_would_have_been_drawn(masters, tmp_path):
    pool = ViewPool(tmp_path / "views.npy", masters, TINY, 5)
    draw, generator = fresh_views(masters, TINY), torch.Generator().manual_seed(5)
    for step in range(3):
        for kept, drawn in zip(pool(step, generator), draw(step, generator), strict=True):
            assert kept.shape == drawn.shape
            assert float((kept - drawn).abs().max()) <= 0.5 / 50 + 1e-6
    assert torch.equal(pool(4, generator)[0], pool(1, generator)[0]), "from the start again"
    modified = (tmp_path / "views.npy").stat().st_mtime_ns
    ViewPool(tmp_path / "views.npy", masters, TINY, 5)
    assert (tmp_path / "views.npy").stat().st_mtime_ns == modified


def test_pairs_follow_the_protocol():
    none: list = []
    one = PrintSet("a", ["1", "1", "2", "2"], none, none, [0] * 4)
    assert one.pairs() == ([(0, 1), (2, 3)], [(0, 2), (0, 3), (1, 2), (1, 3)])
    two = PrintSet("b", ["1"] * 4 + ["2"] * 4, none, none, [0, 0, 1, 1] * 2)
    mated, non_mated = two.pairs()
    assert mated == [(0, 2), (0, 3), (1, 2), (1, 3), (4, 6), (4, 7), (5, 6), (5, 7)]
    assert non_mated == [(0, 6), (2, 4)]


def test_patches_are_compared_each_with_each():
    views = [torch.eye(4), torch.eye(4)]
    same = torch.nn.Identity()
    found = patch_rates((same, same), views, euclidean)
    assert (found.mated, found.non_mated, found.eer) == (4, 12, 0)


def test_the_learned_head_is_symmetric_and_learns_what_mates(masters, tmp_path):
    torch.manual_seed(0)
    head = LearnedHead(16)
    a, b = (np.random.default_rng(k).normal(size=(5, 16)) for k in (1, 2))
    assert np.allclose(head.measure()(a, b), head.measure()(b, a).T)

    class Noisy:
        """Embeddings of a finger whose second half of numbers means nothing: a distance should leave it out."""

        def __call__(self, step: int, generator: torch.Generator) -> list[torch.Tensor]:
            finger = torch.randn(48, 8, generator=generator)
            return [torch.cat([finger, torch.randn(48, 8, generator=generator)], 1) for _ in range(2)]

    encoder = torch.nn.functional.normalize
    trained = train_head(encoder, Noisy(), batches=20, steps=150, seed=0)
    views = Noisy()(0, torch.Generator().manual_seed(77))
    learned = patch_rates((encoder, encoder), views, trained.measure())
    assert learned.eer < patch_rates((encoder, encoder), views, euclidean).eer


def test_a_student_comes_closer_to_its_teacher(masters, tmp_path):
    torch.manual_seed(4)
    teacher = Encoder(16, 12, patch=24)
    recipe = Recipe(steps=160, pairs=16, dimensions=16, patch=24, peak=2e-2)
    views = fresh_views(masters, recipe)
    for step in range(20):  # Statistics of its own, without which a new network answers the same to all.
        teacher.train()(torch.cat(views(step, torch.Generator().manual_seed(step))))
    student = distil(tmp_path, teacher, 8, recipe, views, 0, "cpu")
    held = torch.cat(views(0, torch.Generator().manual_seed(9)))
    away = lambda encoder: float((encoder(held) - teacher(held)).square().sum(1).mean())
    with torch.no_grad():
        assert away(student) < 0.7 * away(Encoder(16, 8, patch=24).eval())


@pytest.fixture
def tiny_study(masters, tmp_path, monkeypatch) -> Namespace:
    """Two fingers, twice each, as image files; a detector that has learnt nothing but finds something everywhere."""
    generator = torch.Generator().manual_seed(0)
    prints = tmp_path / "prints"
    prints.mkdir()
    for finger in (0, 1):
        for impression in (1, 2):
            prepared = take_capture(masters, finger, ANY, generator).prepared[0, 0, 60:200, 60:200].numpy()
            cv2.imwrite(str(prints / f"{finger}_{impression}.png"), (128 - 40 * prepared).clip(0, 255).astype(np.uint8))
    torch.manual_seed(0)
    detector = Detector(8)
    with torch.no_grad():
        detector.head[-1].bias[0] = 2.0
        detector.head[-1].bias[5] = 5.0
    torch.save({"model": detector.state_dict()}, tmp_path / "detector.pt")
    monkeypatch.setattr(study_module, "ensure_masters", lambda *_: None)
    two = Masters(masters.ridges[:2], masters.minutiae[masters.minutiae[:, 0] < 2])
    monkeypatch.setattr(study_module, "load_masters", lambda _folder, first, _count: two if first else masters)
    monkeypatch.setattr(study_module, "PATCHES", 30)
    monkeypatch.setattr(study_module, "HEAD_STEPS", 5)
    return Namespace(
        out=tmp_path / "study",
        work=tmp_path,
        detector=tmp_path / "detector.pt",
        sets=[f"{prints}@{DPI}"],
        masters=8,
        steps=2,
        pairs=8,
        threads=1,
    )


def test_every_kind_of_row_runs_and_a_row_again_gives_the_same(tiny_study):
    study = Study(tiny_study)
    rows = {row.key: row for row in ROWS}
    for key in ("base", "cosine", "learned", "float32", "patch-40", "distilled", "triplet"):
        result = study.run(rows[key], 0)
        assert result["sets"]["prints"]["mated"] == 2 and result["sets"]["prints"]["non_mated"] == 4
        assert result["patches"]["mated"] == 30
    again = Study(tiny_study).run(rows["base"], 0)
    first = study.run(rows["base"], 0)
    assert (again["sets"], again["patches"]) == (first["sets"], first["patches"])


def test_cross_sensor_rows_take_one_encoder_or_two(tiny_study):
    study = Study(tiny_study)
    rows = {row.key: row for row in ROWS}
    for key in ("cross-shared", "cross-separate"):
        found = study.run(rows[key], 0)["sets"]["cross-sensor"]
        assert found["mated"] == 8 and found["non_mated"] == 2


def test_what_is_done_is_not_done_again_and_the_table_tells_all(tiny_study, monkeypatch, capsys):
    line = [*tiny_study.sets, "--out", tiny_study.out, "--work", tiny_study.work, "--detector", tiny_study.detector]
    line += ["--steps", 2, "--pairs", 8, "--seeds", 0, 1, "--rows", "base", "cosine"]
    monkeypatch.setattr(sys, "argv", ["study", *map(str, line)])
    study_module.main()
    path = tiny_study.out / "results.jsonl"
    before = path.read_text()
    assert [json.loads(r)["row"] for r in before.splitlines()] == ["base", "cosine"] * 2
    study_module.main()
    assert path.read_text() == before
    monkeypatch.setattr(sys, "argv", ["study", "--table", "--out", str(tiny_study.out)])
    capsys.readouterr()
    study_module.main()
    told = capsys.readouterr().out
    assert "cosine distance" in told and "Euclidean distance" in told and "2 steps of 8 pairs" in told


def test_the_spread_is_half_of_what_the_seeds_span():
    assert spread([1.0, 2.0]) == "1.50 ± 0.50"
    assert spread([1.0]) == "1.00"
    assert table([]) == ""


def test_everything_is_one_command_after_the_other(tmp_path, monkeypatch):
    """Which programs run in which order; each has its own tests."""
    ran: list[list[str]] = []

    class Process:
        def __init__(self, line: list[str]):
            ran.append(line)

        def wait(self) -> int:
            return 0

    for name in ("detector", "encoder"):
        (tmp_path / f"{name}-3").mkdir()
        (tmp_path / f"{name}-3" / "log.jsonl").write_text(name)
    monkeypatch.setattr(everything, "ensure_masters", lambda *_: None)
    monkeypatch.setattr(everything.subprocess, "Popen", Process)
    line = ["--work", tmp_path, "--out", tmp_path / "out", "--seed", 3, "--device", "cpu", "--sets", "a@500"]
    monkeypatch.setattr(sys, "argv", ["all", *map(str, line)])
    everything.main()
    assert [line[2].split(".")[1] for line in ran] == ["train_detector", "train_encoder", "export", "evaluate"]
    assert (tmp_path / "out" / "training" / "encoder.jsonl").read_text() == "encoder"

    monkeypatch.setattr(Process, "wait", lambda self: 1)
    ran.clear()
    with pytest.raises(SystemExit):
        everything.main()
    assert len(ran) <= 2
