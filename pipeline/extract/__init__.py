"""Stage 3: names, states, places and who is who, by a spaCy pipeline whose Docs never leave this
folder.

One Doc a release: the clean text of its kept paragraphs, a line each. What the pipeline finds is
carried back to offsets of `Release.text` through the paragraphs' maps."""

from __future__ import annotations

import sys

# thinc, under spaCy, imports torch wherever it is installed (camel-tools brings it), which costs
# seconds and 200 MB that nothing here uses. A None entry makes that import fail as if torch were
# absent; training, which has torch loaded already, is left alone.
_hide = "torch" not in sys.modules
if _hide:
    sys.modules["torch"] = None  # type: ignore[assignment]
try:
    import spacy  # noqa: F401
    import thinc.compat  # noqa: F401
finally:
    if _hide:
        del sys.modules["torch"]
