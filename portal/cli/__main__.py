"""``python -m portal.cli`` is ``kaijuan``."""

from portal.cli.main import main

main()
