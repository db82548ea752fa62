"""`python -m pipeline` is `repair`."""

from pipeline.cli.main import main

main(prog_name="repair")
