"""The single entry to the training: `python -m models.training VERB [ARGUMENTS]`, with the verbs in
the order of the steps (models/README.md). `VERB --help` describes the arguments."""

from __future__ import annotations

import importlib
import sys

VERBS = {
    "encoder": ("encoder", "multilingual-e5-small, cut to the word pieces of Arabic news"),
    "pretrain": ("pretrain", "a masked language model over all news of the corpora"),
    "names": ("auxiliary", "names from other people's corpora"),
    "articles": ("standoff", "annotation kept without its text, with it again, and back"),
    "train": ("train", "the tagger"),
    "adapt": ("adapt", "a tagger trained on, with masked words of news besides"),
    "student": ("student", "a tagger of fewer heads and units, taught by a trained one"),
    "average": ("average", "the mean of the weights of several taggers"),
    "restore": ("restore", "an exported tagger's weights as fp32 again"),
    "export": ("export", "a trained tagger to what ships"),
    "unmask": ("unmasked", "the attention mask out of a tagger that was exported with one"),
    "crossval": ("crossval", "folds over gold documents"),
    "calibrate": ("calibrate", "the tables that make confidences mean what they say"),
    "realis": ("realis", "what makes a meeting believed"),
    "events": ("events", "which sentences introduce a meeting, and which belong to it"),
    "participants": ("participants", "who took part in a meeting, and who is in its record"),
    "linking": ("linking", "which reports are of one meeting"),
    "anercorp": ("anercorp", "ANERcorp, CAMeL Lab split"),
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        rows = "\n".join(f"  {verb:12} {what}" for verb, (_, what) in VERBS.items())
        asked = len(sys.argv) > 1 and sys.argv[1] in ("-h", "--help")
        print(f"{__doc__}\n\n{rows}", file=sys.stdout if asked else sys.stderr)
        raise SystemExit(0 if asked else 2)
    verb = sys.argv[1]
    sys.argv[:2] = [f"python -m models.training {verb}"]
    importlib.import_module(f"models.training.{VERBS[verb][0]}").main()


main()
