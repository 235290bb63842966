"""The rows of the study: what each changes against its base, the recipe that ships but for the patch step."""

from __future__ import annotations

from dataclasses import dataclass, field

from .impressions import CAPACITIVE, OPTICAL


@dataclass(frozen=True)
class Row:
    """changes: of the recipe. learnt: how the weights come about; "base" takes those of the row `base`.
    measure and pack: how templates are made and compared. sets: "dev", or "cross" for captures of two sensors."""

    key: str
    group: str
    label: str
    changes: dict = field(default_factory=dict)
    learnt: str = "siamese"
    measure: str = "euclidean"
    pack: str = "int8"
    sets: str = "dev"


BASE_STEP = 1.25
"""Of the study's base. That a finer one is better is what the study found, and what ships since."""
NARROW = 12
"""Width of the student; the teacher's is 24."""
SENSORS = {"sensor": OPTICAL, "other_sensor": CAPACITIVE}

ROWS = [
    Row("base", "objective", "InfoNCE, then InfoNCE + contrastive, hard negatives (ships)"),
    Row("contrastive", "objective", "contrastive", {"first": "contrastive", "then": None}),
    Row("triplet", "objective", "triplet", {"first": "triplet", "then": None}),
    Row("infonce", "objective", "InfoNCE", {"then": None}),
    Row("nce-contrastive", "objective", "InfoNCE, then contrastive, hard negatives", {"then": "contrastive"}),
    Row(
        "nce-contrastive-all",
        "objective",
        "InfoNCE, then contrastive, all negatives",
        {"then": "contrastive", "hard": 0},
    ),
    Row("base-all", "objective", "InfoNCE, then InfoNCE + contrastive, all negatives", {"hard": 0}),
    Row("cosine", "head", "cosine distance", learnt="base", measure="cosine"),
    Row("learned", "head", "learned head on abs(a - b) and a * b", learnt="base", measure="learned"),
    Row("float32", "storage", "float32 embeddings", learnt="base", pack="float32"),
    Row("patch-40", "patch", "40 x 40 (5 mm)", {"patch": 40}),
    Row("patch-56", "patch", "56 x 56 (7 mm)", {"patch": 56}),
    Row("step-1.0", "patch", "48 x 48 of 250 dpi (4.9 mm)", {"step": 1.0}),
    Row("step-1.5", "patch", "48 x 48 of 167 dpi (7.3 mm)", {"step": 1.5}),
    Row("size-32", "embedding", "32 numbers", {"dimensions": 32}),
    Row("size-128", "embedding", "128 numbers", {"dimensions": 128}),
    Row("narrow", "student", f"width {NARROW}, alone", {"width": NARROW}),
    Row("distilled", "student", f"width {NARROW}, distilled from the base", {"width": NARROW}, learnt="distilled"),
    Row("cross-any", "cross-sensor", "trained on all sensors, shared weights", learnt="base", sets="cross"),
    Row("cross-shared", "cross-sensor", "optical and capacitive branch, shared weights", SENSORS, sets="cross"),
    Row(
        "cross-separate",
        "cross-sensor",
        "optical and capacitive branch, separate weights",
        SENSORS,
        learnt="separate",
        sets="cross",
    ),
]

SAME_AS_BASE = {
    "head": "Euclidean distance",
    "storage": "int8 embeddings",
    "patch": "48 x 48 of 200 dpi (6 mm)",
    "embedding": "64 numbers",
    "student": "width 24 (the teacher)",
}
"""What the base is called in the groups that it belongs to as well."""
