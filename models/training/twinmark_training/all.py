"""Everything, from nothing to the files that ship: python -m twinmark_training.all --help

Masters, then the detector and the encoder, side by side on a CPU, then ONNX files and manifest, then error rates
on the sets that are named. Every part resumes where it was stopped, and does nothing where it is done."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import torch

from .master_store import ensure_masters


def command(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", f"{__package__}.{module}", *map(str, arguments)]


def run_all(commands: list[list[str]], together: bool) -> None:
    """@raises SystemExit where one fails, when none runs any more."""
    failed = False
    for batch in [commands] if together else [[c] for c in commands]:
        for line in batch:
            print("$ python " + " ".join(line[1:]), flush=True)
        running = [subprocess.Popen(line) for line in batch]
        failed |= any([process.wait() != 0 for process in running])
        if failed:
            sys.exit("Expected every part to end well but one failed; the same command goes on where it was.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of masters, checkpoints and logs")
    parser.add_argument("--out", type=Path, required=True, help="folder of manifest.json and weights/")
    parser.add_argument("--sets", nargs="*", default=[], help="to measure on, FOLDER or FOLDER@DPI (500 unless said)")
    parser.add_argument("--masters", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--detector-steps", type=int, help="fewer, to try the whole path")
    parser.add_argument("--encoder-steps", type=int)
    options = parser.parse_args()
    work, processors = options.work, os.cpu_count() or 1
    ensure_masters(work / "masters", 0, options.masters, processors, options.device)

    # One arithmetic thread each: two share one training worse than two trainings two processors.
    shared = ("--work", work, "--masters", options.masters, "--seed", options.seed, "--device", options.device)
    steps = {"train_detector": options.detector_steps, "train_encoder": options.encoder_steps}
    trainings = [
        command(module, *shared, "--threads", 1, *(("--steps", count) if count else ()))
        for module, count in steps.items()
    ]
    run_all(trainings, together=options.device == "cpu" and processors > 1)

    folders = {name: work / f"{name}-{options.seed}" for name in ("detector", "encoder")}
    checkpoints = [x for name, folder in folders.items() for x in (f"--{name}", folder / "checkpoint.pt")]
    finish = [command("export", *checkpoints, "--out", options.out)]
    if options.sets:
        finish.append(command("evaluate", *options.sets, *checkpoints))
    run_all(finish, together=False)
    keep_logs(folders, options.out / "training")


def keep_logs(folders: dict[str, Path], out: Path) -> None:
    """Beside the weights lies how they came about."""
    out.mkdir(parents=True, exist_ok=True)
    for name, folder in folders.items():
        shutil.copyfile(folder / "log.jsonl", out / f"{name}.jsonl")


if __name__ == "__main__":
    main()
