from __future__ import annotations

import pytest
import torch

from twinmark_training.masters import MasterMaker, Masters

torch.set_num_threads(1)

COUNT = 8


@pytest.fixture(scope="session")
def masters() -> Masters:
    """Eight masters, made once for all tests."""
    maker, ridges, minutiae = MasterMaker(), [], []
    for index in range(COUNT):
        made = maker.make(900 + index)
        made.minutiae[:, 0] = index
        ridges.append(made.ridges)
        minutiae.append(made.minutiae)
    return Masters(torch.cat(ridges), torch.cat(minutiae))


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(5)
