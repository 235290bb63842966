"""ONNX Runtime answers as PyTorch does, and the manifest tells what was exported."""

from __future__ import annotations

import hashlib

import pytest
import torch

from twinmark_training import export
from twinmark_training.comparison import Rules
from twinmark_training.networks import Detector, Encoder


def trained(model: torch.nn.Module, shape: tuple[int, ...]) -> torch.nn.Module:
    """Batch statistics that are not those of a new network."""
    model.train()
    for _ in range(3):
        model(torch.randn(shape) * 1.5 + 0.2)
    return model.eval()


def test_both_networks_answer_the_same_in_onnx_for_any_number_and_size(tmp_path):
    torch.manual_seed(0)
    weights = tmp_path / "weights"
    assert export.export_detector(trained(Detector(8), (2, 1, 64, 64)), weights / "detector.onnx") <= 1e-4
    assert export.export_encoder(trained(Encoder(64, 8), (8, 1, 48, 48)), weights / "encoder.onnx") <= 1e-4
    manifest = export.describe(tmp_path, 64, {"none": True})
    for name, entry in manifest["files"].items():
        data = (weights / f"{name}.onnx").read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert manifest["encoders"]["standard"]["calibration"] == {"none": True}
    assert manifest["comparison"]["margin"] == manifest["encoders"]["standard"]["margin"] == Rules().margin


def test_a_model_that_answers_differently_is_refused(tmp_path):
    torch.manual_seed(0)
    export.export_encoder(trained(Encoder(16, 8), (8, 1, 48, 48)), tmp_path / "encoder.onnx")
    with pytest.raises(ValueError, match="differs"):
        export.parity(Encoder(16, 8).eval(), tmp_path / "encoder.onnx", [torch.randn(2, 1, 48, 48)])


def test_the_same_weights_give_the_same_file(tmp_path):
    torch.manual_seed(0)
    encoder = trained(Encoder(16, 8), (8, 1, 48, 48))
    for name in ("a.onnx", "b.onnx"):
        export.export_encoder(encoder, tmp_path / name)
    assert (tmp_path / "a.onnx").read_bytes() == (tmp_path / "b.onnx").read_bytes()


def manifest_of(folder, calibration):
    return export.describe(folder, 16, calibration)


def test_thresholds_stay_with_the_weights_that_they_were_measured_with(tmp_path):
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "detector.onnx").write_bytes(b"detector")
    (weights / "encoder.onnx").write_bytes(b"encoder")
    before = manifest_of(tmp_path, {"id": "measured", "points": [1]})

    same = manifest_of(tmp_path, export.UNCALIBRATED)
    export.keep_calibration(before, same)
    assert same == before

    (weights / "encoder.onnx").write_bytes(b"another")
    other = manifest_of(tmp_path, export.UNCALIBRATED)
    export.keep_calibration(before, other)
    assert other["encoders"]["standard"]["calibration"] == export.UNCALIBRATED
