"""The model: text to windows of word pieces (`encoding.py`, `spelling.py`), its heads (`heads.py`),
the spaCy component that runs it (`runtime.py`), scores to spans (`decoding.py`) and calibrated
confidences (`calibration.py`)."""

from pipeline.extract.tagger.runtime import create_tagger as create_tagger
