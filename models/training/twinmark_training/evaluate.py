"""Error rates on folders of FINGER_IMPRESSION images, by the FVC protocol: python -m twinmark_training.evaluate --help

Mated: every two impressions of a finger. Non-mated: every two impressions of different fingers."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from .anchors import cut_patches, detect
from .comparison import Rules, Template, compare, template_of
from .networks import Detector, Encoder
from .preprocessing import prepare


@dataclass(frozen=True)
class Rates:
    mated: int
    non_mated: int
    eer: float
    fnmr100: float
    fnmr1000: float


def rates(mated: np.ndarray, non_mated: np.ndarray) -> Rates:
    """Equal error rate, and FNMR where the FMR is at most 1 % and 0.1 %, of distances; match when d <= threshold."""
    mated, non_mated = np.sort(mated), np.sort(non_mated)
    thresholds = np.unique(np.concatenate([mated, non_mated]))
    fnmr = 1 - np.searchsorted(mated, thresholds, "right") / len(mated)
    fmr = np.searchsorted(non_mated, thresholds, "right") / len(non_mated)
    crossing = np.argmin(np.abs(fnmr - fmr))
    at = lambda target: float(fnmr[fmr <= target].min(initial=1.0))
    return Rates(len(mated), len(non_mated), float(fnmr[crossing] + fmr[crossing]) / 2, at(0.01), at(0.001))


def load_encoder(path: Path) -> Encoder:
    """The encoder of a checkpoint, its size read from the weights."""
    weights = torch.load(path, map_location="cpu", weights_only=True)["model"]
    dimensions, flat = weights["features.9.weight"].shape
    width = weights["features.0.0.weight"].shape[0]
    encoder = Encoder(dimensions, width, patch=8 * round((flat / width) ** 0.5))
    encoder.load_state_dict(weights)
    return encoder.eval()


def load_detector(path: Path) -> Detector:
    weights = torch.load(path, map_location="cpu", weights_only=True)["model"]
    detector = Detector(weights["stem.0.0.weight"].shape[0])
    detector.load_state_dict(weights)
    return detector.eval()


def enrol(image: Path, dpi: float, detector, encoder, **patch) -> Template:
    grey = cv2.imread(str(image), cv2.IMREAD_GRAYSCALE)
    prepared = prepare(grey, dpi)
    anchors = detect(detector, prepared)
    if len(anchors.x) == 0:
        return template_of(anchors, np.zeros((0, 64)))
    with torch.no_grad():
        embeddings = encoder(cut_patches(prepared, anchors.x, anchors.y, anchors.direction, **patch)).numpy()
    return template_of(anchors, embeddings)


def finger_of(image: Path) -> str:
    return image.stem.rsplit("_", 1)[0]


def all_pairs(
    templates: list[Template], fingers: list[str], rules: Rules, first_only: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Mated and non-mated distances; first_only: non-mated between the first impressions of fingers alone."""
    first = {finger: fingers.index(finger) for finger in fingers}
    mated, non_mated = [], []
    for a in range(len(templates)):
        for b in range(a + 1, len(templates)):
            if fingers[a] == fingers[b]:
                mated.append(compare(templates[a], templates[b], rules))
            elif not first_only or (first[fingers[a]] == a and first[fingers[b]] == b):
                non_mated.append(compare(templates[a], templates[b], rules))
    return np.array(mated), np.array(non_mated)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", help="FOLDER or FOLDER@DPI (500 unless said)")
    parser.add_argument("--detector", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--step", type=float)
    parser.add_argument("--leave-out", type=Path, help="file of image names, without ending, that are not used")
    options = parser.parse_args()
    torch.set_num_threads(2)
    detector, encoder = load_detector(options.detector), load_encoder(options.encoder)
    left_out = set(options.leave_out.read_text().split()) if options.leave_out else set()
    patch = {"step": options.step} if options.step else {}
    means = []
    for name in options.sets:
        folder, _, dpi = name.partition("@")
        images = [
            p for p in sorted(Path(folder).iterdir()) if p.suffix in (".png", ".bmp", ".tif") and p.stem not in left_out
        ]
        templates = [enrol(p, float(dpi or 500), detector, encoder, **patch) for p in images]
        fingers = [finger_of(p) for p in images]
        found = rates(*all_pairs(templates, fingers, Rules(), first_only=len(images) > 200))
        means.append([found.eer, found.fnmr100, found.fnmr1000])
        anchors = np.mean([len(t.x) for t in templates])
        print(
            json.dumps(
                {
                    "set": Path(folder).name,
                    "anchors": round(float(anchors), 1),
                    **{k: round(v, 4) for k, v in vars(found).items()},
                }
            ),
            flush=True,
        )
    print("mean", [round(100 * float(v), 2) for v in np.mean(means, 0)])


if __name__ == "__main__":
    main()
