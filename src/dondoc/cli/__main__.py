"""`python -m dondoc.cli` is the command `dondoc`."""

import sys

from dondoc.cli.commands import main

sys.exit(main())
