"""Masters on disk: made once by seed, in shards, so that a stopped run goes on where it was."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import torch

from .masters import MasterMaker, Masters

SHARD = 25


def ensure_masters(folder: Path, first: int, count: int, workers: int, device: str = "cpu") -> None:
    """Makes what is missing of the masters with seeds first ... first + count - 1, in whole shards."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(first - first % SHARD, first + count, SHARD)
    missing = [start for start in starts if not _path(folder, start).exists()]
    if device != "cpu" or workers == 1:
        for start in missing:
            _make_shard(folder, start, device)
        return
    with ProcessPoolExecutor(workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for done, _ in enumerate(pool.map(_make_shard, [folder] * len(missing), missing), 1):
            print(f"masters: {done} of {len(missing)} shards", flush=True)


def load_masters(folder: Path, first: int, count: int, device: torch.device | str = "cpu") -> Masters:
    """@raises FileNotFoundError where a shard is missing; see ensure_masters."""
    ridges, minutiae, seen = [], [], 0
    for start in range(first - first % SHARD, first + count, SHARD):
        shard = torch.load(_path(folder, start), weights_only=True)
        rows = shard["minutiae"]
        rows[:, 0] += seen
        ridges.append(shard["ridges"])
        minutiae.append(rows)
        seen += len(shard["ridges"])
    return Masters(torch.cat(ridges).to(device), torch.cat(minutiae).to(device))


def _make_shard(folder: Path, start: int, device: str = "cpu") -> None:
    maker, ridges, minutiae = MasterMaker(device), [], []
    for index in range(SHARD):
        master = maker.make(start + index)
        master.minutiae[:, 0] = index
        ridges.append(master.ridges.cpu())
        minutiae.append(master.minutiae.cpu())
    part = _path(folder, start).with_suffix(f".{os.getpid()}.part")
    torch.save({"ridges": torch.cat(ridges), "minutiae": torch.cat(minutiae)}, part)
    part.rename(_path(folder, start))


def _path(folder: Path, start: int) -> Path:
    return folder / f"masters-{start:06d}.pt"
