"""What was delivered with a subscription."""

import msgspec

LONGEST_CODE = 1000


class CodeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that came with a code; ``content`` is base64, as it was sent."""

    content: str | None = None
    length: int | None = None
    name: str | None = None
    type: str | None = None


class ExtraInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a key generator told of a code."""

    type: str | None = None
    label: str | None = None
    value: str | None = None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """An activation key or licence code."""

    code: str
    description: str = ""
    extra_info: ExtraInfo | None = None
    files: tuple[CodeFile, ...] = ()


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """All that was delivered with a subscription."""

    description: str = ""
    codes: tuple[Code, ...] = ()


NOTHING = Delivery()
