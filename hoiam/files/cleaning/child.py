"""What both cleaning programs share: limits first, then bytes in, bytes out.

Exit codes: 0 the copy is on standard output; REFUSED a refusal as JSON; anything else: the file is damaged.
"""

import json
import os
import resource
import sys
from collections.abc import Callable

from hoiam.law.refusal import Refused

REFUSED = 3
SECONDS = 15
MEMORY = 1024 * 1024 * 1024


def run(clean: Callable[[bytes], bytes]) -> None:
    """Clean standard input to standard output as a polite, bounded process that writes no file."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (top, top))
    os.nice(5)
    try:
        output = clean(sys.stdin.buffer.read())
    except Refused as refusal:
        sys.stdout.write(json.dumps({"code": refusal.code, "facts": refusal.facts}))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(output)
