"""The objectives that the encoder can be trained with; the arithmetic is pytorch-metric-learning's.

Every one takes embeddings [2n, d] (both branches of the siamese encoder in one batch) and labels
[2n]: equal labels are mated. Embeddings are unit vectors, distances Euclidean."""

from __future__ import annotations

import torch
from pytorch_metric_learning import distances, losses, miners, reducers

MARGIN = 1.1
"""Contrastive margin m: mated pairs are pulled to 0, non-mated ones pushed beyond m."""

TEMPERATURE = 0.07


class HadsellContrastive(losses.ContrastiveLoss):
    """y d^2 + (1 - y) max(0, m - d)^2, each averaged over its pairs that are not yet where they should be
    (Hadsell, Chopra, LeCun 2006)."""

    def __init__(self, margin: float = MARGIN):
        super().__init__(pos_margin=0, neg_margin=margin, distance=distances.LpDistance(normalize_embeddings=False))

    def get_per_pair_loss(self, pair_dists, pos_or_neg):
        return torch.square(super().get_per_pair_loss(pair_dists, pos_or_neg))


def info_nce(temperature: float = TEMPERATURE) -> torch.nn.Module:
    """Cross-entropy of finding one's mate among all others of the batch (van den Oord 2018). With two
    views a label the supervised contrastive loss is exactly that."""
    return losses.SupConLoss(temperature=temperature, distance=distances.CosineSimilarity())


def triplet(margin: float = 0.3) -> torch.nn.Module:
    """max(0, d(a, p) - d(a, n) + margin), averaged over the triplets that violate it (Schroff 2015)."""
    return losses.TripletMarginLoss(
        margin=margin, distance=distances.LpDistance(normalize_embeddings=False), reducer=reducers.AvgNonZeroReducer()
    )


class HardestNegatives(miners.BaseMiner):
    """All mated pairs, and of the non-mated ones the closest of each anchor: as many as asked for."""

    def __init__(self, count: int):
        super().__init__()
        self.count = count

    def mine(self, embeddings, labels, ref_emb, ref_labels):
        with torch.no_grad():
            apart = torch.cdist(embeddings, ref_emb)
            same = labels[:, None] == ref_labels[None]
            itself = torch.zeros_like(same)
            if embeddings is ref_emb or embeddings.data_ptr() == ref_emb.data_ptr():
                itself.fill_diagonal_(True)
            anchors, mates = torch.nonzero(same & ~itself, as_tuple=True)
            closest = apart.masked_fill(same, torch.inf).topk(self.count, largest=False).indices
            rows = torch.arange(len(labels), device=labels.device).repeat_interleave(self.count)
        return anchors, mates, rows, closest.reshape(-1)

    def output_assertion(self, output):
        return


OBJECTIVES = {"infonce": info_nce, "contrastive": HadsellContrastive, "triplet": triplet}
