"""Benchmarks: programs that are run, never imported by the product. See docs/howto/bench.md."""
