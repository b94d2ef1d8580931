"""Weights whose sums of products fit in 16 bits. Requires the packages of `train`."""

from __future__ import annotations

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from hypothesis.extra.numpy import arrays  # noqa: E402
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from models.training.saturation import PAIR, fit, fitting  # noqa: E402

NUMBERS = st.floats(-100, 100, width=32)
WEIGHTS = st.tuples(st.integers(1, 9), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=NUMBERS)
)


@given(WEIGHTS)
def test_no_two_products_overflow(weights: np.ndarray) -> None:
    numbers, _ = fitting(weights)
    products = np.pad(255 * numbers.astype(int), ((0, len(numbers) % 2), (0, 0)))
    both = products[0::2] + products[1::2]
    assert both.max() < 2**15 and both.min() >= -(2**15) and np.abs(products).max() < 2**15


@given(WEIGHTS)
def test_weights_come_back_to_half_a_step(weights: np.ndarray) -> None:
    numbers, scale = fitting(weights)
    assert np.all(np.abs(numbers * scale - weights) <= 0.501 * scale)


def test_the_scale_is_no_larger_than_its_largest_pair_asks_for() -> None:
    apart = np.float32([[1, 1, 1, 1], [0, 1, -1, 0], [0, 0, 0, 0.5], [0, 0, 0, 0.5]])
    assert np.allclose(fitting(apart)[1] * 127, [1, 2, 1, 1])


def test_what_a_model_multiplies_by_is_replaced() -> None:
    weights = np.float32([[3, 1], [3, -1]])
    quantized = {
        "_quantized": np.int8([[127, 127], [127, -127]]),
        "_scale": np.float32([3 / 127, 1 / 127]),
        "_zero_point": np.int8([0, 0]),
    }
    own = [numpy_helper.from_array(x, "w" + name) for name, x in quantized.items()]
    node = helper.make_node("MatMulInteger", ["a", "w_quantized", "z", "w_zero_point"], ["y"])
    graph = helper.make_graph(
        [node],
        "g",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, [1, 2])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [1, 2])],
        own,
    )
    model = helper.make_model(graph)
    whole = helper.make_model(
        helper.make_graph([], "g", [], [], [numpy_helper.from_array(weights, "w")])
    )
    fit(model, whole)
    after = {x.name: numpy_helper.to_array(x) for x in model.graph.initializer}
    assert np.abs(after["w_quantized"].astype(int).sum(0)).max() <= PAIR
    assert np.allclose(after["w_quantized"] * after["w_scale"], weights, atol=0.03)
