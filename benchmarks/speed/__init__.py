"""The parts of `benchmarks/throughput.py`, in the order in which it uses them.

samples     the texts, and the rules that the script makes
tools       what is measured: cleaner, the tools beside it, an older version
processes   one process and what it cost; several in turn
tables      from costs to ratios and rows
"""
