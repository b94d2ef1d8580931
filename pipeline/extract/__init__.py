"""Stage 3: names, states, places and entity links, by a spaCy pipeline whose Docs never leave this
package.

One Doc for each release: the clean text of its kept paragraphs, one line each. The results are
mapped back to offsets of `Release.text` through the paragraphs' maps."""

from __future__ import annotations

import sys

# thinc, which spaCy uses, imports torch if it is installed (camel-tools requires it); that costs
# seconds and 200 MB for nothing. A None entry makes the import fail as if torch were absent.
# Training, which has loaded torch already, is not affected.
_hide = "torch" not in sys.modules
if _hide:
    sys.modules["torch"] = None  # type: ignore[assignment]
try:
    import spacy  # noqa: F401
    import thinc.compat  # noqa: F401
finally:
    if _hide:
        del sys.modules["torch"]
