"""A small process that starts a program and tells what it cost.

``python launch.py OUTPUT PROGRAM...`` prints CPU seconds, peak memory and exit code. Linux counts
what a parent held when it forked to its child's peak, so the parent must be small.
"""

import os
import subprocess
import sys
from pathlib import Path


def main(output: str, program: list[str]) -> None:
    """Run ``program`` to its end, what it says going to the file ``output``."""
    with Path(output).open("wb") as said:
        process = subprocess.Popen(
            program, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss, process.returncode)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
