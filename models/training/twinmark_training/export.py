"""Writes trained networks as ONNX, proves that they answer as PyTorch does, and describes them in the
manifest: python -m twinmark_training.export --help"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from . import anchors, preprocessing
from .comparison import Rules
from .evaluate import load_detector, load_encoder
from .geometry import DPI, PATCH, PATCH_STEP
from .losses import MARGIN

TOLERANCE = 1e-4
"""Largest difference that any number of the ONNX model may have to PyTorch's."""

UNCALIBRATED = {
    "id": "uncalibrated",
    "set": "none",
    "protocol": "not measured yet: npm run calibrate:fingerprint",
    "measuredOn": "1970-01-01",
    "points": [],
}
"""The product measures thresholds itself, on its own pipeline."""

PROVENANCE = "Trained by Twinmark on synthetic prints alone (models/training): no print of a person was used."


def export_detector(detector: torch.nn.Module, path: Path) -> float:
    example = torch.randn(1, 1, 64, 64)
    axes = {"print": {0: "N", 2: "H", 3: "W"}, "field": {0: "N", 2: "H/2", 3: "W/2"}}
    _export(detector, example, path, "print", "field", axes)
    return parity(detector, path, [torch.randn(1, 1, 208, 152), torch.randn(2, 1, 96, 264)])


def export_encoder(encoder: torch.nn.Module, path: Path, patch: int = PATCH) -> float:
    example = torch.randn(2, 1, patch, patch)
    _export(encoder, example, path, "patch", "embedding", {"patch": {0: "N"}, "embedding": {0: "N"}})
    return parity(encoder, path, [torch.randn(n, 1, patch, patch) for n in (1, 70)])


def parity(model: torch.nn.Module, path: Path, inputs: list[torch.Tensor]) -> float:
    """Largest absolute difference between ONNX Runtime's and PyTorch's answers.

    @raises ValueError where it is above the tolerance."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    worst = 0.0
    for x in inputs:
        with torch.no_grad():
            expected = model(x).numpy()
        worst = max(worst, float(np.abs(session.run(None, {name: x.numpy()})[0] - expected).max()))
    if not worst <= TOLERANCE:
        raise ValueError(f"Expected {path.name} to answer as PyTorch within {TOLERANCE} but it differs by {worst:.2e}.")
    return worst


def _export(model, example, path: Path, source: str, target: str, axes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model.eval(),
        (example,),
        str(path),
        input_names=[source],
        output_names=[target],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load(path)
    graph.producer_name, graph.producer_version, graph.doc_string = "twinmark", "", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def describe(folder: Path, dimensions: int, calibration: dict) -> dict:
    """The manifest of the two files in folder/weights; every number that the product needs."""
    rules = Rules()
    return {
        "schema": 1,
        "modality": "fingerprint",
        "files": {
            "detector": _file(folder, "detector", {"print": ["N", 1, "H", "W"]}, {"field": ["N", 7, "H/2", "W/2"]}),
            "encoder": _file(folder, "encoder", {"patch": ["N", 1, PATCH, PATCH]}, {"embedding": ["N", dimensions]}),
        },
        "preprocessing": {
            "dpi": DPI,
            "window": preprocessing.WINDOW,
            "epsilon": preprocessing.EPSILON,
            "clip": preprocessing.CLIP,
            "maskDeviation": preprocessing.MASK_DEVIATION,
            "maskSlope": preprocessing.MASK_SLOPE,
        },
        "anchors": {"threshold": anchors.THRESHOLD, "radiusPx": anchors.RADIUS, "max": anchors.MAX_ANCHORS},
        "patch": {"size": PATCH, "stepPx": PATCH_STEP},
        "comparison": {
            "margin": rules.margin,
            "expected": rules.expected,
            "maxTurnDeg": round(math.degrees(rules.max_turn), 6),
            "hypotheses": rules.hypotheses,
            "reachPx": rules.reach_px,
            "reachShare": rules.reach_share,
            "refinements": rules.refinements,
            "fitPx": rules.fit_px,
            "fitShare": rules.fit_share,
            "stiffnessPx": rules.stiffness_px,
            "residualRad": rules.residual_rad,
            "minAnchors": rules.least_anchors,
        },
        "encoders": {
            "standard": {
                "name": "fingerprint-local-siamese",
                "version": 1,
                "dimensions": dimensions,
                "objective": (
                    f"InfoNCE, then contrastive with margin {MARGIN}: mated patches are pulled to 0, non-mated ones pushed beyond the margin. "
                    f"The distance of two prints is the mean over the {rules.expected} best patches that one motion explains, a missing one "
                    "counting the margin: it lies in [0, margin], and half the margin is the untuned threshold."
                ),
                "margin": rules.margin,
                "untunedThreshold": rules.margin / 2,
                "calibration": calibration,
            }
        },
    }


def _file(folder: Path, name: str, inputs: dict, outputs: dict) -> dict:
    data = (folder / "weights" / f"{name}.onnx").read_bytes()
    return {
        "file": f"weights/{name}.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "inputs": inputs,
        "outputs": outputs,
        "licence": "Apache-2.0",
        "provenance": PROVENANCE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--detector", type=Path, required=True, help="checkpoint")
    parser.add_argument("--encoder", type=Path, required=True, help="checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="folder of manifest.json and weights/")
    options = parser.parse_args()
    detector, encoder = load_detector(options.detector), load_encoder(options.encoder)
    weights = options.out / "weights"
    print(f"detector.onnx differs from PyTorch by {export_detector(detector, weights / 'detector.onnx'):.1e}")
    print(f"encoder.onnx differs from PyTorch by {export_encoder(encoder, weights / 'encoder.onnx'):.1e}")
    path = options.out / "manifest.json"
    dimensions = encoder.features[9].out_features
    manifest = describe(options.out, dimensions, UNCALIBRATED)
    if path.exists():
        keep_calibration(json.loads(path.read_text(encoding="utf8")), manifest)
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf8")


def keep_calibration(before: dict, manifest: dict) -> None:
    """Thresholds belong to the weights, and to all numbers beside them, that they were measured with."""
    calibration = before["encoders"]["standard"]["calibration"]
    expected = copy.deepcopy(manifest)
    expected["encoders"]["standard"]["calibration"] = calibration
    if before == expected:
        manifest["encoders"]["standard"]["calibration"] = calibration


if __name__ == "__main__":
    main()
