"""The whole-program benchmark: see docs/BENCHMARKS.md."""
