"""Log lines carry no personal data: codes and tokens in addresses are cut, tracebacks lose their values."""

import logging
import re

_CODE = re.compile(r"(/(?:cases|feed|tokens)/)[0-9A-Za-z%_-]{8,}")


class Redact(logging.Filter):
    """Cut codes and tokens out of messages; drop the request object that would print form data."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place."""
        record.msg = _CODE.sub(r"\1…", record.getMessage())
        record.args = None
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[0]:
            record.msg = f"{record.msg} [{record.exc_info[0].__name__}]{_where(record)}"
            record.exc_info = None
            record.exc_text = None
        return True


def _where(record: logging.LogRecord) -> str:
    """File and line of each frame, without any value: enough to find the fault."""
    trace = record.exc_info[2] if record.exc_info else None
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/hoiam/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(frames[-8:]))
