"""`python -m pipeline.cli`: the command where it is not installed."""

import sys

from pipeline.cli import main

sys.exit(main())
