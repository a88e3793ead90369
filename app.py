"""Tarazu: the management dashboard for customer service. What is around the pages stands in ui/shell.py."""

from ui import shell

shell.main()
