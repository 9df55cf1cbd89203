"""Canaries: harmless content of ours, on a list of ours, sent through the real path to see it stopped."""

from enum import StrEnum

CANARY_ACCOUNT = "lapwing:canary"
"""The account that canaries come from. Nobody else may use it; counts of what people sent leave it out."""

CANARY_LIST = "canary"


class CanarySort(StrEnum):
    """What a canary shows. The value stands in the reference of its item, `canary/SORT`."""

    IMAGE = "image"  # a listed picture, byte for byte
    ALTERED_IMAGE = "altered-image"  # the same picture, smaller and saved anew
    URL = "url"  # a listed address
    HIDDEN_URL = "hidden-url"  # the same address, written in text so that it is no link
    QUERY = "query"  # a search for a listed term
    NAME = "name"  # a name with a listed term in it
    TEXT = "text"  # a message with a listed term in it
    FILM = "film"  # a listed film, byte for byte
    DOCUMENT = "document"  # a listed document, byte for byte

    @property
    def reference(self) -> str:
        """Return what its items are called."""
        return f"canary/{self.value}"
