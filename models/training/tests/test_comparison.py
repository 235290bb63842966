"""The distance of two prints, on templates made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from twinmark_training.anchors import AnchorSet
from twinmark_training.comparison import Rules, Template, compare, template_of

MARGIN = Rules().margin


def finger(seed: int, count: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places [n, 2], directions and unit embeddings of a finger that is all its own."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(20, 200, (count, 2))
    embeddings = rng.normal(size=(count, 64))
    return places, rng.uniform(0, 2 * np.pi, count), embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)


def template(places, directions, embeddings) -> Template:
    none = np.zeros((0, 0))
    return template_of(AnchorSet(places[:, 0], places[:, 1], directions, np.ones(len(places)), none, none), embeddings)


def moved(places, directions, turn: float, shift=(0.0, 0.0)):
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return places @ matrix.T + np.array(shift), directions + turn


def noisy(embeddings, amount: float, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    other = embeddings + amount * rng.normal(size=embeddings.shape) / np.sqrt(embeddings.shape[1])
    return other / np.linalg.norm(other, axis=1, keepdims=True)


def test_a_print_is_at_no_distance_from_itself():
    one = template(*finger(1))
    assert compare(one, one) < 1e-6


@pytest.mark.parametrize("turn", [-0.9, -0.2, 0.5, 1.0])
def test_where_and_how_a_finger_lies_does_not_matter(turn):
    places, directions, embeddings = finger(2)
    placed = template(*moved(places, directions, turn, (37.0, -12.0)), embeddings)
    assert compare(template(places, directions, embeddings), placed) < 1e-6


def test_a_turn_beyond_the_limit_is_no_match():
    places, directions, embeddings = finger(2)
    turned = template(*moved(places, directions, Rules().max_turn + 0.2), embeddings)
    assert compare(template(places, directions, embeddings), turned) == MARGIN


def test_the_order_of_anchors_does_not_matter():
    places, directions, embeddings = finger(3)
    order = np.random.default_rng(0).permutation(len(places))
    other = noisy(embeddings, 0.4), noisy(embeddings, 0.4)[order]
    reference = template(places, directions, embeddings)
    one = compare(reference, template(places, directions, other[0]))
    assert compare(reference, template(places[order], directions[order], other[1])) == pytest.approx(one, abs=1e-9)


def test_it_hardly_matters_which_of_two_prints_is_the_probe():
    places, directions, embeddings = finger(4)
    rng = np.random.default_rng(4)
    one = template(places, directions, embeddings)
    two = template(*moved(places + rng.normal(0, 1, places.shape), directions, 0.3, (5, 5)), noisy(embeddings, 0.5))
    assert compare(one, two) == pytest.approx(compare(two, one), abs=0.03)


def test_what_has_nothing_in_common_is_the_margin_apart():
    places, directions, embeddings = finger(5)
    assert compare(template(places, directions, embeddings), template(places, directions, -embeddings)) == MARGIN


def test_different_fingers_are_far_apart_and_captures_of_one_near():
    places, directions, embeddings = finger(6)
    one = template(places, directions, embeddings)
    again = template(*moved(places, directions, 0.1), noisy(embeddings, 0.5))
    assert compare(one, again) < 0.6
    assert all(compare(one, template(*finger(seed))) > 1.0 for seed in range(50, 60))


def test_a_stretched_print_is_still_close():
    """Stretched by 6 % one way and bent by up to 5 px the other: more than a rigid motion follows."""
    places, directions, embeddings = finger(7)
    stretched = places * np.array([1.06, 1.0]) + np.stack([0 * places[:, 0], 5 * np.sin(places[:, 0] / 60)], 1)
    one, two = template(places, directions, embeddings), template(stretched, directions, noisy(embeddings, 0.3))
    assert compare(one, two) < 0.5
    rigid = Rules(refinements=0, reach_px=4.0, reach_share=0.03)
    assert compare(one, two) <= compare(one, two, rigid), "the affine motion explains at least as many"


def test_half_of_the_expected_correspondences_is_half_the_margin():
    places, directions, embeddings = finger(8)
    count = Rules().expected // 2
    part = template(places[:count], directions[:count], embeddings[:count])
    assert compare(template(places, directions, embeddings), part) == pytest.approx(MARGIN / 2, abs=1e-6)


def test_too_few_anchors_are_the_margin_apart():
    places, directions, embeddings = finger(9)
    few = template(places[:3], directions[:3], embeddings[:3])
    none = template(places[:0], directions[:0], embeddings[:0])
    for other in (few, none):
        assert compare(few, other) == compare(other, template(places, directions, embeddings)) == MARGIN


def test_scattered_look_alikes_are_no_match():
    """The same patches at other places: no motion explains them."""
    places, directions, embeddings = finger(10)
    scattered = np.random.default_rng(1).permutation(places)
    assert compare(template(places, directions, embeddings), template(scattered, directions, embeddings)) > 0.75


def test_templates_are_rounded_as_the_product_stores_them():
    places, directions, embeddings = finger(11)
    stored = template(places, directions - 40.0, embeddings)
    assert np.abs(stored.x - places[:, 0]).max() <= 1 / 32 and (stored.x * 16 % 1 == 0).all()
    assert (stored.direction >= 0).all() and (stored.direction < 2 * np.pi).all()
    assert stored.embedding.dtype == np.int8 and np.abs(stored.embedding / 254 - embeddings).max() <= 0.5 / 254 + 1e-9
