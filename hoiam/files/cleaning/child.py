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
LIMITS = {
    resource.RLIMIT_AS: 1024 * 1024 * 1024,
    resource.RLIMIT_CPU: 15,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_NPROC: 0,
}


def run(clean: Callable[[bytes], bytes]) -> None:
    """Clean standard input to standard output as a polite, bounded process that opens nothing and starts nobody.

    Even a decoder that obeys its attacker then reads no key. Whatever is needed must be imported before.
    """
    for what, limit in LIMITS.items():
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
