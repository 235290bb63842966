"""The distance of two prints from their anchors; the product's core/fingerprint/compare.ts is the same arithmetic.

Anchors of both prints that look alike are candidates. A rigid motion, taken from one candidate, must
explain many of them; what it explains gives an affine motion, which follows the stretched skin more
closely and so allows a tighter tolerance; with it the candidates are gathered anew. The print distance
is the mean over the K best that one motion explains, where a missing one counts the margin: it lies
in [0, margin]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Template:
    """x, y, direction, weight: [n]; embedding: int8 [n, d] as stored."""

    x: np.ndarray
    y: np.ndarray
    direction: np.ndarray
    weight: np.ndarray
    embedding: np.ndarray


@dataclass(frozen=True)
class Rules:
    """Lengths in pixels of 250 dpi, angles in rad."""

    margin: float = 1.1
    """Candidates are closer than this; the most that two prints can be apart."""
    expected: int = 12
    """K: correspondences that two captures of one finger are expected to have."""
    max_turn: float = float(np.deg2rad(60))
    """Between two captures."""
    hypotheses: int = 16
    """Of the closest candidates so many are tried as the motion."""
    reach_px: float = 6.0
    reach_share: float = 0.10
    """A candidate fits a rigid motion within reach_px + reach_share x its distance from the hypothesis."""
    refinements: int = 3
    fit_px: float = 3.0
    fit_share: float = 0.03
    """The same for the affine motion and the distance from the centre of its correspondences."""
    stiffness_px: float = 57.0
    """How far from the centre a correspondence must lie to weigh as much as the belief that skin is rigid."""
    residual_rad: float = 0.40
    least_anchors: int = 4


def template_of(anchors, embeddings: np.ndarray) -> Template:
    """Packs as the product stores: sixteenths of a pixel, 256 directions, 8-bit embeddings."""
    turn = np.round(np.mod(anchors.direction, 2 * np.pi) * 256 / (2 * np.pi)) % 256
    return Template(
        np.round(anchors.x * 16) / 16,
        np.round(anchors.y * 16) / 16,
        turn * 2 * np.pi / 256,
        anchors.weight,
        np.clip(np.round(embeddings * 254), -127, 127).astype(np.int8),
    )


@dataclass(frozen=True)
class _Candidates:
    """In falling order of gain = margin - distance. i, j: index of the anchor; p: [n, 2] of the probe, q: of the reference."""

    i: np.ndarray
    j: np.ndarray
    p: np.ndarray
    q: np.ndarray
    turn: np.ndarray
    gain: np.ndarray


Measure = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Embeddings [n, d] and [m, d] -> local distances [n, m]."""


def euclidean(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Of the directions: vectors of 8-bit numbers are not quite of unit length."""
    a, b = (t / np.linalg.norm(t, axis=1, keepdims=True) for t in (a.astype(np.float64), b.astype(np.float64)))
    return np.sqrt(np.maximum(0, 2 - 2 * (a @ b.T)))


def compare(probe: Template, reference: Template, rules: Rules = Rules(), measure: Measure = euclidean) -> float:
    """Print distance in [0, margin]; the margin where a print has too few anchors."""
    m = rules.margin
    if min(len(probe.x), len(reference.x)) < rules.least_anchors:
        return m
    found = _candidates(probe, reference, rules, measure)
    best = 0.0
    for h in range(min(rules.hypotheses, len(found.i))):
        turn = found.turn[h]
        motion = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        chosen = _explained(found, motion, found.p[h], found.q[h], turn, rules.reach_px, rules.reach_share, rules)
        for _ in range(rules.refinements):
            if len(chosen) < rules.least_anchors:
                break
            centre, affine, target = _fit(found.p[chosen], found.q[chosen], motion, rules.stiffness_px)
            turned = np.arctan2(affine[1, 0] - affine[0, 1], affine[0, 0] + affine[1, 1])
            chosen = _explained(found, affine, centre, target, turned, rules.fit_px, rules.fit_share, rules)
        best = max(best, float(found.gain[chosen].sum()))
    return m - best / rules.expected


def _candidates(probe: Template, reference: Template, rules: Rules, measure: Measure) -> _Candidates:
    distance = measure(probe.embedding, reference.embedding)
    turn = _wrap(reference.direction[None] - probe.direction[:, None])
    i, j = np.nonzero((distance < rules.margin) & (np.abs(turn) < rules.max_turn))
    gain = rules.margin - distance[i, j]
    order = np.argsort(-gain, kind="stable")
    i, j, gain = i[order], j[order], gain[order]
    p = np.stack([probe.x[i], probe.y[i]], 1)
    q = np.stack([reference.x[j], reference.y[j]], 1)
    return _Candidates(i, j, p, q, turn[i, j], gain)


def _explained(found: _Candidates, motion, centre, target, turn, reach, share, rules: Rules) -> np.ndarray:
    """The candidates that a motion explains, one to one, best first, at most K."""
    arm = found.p - centre
    off = arm @ motion.T + target - found.q
    near = np.hypot(off[:, 0], off[:, 1]) < reach + share * np.hypot(arm[:, 0], arm[:, 1])
    near &= np.abs(_wrap(found.turn - turn)) < rules.residual_rad
    used_i, used_j, chosen = set(), set(), []
    for k in np.nonzero(near)[0]:
        if found.i[k] in used_i or found.j[k] in used_j:
            continue
        used_i.add(found.i[k])
        used_j.add(found.j[k])
        chosen.append(k)
        if len(chosen) == rules.expected:
            break
    return np.array(chosen, dtype=int)


def _fit(p: np.ndarray, q: np.ndarray, motion: np.ndarray, stiffness: float):
    """The affine motion closest to the correspondences and, with a weight, to the rigid one."""
    centre, target = p.mean(0), q.mean(0)
    arm, goal = p - centre, q - target
    belief = 2 * stiffness**2
    left = arm.T @ arm + belief * np.eye(2)
    right = arm.T @ goal + belief * motion.T
    return centre, np.linalg.solve(left, right).T, target


def _wrap(angle):
    return (angle + np.pi) % (2 * np.pi) - np.pi
