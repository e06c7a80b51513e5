"""`python -m benchmarks [--quick] [--json FILE]`: measure the gateway against its bare parts, and print ratios."""

import argparse
import json
import tempfile
from pathlib import Path
from statistics import median

from .plan import FULL, QUICK, measure
from .report import document, rows, show


def main() -> None:
    """Run the benchmarks: under three minutes, or under forty seconds with `--quick`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, one delay")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results into this file, too")
    options = parser.parse_args()
    extent = QUICK if options.quick else FULL
    with tempfile.TemporaryDirectory(prefix="epp-gateway-bench-") as private:
        notes = measure(Path(private), extent)
    found = rows(notes, extent)
    show(found, median(notes.foreign))
    if options.json:
        options.json.write_text(json.dumps(document(found, notes), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
