"""Requests that are repeated while that can help, and no faster than the CRM allows."""

from __future__ import annotations

import time

import requests

from integrations.crm_sync.adapters import Request

# Answers after which the same request may succeed.
PASSING = {408, 429, 500, 502, 503, 504}


class CRMError(Exception):
    """The CRM cannot be written to; the message says what it answered."""


class Client:
    """Sends requests to one CRM.

    `per_second` bounds the requests, `attempts` how often one is tried. Between two attempts it
    waits as long as the CRM asks for (Retry-After), else twice as long each time.
    """

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        *,
        per_second: float = 5,
        attempts: int = 6,
        pause: float = 1.0,
        longest_pause: float = 60.0,
    ):
        self.url = url.rstrip("/")
        self.session = requests.Session()
        self.session.headers.update(headers)
        self.gap = 1 / per_second
        self.attempts = attempts
        self.pause = pause
        self.longest_pause = longest_pause
        self.last = 0.0

    def send(self, request: Request):
        """The CRM's answer (from JSON); raises CRMError when there is none to be had."""
        problem = ""
        for attempt in range(self.attempts):
            time.sleep(max(0.0, self.last + self.gap - time.monotonic()))
            self.last = time.monotonic()
            wait = self.pause * 2**attempt
            try:
                answer = self.session.request(
                    request.method, self.url + request.path, json=request.body, timeout=30
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                problem = type(error).__name__
            else:
                if answer.ok:
                    return answer.json()
                problem = f"{answer.status_code} {answer.text[:200]}"
                if answer.status_code not in PASSING:
                    raise CRMError(f"{request.method} {request.path}: {problem}")
                asked = answer.headers.get("Retry-After", "")
                wait = float(asked) if asked.replace(".", "", 1).isdigit() else wait
            if attempt + 1 < self.attempts:
                time.sleep(min(wait, self.longest_pause))
        raise CRMError(
            f"{request.method} {request.path}: {problem}, {self.attempts} times. What was "
            "answered for is kept; run it again to send the rest."
        )
