"""A tagger small enough for tests. Requires the packages of `train`."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from models.training.train import Tagger


def tiny(layers: int, heads: int) -> Tagger:
    """Return an untrained tagger of 20 word pieces, in which each part matters."""
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=12,
        intermediate_size=16,
        num_attention_heads=heads,
        num_hidden_layers=layers,
        vocab_size=20,
        max_position_embeddings=8,
        initializer_range=0.7,
    )
    config._attn_implementation = "eager"
    return Tagger(BertModel(config, add_pooling_layer=False)).eval()
