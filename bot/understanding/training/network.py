"""Trains the small network over meaning: one hidden layer, and half of everything forgotten at each step.

With dropout no single number of the encoder can be leant on, which is what makes it hold for people it never met:
each voice judged without its own phrases gains two points over the same network without.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

INNER = 384
EPOCHS = 22
BATCH_SIZE = 128
DROPOUT = 0.5  # of the inputs and of the hidden layer
STEP, LAST_STEP = 1e-3, 1e-5
FAST, SLOW, TINY = 0.9, 0.999, 1e-8  # Adam: Kingma and Ba 2014, its own defaults


@dataclass(frozen=True, slots=True)
class Network:
    """Inputs times `hidden`, what is below nothing cut off, times `out`."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats


def trained(
    inputs: Floats, labels: NDArray[np.intp], *, kinds: int, epochs: int = EPOCHS, seed: int = 0
) -> Network:
    """The same inputs and seed give the same network."""
    rng = np.random.default_rng(seed)
    weights = _start(rng, inputs.shape[1], kinds)
    means, squares = ([np.zeros_like(one) for one in weights] for _ in range(2))
    steps = epochs * -(-len(inputs) // BATCH_SIZE)
    for turn, some in enumerate(_batches(rng, len(inputs), epochs), start=1):
        gradients = _gradients(rng, weights, inputs[some], labels[some])
        size = STEP * (1 - turn / steps) + LAST_STEP
        for each in zip(weights, means, squares, gradients, strict=True):
            _step(*each, size=size, turn=turn)
    return Network(*weights)


def _step(weights: Floats, mean: Floats, square: Floats, gradient: Floats, *, size: float, turn: int) -> None:
    """Changes the first three in place: downhill, by the running mean of the gradient over its running size (Adam)."""
    mean += (1 - FAST) * (gradient - mean)
    square += (1 - SLOW) * (gradient * gradient - square)
    weights -= size * (mean / (1 - FAST**turn)) / (np.sqrt(square / (1 - SLOW**turn)) + TINY)


def _start(rng: np.random.Generator, width: int, kinds: int) -> list[Floats]:
    """Small and random, by the width of the layer before, so that no layer starts too loud."""
    hidden = rng.normal(0, (2 / width) ** 0.5, (width, INNER))
    out = rng.normal(0, (1 / INNER) ** 0.5, (INNER, kinds))
    return [one.astype(np.float32) for one in (hidden, np.zeros(INNER), out, np.zeros(kinds))]


def _batches(rng: np.random.Generator, count: int, epochs: int) -> Iterator[NDArray[np.intp]]:
    for _ in range(epochs):
        order = rng.permutation(count)
        yield from (order[start : start + BATCH_SIZE] for start in range(0, count, BATCH_SIZE))


def _gradients(
    rng: np.random.Generator, weights: list[Floats], inputs: Floats, labels: NDArray[np.intp]
) -> tuple[Floats, ...]:
    """Of the mean cross entropy, by each of the four arrays (back-propagation)."""
    hidden, hidden_bias, out, out_bias = weights
    seen: Floats = inputs * _kept(rng, inputs.shape)
    sums: Floats = seen @ hidden + hidden_bias
    kept = _kept(rng, sums.shape) * (sums > 0).astype(np.float32)
    inner: Floats = sums * kept
    scores: Floats = inner @ out + out_bias
    error = _chances(scores)
    error[np.arange(len(labels)), labels] -= 1
    error /= len(labels)
    back: Floats = (error @ out.T) * kept
    return seen.T @ back, back.sum(axis=0), inner.T @ error, error.sum(axis=0)


def _kept(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Nothing for what is dropped; the rest counts for it, so that the sum stays the same on average."""
    return (rng.random(shape) > DROPOUT).astype(np.float32) / np.float32(1 - DROPOUT)


def _chances(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: Floats = powers / powers.sum(axis=1, keepdims=True)
    return chances
