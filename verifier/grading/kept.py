"""What is the same for a whole class, and is kept from one file to the next: a class writes the same lines over and over.

Only what follows from its key alone may be kept (a proof, the reading of a text in a scope), so that it makes no
difference to any verdict which file a worker saw first. What is kept is bounded: what was not asked for longest goes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key, at most `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[K, V] = {}  # the last used stands last

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made where it is not known."""
        try:
            value = self._known.pop(key)
        except KeyError:
            value = make()
        self.put(key, value)
        return value

    def find(self, key: K) -> V | None:
        value = self._known.get(key)
        if value is not None:
            self.put(key, self._known.pop(key))
        return value

    def put(self, key: K, value: V) -> None:
        self._known[key] = value
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]
