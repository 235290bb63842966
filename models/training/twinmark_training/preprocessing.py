"""From a grey print to what the networks see; the product does the same arithmetic in TypeScript."""

from __future__ import annotations

import cv2
import numpy as np
import torch

from .geometry import DPI, box_mean

WINDOW = 21
EPSILON = 0.06
CLIP = 2.5
MASK_DEVIATION = 0.055
MASK_SLOPE = 12.0


def normalise(image: torch.Tensor, window: int = WINDOW) -> torch.Tensor:
    """Local mean and deviation taken out, background muted. image: [N, 1, H, W] in [0, 1], ridges bright."""
    mean = box_mean(image, window)
    deviation = (box_mean(image * image, window) - mean * mean).clamp_min(0).sqrt()
    share = box_mean((deviation > MASK_DEVIATION).float(), window)
    mask = torch.sigmoid((share - 0.5) * MASK_SLOPE)
    return ((image - mean) / (deviation + EPSILON)).clamp(-CLIP, CLIP) * mask


def resample(grey: np.ndarray, dpi: float) -> np.ndarray:
    """Grey [H, W] uint8 at `dpi` to 250 dpi: float32, every pixel the mean of the area it covers."""
    height, width = (max(1, round(side * DPI / dpi)) for side in grey.shape)
    return cv2.resize(grey.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)


def prepare(grey: np.ndarray, dpi: float) -> torch.Tensor:
    """Dark ridges on a light ground, uint8 [H, W] -> [1, 1, h, w] for the detector and the patches."""
    bright = 1 - torch.from_numpy(resample(grey, dpi))[None, None] / 255
    return normalise(bright)
