"""Take the attention heads and feed-forward units that matter least out of a tagger's encoder.

What a part adds to its layer's output changes from word to word; its mean does not, and goes into the
layer's bias when the part goes. So a part matters as much as the variance of what it adds, in each
channel in units of that channel's own variance, summed over channels. This is the fluctuation
metric with bias compensation of An et al. 2024 (FLAP). All layers are compared, so some lose more
than others; `common.shaped` gives an encoder its layers' sizes back."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import torch

from models.training.common import collate, half, shaped
from models.training.train import Tagger
from pipeline.extract.tagger.encoding import Window

STEP = 32  # units that go together: the width of the blocks in which processors multiply


class Moments:
    """Mean and variance of a vector over all pieces it is shown."""

    def __init__(self) -> None:
        self.count, self.sum, self.squares = 0, torch.zeros(()), torch.zeros(())

    def add(self, values: torch.Tensor) -> None:
        """Count values, [pieces, …]."""
        values = values.double()
        self.count += len(values)
        self.sum, self.squares = self.sum + values.sum(0), self.squares + values.square().sum(0)

    @property
    def mean(self) -> torch.Tensor:
        return (self.sum / self.count).float()

    @property
    def variance(self) -> torch.Tensor:
        return (self.squares / self.count - (self.sum / self.count) ** 2).float().clamp(min=1e-12)


class Part(NamedTuple):
    """The inputs of one output matrix: heads (`width` inputs each) or units (one each)."""

    matters: torch.Tensor  # [heads or units]
    mean: torch.Tensor  # of each input
    width: int


class Watched:
    """What is counted at one output matrix: its inputs, what each part of them adds, and the sum
    that is normalized after it."""

    def __init__(self, output: torch.nn.Module, width: int) -> None:
        self.output, self.width = output, width
        self.inputs, self.added, self.sums = Moments(), Moments(), Moments()

    def part(self) -> Part:
        """Return the inputs with how much each part of them matters."""
        weight = self.output.dense.weight.detach()
        alone = self.inputs.variance[:, None] * weight.T.square()
        added = alone if self.width == 1 else self.added.variance
        return Part((added / self.sums.variance).sum(1), self.inputs.mean, self.width)

    def see(self, values: torch.Tensor) -> None:
        """Count the inputs of the matrix, [pieces, inputs]."""
        self.inputs.add(values)
        if self.width > 1:
            by_head = values.view(len(values), -1, self.width)
            columns = self.output.dense.weight.detach().view(-1, by_head.shape[1], self.width)
            self.added.add(torch.einsum("phw,chw->phc", by_head, columns))


@contextmanager
def _hooked(watched: Sequence[Watched], here: torch.Tensor) -> Iterator[None]:
    """Count what passes the matrices where `here` is true."""

    def first(act: Any) -> Any:
        return lambda _, given: act(given[0][here].float())

    hooks = [w.output.dense.register_forward_pre_hook(first(w.see)) for w in watched]
    hooks += [w.output.LayerNorm.register_forward_pre_hook(first(w.sums.add)) for w in watched]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def parts(tagger: Tagger, batches: Sequence[Sequence[Window]]) -> tuple[list[Part], list[Part]]:
    """Return the heads and the units of each layer with how much they matter on these windows."""
    layers = tagger.encoder.encoder.layer
    size = layers[0].attention.self.attention_head_size
    heads = [Watched(layer.attention.output, size) for layer in layers]
    units = [Watched(layer.output, 1) for layer in layers]
    for batch in batches:
        ids, mask, _ = collate(batch)
        with torch.no_grad(), half(), _hooked([*heads, *units], mask.bool()):
            tagger.encoder(input_ids=ids, attention_mask=mask)
    return [w.part() for w in heads], [w.part() for w in units]


def chosen(layers: Sequence[Part], mean: int, least: int, step: int) -> list[torch.Tensor]:
    """Return the numbers of the parts that each layer keeps, ascending: about `mean` a layer, those
    that matter most anywhere; `least` or more in each, and a multiple of `step`."""
    everything = torch.cat([part.matters for part in layers]).sort(descending=True).values
    least_kept = everything[min(mean * len(layers), len(everything)) - 1]
    kept = []
    for part in layers:
        count = int(((part.matters >= least_kept).sum() + step // 2) // step * step)
        count = min(max(least, count), len(part.matters))
        kept.append(part.matters.topk(count).indices.sort().values)
    return kept


def _cut(output: torch.nn.Module, part: Part, inputs: torch.Tensor) -> None:
    """Leave an output matrix only these inputs; the mean of what the others add goes into its
    bias."""
    dense = output.dense
    gone = torch.ones(len(part.mean), dtype=torch.bool)
    gone[inputs] = False
    dense.bias.data += dense.weight.data[:, gone] @ part.mean[gone]
    dense.weight.data = dense.weight.data[:, inputs]


def pruned(
    tagger: Tagger,
    batches: Sequence[Sequence[Window]],
    mean_heads: int,
    mean_units: int,
    step: int = STEP,
) -> Tagger:
    """Return a copy of a tagger with about so many heads and units a layer, those that matter most
    on these windows. Units go by `step` at once, and two steps of them stay in each layer."""
    heads, units = parts(tagger, batches)
    small = copy.deepcopy(tagger)
    keep_heads = chosen(heads, mean_heads, 1, 1)
    keep_units = chosen(units, mean_units, 2 * step, step)
    for n, layer in enumerate(small.encoder.encoder.layer):
        width = heads[n].width
        inputs = (keep_heads[n][:, None] * width + torch.arange(width)).flatten()
        looks = layer.attention.self
        for dense in (looks.query, looks.key, looks.value):
            dense.weight.data, dense.bias.data = dense.weight.data[inputs], dense.bias.data[inputs]
        _cut(layer.attention.output, heads[n], inputs)
        feeds, kept = layer.intermediate.dense, keep_units[n]
        feeds.weight.data, feeds.bias.data = feeds.weight.data[kept], feeds.bias.data[kept]
        _cut(layer.output, units[n], kept)
    state = small.state_dict()
    shaped(small, state).load_state_dict(state)
    return small
