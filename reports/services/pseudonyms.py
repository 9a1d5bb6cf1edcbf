"""Names of persons leave a delivery as pseudonyms."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


class Pseudonyms(dict[str, str]):
    """Name → keyed digest, stable inside a contract, unlinkable from one contract to another."""

    def __init__(self, contract_id: int) -> None:
        super().__init__({"": ""})
        self._key = f"{settings.SECRET_KEY}:requester:{contract_id}".encode()

    def __missing__(self, name: str) -> str:
        self[name] = hmac.new(self._key, name.encode(), hashlib.sha256).hexdigest()
        return self[name]
