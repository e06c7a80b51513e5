"""Benchmarks of the gateway: `python -m benchmarks` measures, prints ratios and says how each was come by."""
