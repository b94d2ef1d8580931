"""Teach a smaller tagger what a trained one says: `python -m models.training student CORPORA
--teacher DIR --out DIR [--heads N] [--units N] [--go-on DIR] [--with DOCUMENTS.jsonl…]
[--held-out FILE…]`.

The student begins as its teacher without the attention heads and feed-forward units that matter least
(pruning.py), or with `--go-on` as what an earlier run wrote. On windows of news and of `--with` it
learns three things at once: the teacher's hidden states (Jiao et al. 2020, TinyBERT), its logits,
and the tags that decoding would see: the distribution of each head over each word. Embeddings stay
as they are. No annotation is read; train it on with `train --go-on` afterwards."""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import kl_div, log_softmax, mse_loss

from models.training.common import AVERAGE, WARMUP, collate, half, word_means
from models.training.corpora import news
from models.training.pretrain import read_texts
from models.training.pruning import pruned
from models.training.train import Tagger, load, whole
from pipeline.extract.tagger.encoding import Window, windows
from pipeline.extract.tagger.heads import HEADS, SKIPS

TAGS = 3 * len(HEADS)
LOGITS = 0.3  # weight of the logits' loss beside that of the tags
ABOUT = re.compile("اجتم|لجن|مجلس|وزير|استقبل|وزراء|هيئة|جلسة|رئيس")  # news of public bodies
AT_A_TIME = 64  # batches whose windows are sorted by length together
LOOKED_AT = 40  # batches that tell which parts matter
REPORT = 25  # steps between two lines of progress


def about_bodies(texts: Iterable[str]) -> list[str]:
    """Return the texts about public bodies."""
    return [text for text in texts if len(ABOUT.findall(text)) > 2]


def mixed(news: Sequence[str], ours: Sequence[str], share: float, seed: int) -> Iterator[str]:
    """Yield endless texts, of which `share` are of `ours`, each in a new order at each pass."""
    rng = random.Random(seed)

    def passes(texts: Sequence[str]) -> Iterator[str]:
        while True:
            yield from rng.sample(texts, len(texts))

    theirs, own = passes(news), passes(ours) if ours else None
    while True:
        yield next(own if own and rng.random() < share else theirs)


def batched(
    texts: Iterator[str], tokenizer: Tokenizer, size: int, seed: int
) -> Iterator[list[Window]]:
    """Yield endless batches of windows of similar length."""
    rng = random.Random(seed)
    waiting: list[Window] = []
    while True:
        while len(waiting) < size * AT_A_TIME:
            waiting += windows(next(texts), tokenizer)
        rng.shuffle(waiting)
        taken = sorted(waiting[: size * AT_A_TIME], key=lambda w: len(w.ids))
        del waiting[: size * AT_A_TIME]
        cut = [taken[i : i + size] for i in range(0, len(taken), size)]
        rng.shuffle(cut)
        yield from cut


def states_and_logits(
    model: Tagger, ids: torch.Tensor, mask: torch.Tensor
) -> tuple[tuple[torch.Tensor, ...], torch.Tensor]:
    """Return the hidden states after each layer, [batch, pieces, hidden], and the logits."""
    with half():
        out = model.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        logits = model.out(out.last_hidden_state)
    return out.hidden_states[1:], logits.float()


def apart(got: torch.Tensor, wanted: torch.Tensor, here: torch.Tensor) -> torch.Tensor:
    """Return the mean squared difference of states where `here` is true, each channel in units of
    the wanted one's deviation: a few channels are a hundred times as large as the others."""
    a, b = got[here].float(), wanted[here].float()
    return (((a - b) / (b.std(0) + 1e-3)) ** 2).mean()


def loss_of(
    student: Tagger, teacher: Tagger, batch: Sequence[Window], states: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the loss, in which hidden states weigh `states`, and the part of the tags: their
    divergence summed over heads, a word."""
    ids, mask, words = collate(batch)
    here = mask.bool()
    with torch.no_grad():
        deep, wanted = states_and_logits(teacher, ids, mask)
    own, got = states_and_logits(student, ids, mask)
    hidden = sum(apart(s, t, here) for s, t in zip(own, deep, strict=True))
    count = sum(len(w.words) for w in batch)
    a, b = (word_means(x, words, count) for x in (got, wanted))
    divergence = kl_div(
        log_softmax(a[:, :TAGS].view(count, -1, 3), -1),
        log_softmax(b[:, :TAGS].view(count, -1, 3), -1),
        reduction="sum",
        log_target=True,
    )
    skips, reported = (
        kl_div(log_softmax(x, -1), log_softmax(y, -1), reduction="batchmean", log_target=True)
        for x, y in (
            (a[:, TAGS : TAGS + SKIPS], b[:, TAGS : TAGS + SKIPS]),
            (got[:, 0, -2:], wanted[:, 0, -2:]),
        )
    )
    tags = divergence / count
    total = tags + 0.3 * skips + 0.1 * reported
    return total + states * hidden / len(own) + LOGITS * mse_loss(got[here], wanted[here]), tags


def sizes(tagger: Tagger) -> dict[str, list[int]]:
    """Return how many heads and units each layer has."""
    layers = tagger.encoder.encoder.layer
    width = layers[0].attention.self.attention_head_size
    return {
        "heads": [x.attention.self.query.out_features // width for x in layers],
        "units": [x.intermediate.dense.out_features for x in layers],
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("corpora", type=Path)
    ap.add_argument("--teacher", type=Path, required=True, help="what train.py or restore.py wrote")
    ap.add_argument("--out", type=Path, required=True, help="gets what train.py writes")
    ap.add_argument("--heads", type=int, default=8, help="attention heads a layer, in the mean")
    ap.add_argument("--units", type=int, default=768, help="feed-forward units a layer, likewise")
    ap.add_argument("--go-on", type=Path, help="what an earlier run wrote: train that on")
    ap.add_argument("--with", dest="ours", nargs="*", default=[], help="documents to read as well")
    ap.add_argument("--share", type=float, default=0.2, help="of these among the documents")
    ap.add_argument("--held-out", type=Path, nargs="*", default=[], help="stay unread")
    ap.add_argument("--steps", type=int, default=2000)
    ap.add_argument("--batch", type=int, default=16, help="windows in a step")
    ap.add_argument("--lr", type=float, default=4e-4)
    ap.add_argument("--states", type=float, default=1.0, help="weight of the hidden states' loss")
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    tokenizer = Tokenizer.from_file(str(a.teacher / "tok.json"))
    texts = about_bodies(read_texts(news(a.corpora), a.held_out))
    if not texts:
        ap.error(f"{a.corpora}: no news about public bodies there; name the folder of the corpora")
    ours = [d["text"] for d in load(a.ours)]
    print(len(texts), "texts of news,", len(ours), "of ours", flush=True)
    teacher = whole(a.teacher).eval()
    before = json.loads(((a.go_on or a.teacher) / "training.json").read_text(encoding="utf-8"))
    source = batched(mixed(texts, ours, a.share, a.seed), tokenizer, a.batch, a.seed)
    looked_at = [] if a.go_on else [next(source) for _ in range(LOOKED_AT)]
    student = whole(a.go_on) if a.go_on else pruned(teacher, looked_at, a.heads, a.units)
    print(sizes(student), flush=True)
    student.eval()  # without dropout: the teacher's words are not noise
    student.encoder.embeddings.requires_grad_(False)
    learnt = [(name, p) for name, p in student.named_parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW([p for _, p in learnt], lr=a.lr, weight_decay=0.01, fused=True)
    average = {name: p.detach().clone() for name, p in learnt}
    began, seen, told = time.time(), 0, 0.0
    for step in range(a.steps):
        batch = next(source)
        rate = min((step + 1) / (WARMUP * a.steps), (a.steps - step) / ((1 - WARMUP) * a.steps))
        optimizer.param_groups[0]["lr"] = a.lr * rate
        loss, tags = loss_of(student, teacher, batch, a.states)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in learnt], 1.0)
        optimizer.step()
        with torch.no_grad():
            for name, p in learnt:
                average[name].lerp_(p, 1 - min(AVERAGE, (step + 1) / (step + 20)))
        seen, told = seen + sum(len(w.ids) for w in batch), told + tags.item()
        if (step + 1) % REPORT == 0:
            speed = seen / (time.time() - began)
            part = f"tags {told / REPORT:.4f} loss {loss.item():.3f}"
            print(f"step {step + 1} {part} {speed:.0f} pieces/s", flush=True)
            told = 0.0
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save({**student.state_dict(), **average}, a.out / "tagger.pt")
    student.encoder.config.save_pretrained(a.out)
    shutil.copyfile(a.teacher / "tok.json", a.out / "tok.json")
    about = {"sizes": sizes(student), "pieces": seen} | {
        name: getattr(a, name) for name in ("steps", "batch", "lr", "states", "share", "seed")
    }
    (a.out / "training.json").write_text(
        json.dumps({"student": about, "before": before}), encoding="utf-8"
    )
