"""Records as bytes in the database, with a sum that tells whether they are still those that were written."""

import marshal
from typing import Any
from zlib import crc32

_VERSION = 4  # of marshal: the same for every Python that can read the database


class Damaged(Exception):
    """The database holds what this program never wrote."""


def pack(value: Any) -> bytes:
    """Of tuples, lists, dicts, texts, numbers, bytes and None."""
    data = marshal.dumps(value, _VERSION)
    return crc32(data).to_bytes(4) + data


def unpack(packed: Any) -> Any:
    if not isinstance(packed, bytes) or crc32(packed[4:]).to_bytes(4) != packed[:4]:
        raise Damaged("a record of the index is not what was written")
    return marshal.loads(packed[4:])  # noqa: S302 - its sum is right, so this program wrote it
