"""The log: one JSON object a line, on standard error. No address, no account, no content of documents."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

FIELDS = (
    *("event", "method", "url_name", "status", "milliseconds", "request_id"),
    *("worker", "task", "task_id", "attempt", "code", "error", "frames", "count", "pause_seconds"),
)
_encode = json.JSONEncoder(ensure_ascii=False).encode


class JsonLines(logging.Formatter):
    """time, level, logger, message, the fields of FIELDS that the record has, and the traceback of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told = record.__dict__  # a look for each attribute would cost more than the rest of the line
        line |= {name: told[name] for name in FIELDS if name in told}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _encode(line)


def logging_settings(level: str) -> dict[str, object]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "dondoc.web.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers write plain text and mail; both are replaced by the one above.
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Its messages hold the address that was asked for, and with it the one-time link; RequestLog says the rest.
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "propagate": True},
        },
    }
