"""Start a command, wait for it, and write its exit code, processor seconds and peak memory to a file.

    python launch.py REPORT COMMAND …

This stands between the benchmark and the command because the system counts the memory of whoever starts a process as
the process's own peak: a benchmark that holds megabytes of text would report its own memory.
"""

import os
import sys
from pathlib import Path

report, *words = sys.argv[1:]
pid = os.posix_spawnp(words[0], words, os.environ)
_, status, used = os.wait4(pid, 0)
kibibytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
code, cpu = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
Path(report).write_text(f"{code} {cpu} {kibibytes / 1024}", encoding="ascii")
