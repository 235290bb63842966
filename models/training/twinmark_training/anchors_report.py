"""How well anchors are found, on whole synthetic captures of fingers that no training has seen, by the detector
and by a classical extractor: python -m twinmark_training.anchors_report --help

Right is an anchor within TOLERANCE_PX and TOLERANCE_DEG of a minutia of the truth, one to one. Minutiae
in parts too unclear to see are neither asked for nor held against an extractor."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from .anchors import AnchorSet, detect
from .captures import UNSEEN, Capture, from_one_to_other, take_capture
from .classical import extract
from .detector_loss import CLEAR
from .evaluate import load_detector
from .geometry import DPI
from .impressions import ANY
from .master_store import ensure_masters, load_masters
from .masters import Masters

TOLERANCE_PX = 5.0
TOLERANCE_DEG = 30.0
BANDS = {"unclear": (CLEAR, 0.5), "fair": (0.5, 0.7), "clear": (0.7, 1.01), "all": (CLEAR, 1.01)}
MM = 25.4 / DPI

Extractor = Callable[[torch.Tensor], AnchorSet]


@dataclass
class Tally:
    """Of one band."""

    asked: int = 0
    """Minutiae of the truth."""
    found: int = 0
    given: int = 0
    """Anchors."""
    right: int = 0
    common: int = 0
    """Anchors whose place the other capture shows too."""
    repeated: int = 0
    off_px: list[float] = field(default_factory=list)
    off_deg: list[float] = field(default_factory=list)
    between_px: list[float] = field(default_factory=list)
    between_deg: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        share = lambda part, whole: round(part / whole, 4) if whole else 0.0
        spread = lambda values, q: round(float(np.quantile(values, q)), 2) if values else 0.0
        rms = lambda values: float(np.sqrt(np.mean(np.square(values)))) if values else 0.0
        return {
            "minutiae": self.asked,
            "anchors": self.given,
            "precision": share(self.right, self.given),
            "recall": share(self.found, self.asked),
            "repeatability": share(self.repeated, self.common),
            "positionPx": round(rms(self.off_px), 2),
            "positionMm": round(rms(self.off_px) * MM, 3),
            "directionDeg": spread(self.off_deg, 0.5),
            "direction90Deg": spread(self.off_deg, 0.9),
            "betweenCapturesPx": round(rms(self.between_px), 2),
            "betweenCapturesDeg": spread(self.between_deg, 0.5),
        }


def rows_of(anchors: AnchorSet) -> np.ndarray:
    return np.stack([anchors.x, anchors.y, anchors.direction], 1).astype(np.float64).reshape(-1, 3)


def pair_up(a: np.ndarray, b: np.ndarray) -> list[tuple[int, int, float, float]]:
    """i, j, distance in px, angle in deg of those of a and b that are one another's, nearest first, one to one."""
    if len(a) == 0 or len(b) == 0:
        return []
    apart = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    turned = np.rad2deg(np.abs((b[None, :, 2] - a[:, None, 2] + np.pi) % (2 * np.pi) - np.pi))
    i, j = np.nonzero((apart <= TOLERANCE_PX) & (turned <= TOLERANCE_DEG))
    used_i, used_j, pairs = set(), set(), []
    for k in np.argsort(apart[i, j], kind="stable"):
        if i[k] not in used_i and j[k] not in used_j:
            used_i.add(i[k])
            used_j.add(j[k])
            pairs.append((int(i[k]), int(j[k]), float(apart[i[k], j[k]]), float(turned[i[k], j[k]])))
    return pairs


def bands_of(clarity: float) -> list[str]:
    return [name for name, (low, high) in BANDS.items() if low <= clarity < high]


def clarity_at(capture: Capture, x: float, y: float) -> float:
    side = len(capture.clarity) - 1
    return float(capture.clarity[min(max(round(y), 0), side), min(max(round(x), 0), side)])


def judge(tallies: dict[str, Tally], capture: Capture, rows: np.ndarray) -> None:
    """Anchors against the truth."""
    truth = capture.minutiae.numpy().astype(np.float64)
    pairs = pair_up(rows, truth)
    mate = {i: j for i, j, _, _ in pairs}
    found = {j for _, j, _, _ in pairs}
    for j in range(len(truth)):
        for band in bands_of(truth[j, 3]):
            tallies[band].asked += 1
            tallies[band].found += j in found
    for i, (x, y, _) in enumerate(rows):
        # The clarity of the minutia that it is; of the place where it is none.
        for band in bands_of(truth[mate[i], 3] if i in mate else max(clarity_at(capture, x, y), CLEAR)):
            tallies[band].given += 1
            tallies[band].right += i in mate
    for _, j, px, deg in pairs:
        for band in bands_of(truth[j, 3]):
            tallies[band].off_px.append(px)
            tallies[band].off_deg.append(deg)


def judge_repetition(tallies: dict[str, Tally], one: Capture, other: Capture, rows: np.ndarray, others: np.ndarray):
    """Anchors of one capture that the other has too, of those whose place both show clearly enough."""
    placed = from_one_to_other(one, other, rows)
    kept = [(k, p) for k, p in enumerate(placed) if p is not None]
    there = np.array([p[:3] for _, p in kept], dtype=np.float64).reshape(-1, 3)
    pairs = {i: (px, deg) for i, _, px, deg in pair_up(there, others)}
    for i, (k, p) in enumerate(kept):
        for band in bands_of(min(float(p[3]), clarity_at(one, rows[k, 0], rows[k, 1]))):
            tallies[band].common += 1
            tallies[band].repeated += i in pairs
            if i in pairs:
                tallies[band].between_px.append(pairs[i][0])
                tallies[band].between_deg.append(pairs[i][1])


def report(masters: Masters, extractors: dict[str, Extractor], seed: int = 7) -> dict[str, dict]:
    """Two captures of each finger, the same for every extractor; by extractor and band, and the seconds a print."""
    generator = torch.Generator().manual_seed(seed)
    tallies = {name: {band: Tally() for band in BANDS} for name in extractors}
    seconds = dict.fromkeys(extractors, 0.0)
    for finger in range(len(masters.ridges)):
        captures = [take_capture(masters, finger, ANY, generator) for _ in range(2)]
        for name, extractor in extractors.items():
            start = time.process_time()
            rows = [rows_of(extractor(capture.prepared)) for capture in captures]
            seconds[name] += time.process_time() - start
            for k in (0, 1):
                judge(tallies[name], captures[k], rows[k])
                judge_repetition(tallies[name], captures[k], captures[1 - k], rows[k], rows[1 - k])
    return {
        name: {
            "secondsAPrint": round(seconds[name] / (2 * len(masters.ridges)), 3),
            **{band: tally.summary() for band, tally in bands.items()},
        }
        for name, bands in tallies.items()
    }


def table(found: dict[str, dict]) -> str:
    head = ["extractor", "clarity", "minutiae", "anchors", "precision", "recall", "repeated"]
    lines = [[*head, "position px (mm)", "direction deg (90 %)", "between captures px, deg"]]
    for name, bands in found.items():
        for band in BANDS:
            t, (low, high) = bands[band], BANDS[band]
            lines.append(
                [
                    name,
                    f"{low:.1f}-{min(high, 1):.1f}",
                    f"{t['minutiae']}",
                    f"{t['anchors']}",
                    *(f"{100 * t[key]:.1f} %" for key in ("precision", "recall", "repeatability")),
                    f"{t['positionPx']:.2f} ({t['positionMm']:.3f})",
                    f"{t['directionDeg']:.1f} ({t['direction90Deg']:.1f})",
                    f"{t['betweenCapturesPx']:.2f}, {t['betweenCapturesDeg']:.1f}",
                ]
            )
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    rows = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)) + " |" for line in lines]
    return "\n".join([rows[0], "|" + "|".join("-" * (w + 2) for w in widths) + "|", *rows[1:]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("detector", type=Path, help="checkpoint")
    parser.add_argument("--work", type=Path, required=True, help="folder of masters")
    parser.add_argument("--fingers", type=int, default=50)
    parser.add_argument("--json", type=Path, help="file to write the numbers to")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    ensure_masters(options.work / "masters", UNSEEN, options.fingers, options.threads)
    masters = load_masters(options.work / "masters", UNSEEN, options.fingers)
    detector = load_detector(options.detector)
    found = report(masters, {"detector": lambda prepared: detect(detector, prepared), "classical": extract})
    print(table(found))
    print(json.dumps(found))
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
