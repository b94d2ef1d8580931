"""`python -m pipeline.cli`: run the command without installing it."""

import sys

from pipeline.cli import main

sys.exit(main())
