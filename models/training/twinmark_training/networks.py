"""The two networks: one finds anchors in a print, the other, the siamese encoder, describes them."""

from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F


def block(inputs: int, outputs: int, kernel: int = 3, stride: int = 1, dilation: int = 1) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Detector(nn.Module):
    """[N, 1, H, W] prepared print, H and W multiples of 8 -> field [N, 7, H/2, W/2]:
    minutia logit, dx, dy (pixels from the cell's centre), cos, sin of the direction,
    finger mask logit, clarity logit."""

    CHANNELS = 7

    def __init__(self, width: int = 24):
        super().__init__()
        w = width
        self.stem = nn.Sequential(block(1, w, 5, 2), block(w, w + 8))
        self.down = nn.Sequential(
            block(w + 8, 2 * w, 3, 2), block(2 * w, 2 * w + 16), block(2 * w + 16, 2 * w + 16, dilation=2)
        )
        self.wide = nn.Sequential(
            block(2 * w + 16, 3 * w, 3, 2),
            block(3 * w, 3 * w, dilation=2),
            block(3 * w, 3 * w, dilation=3),
            block(3 * w, 2 * w + 16, 1),
        )
        self.merge = block(2 * w + 16, 2 * w + 16)
        self.up = block(2 * w + 16, w + 8, 1)
        self.head = nn.Sequential(block(2 * (w + 8), 2 * w), block(2 * w, 2 * w), nn.Conv2d(2 * w, self.CHANNELS, 1))
        with torch.no_grad():
            self.head[-1].bias[0] = -4.0  # Minutiae are rare: start from their share.

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        fine = self.stem(x)
        middle = self.down(fine)
        wide = F.interpolate(self.wide(middle), scale_factor=2, mode="bilinear", align_corners=False)
        middle = self.merge(middle + wide)
        coarse = F.interpolate(self.up(middle), scale_factor=2, mode="bilinear", align_corners=False)
        return self.head(torch.cat([fine, coarse], 1))


class Encoder(nn.Module):
    """[N, 1, 48, 48] oriented patch -> [N, dimensions], unit length. Both sides of a comparison pass
    through these same weights."""

    def __init__(self, dimensions: int = 64, width: int = 24, dropout: float = 0.1, patch: int = 48):
        super().__init__()
        w = width
        side = -(-patch // 8)
        self.features = nn.Sequential(
            block(1, w, 5, 2),
            block(w, w + 8),
            block(w + 8, 2 * w, 3, 2),
            block(2 * w, 3 * w - 8),
            block(3 * w - 8, 4 * w, 3, 2),
            block(4 * w, 4 * w),
            block(4 * w, w, 1),
            nn.Flatten(),
            nn.Dropout(dropout),
            nn.Linear(w * side * side, dimensions, bias=False),
            nn.BatchNorm1d(dimensions, affine=False),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.features(x))
