"""The one source of random and business numbers. Everything that needs a number is given an ``Ids``.

No number comes from a counter, so any number of processes and hosts can make them side by side; a writer
inserts under a unique key and draws again on the rare collision.
"""

import base64
import random
import string
import uuid

_SESSION_ALPHABET = string.ascii_lowercase + string.digits
_CODE_ALPHABET = string.digits + "ABCDEF"


class Ids:
    """Draws the identifiers the documented API shows; shapes as recorded from the hosted service.

    The default source is the operating system's CSPRNG; a seeded ``random.Random`` repeats a run.
    """

    def __init__(self, source: random.Random | None = None) -> None:
        self._source = source or random.SystemRandom()

    @property
    def source(self) -> random.Random:
        """Where the numbers come from, for another ``Ids`` to draw from too."""
        return self._source

    def session_id(self) -> str:
        """32 lower-case letters and digits: 165 bits from the source."""
        return "".join(self._source.choices(_SESSION_ALPHABET, k=32))

    def order_reference(self) -> str:
        """A ``RefNo``: nine digits, the first not zero."""
        return str(self._source.randrange(100_000_000, 1_000_000_000))

    def order_number(self) -> int:
        """An ``OrderNo``, given when an order finishes."""
        return self._source.randrange(1_000_000, 1_000_000_000)

    def subscription_reference(self) -> str:
        """Ten upper-case hexadecimal characters, like ``8AF9A9DC95``."""
        return self.code()

    def customer_reference(self) -> int:
        """An ``AvangateCustomerReference``: nine digits."""
        return self._source.randrange(100_000_000, 1_000_000_000)

    def usage_reference(self) -> int:
        """A ``UsageReference``: nine digits."""
        return self._source.randrange(100_000_000, 1_000_000_000)

    def code(self) -> str:
        """A generated code of the catalogue, of price lists and promotions: ten upper-case hexadecimals."""
        return "".join(self._source.choices(_CODE_ALPHABET, k=10))

    def product_id(self) -> int:
        """An ``AvangateId``: seven digits."""
        return self._source.randrange(1_000_000, 10_000_000)

    def message_id(self) -> str:
        """The ``MESSAGE_ID`` of a notification: twelve digits."""
        return str(self._source.randrange(100_000_000_000, 1_000_000_000_000))

    def proforma_number(self) -> str:
        """A partner invoice number: nine digits."""
        return str(self._source.randrange(100_000_000, 1_000_000_000))

    def campaign_code(self) -> str:
        """A cross-sell ``CampaignCode``: sixteen bytes in base64, like ``2Xrl83KSnemB5XG3ea+9hQ==``."""
        return base64.b64encode(self._source.randbytes(16)).decode()

    def uuid(self) -> str:
        """A UUID of version 4."""
        return str(uuid.UUID(bytes=self._source.randbytes(16), version=4))

    def hexadecimal(self, length: int) -> str:
        """``length`` lower-case hexadecimal characters."""
        return f"{self._source.getrandbits(4 * length):0{length}x}"

    def random_bytes(self, length: int) -> bytes:
        """``length`` bytes, for keys and nonces."""
        return self._source.randbytes(length)


class SeededIds(Ids):
    """Numbers that ``source`` decides, so that a sandbox account draws the same ones again.

    Session ids and keys still come from ``usual``: a session id is all that proves who calls, and whoever knows
    the seed, which stands in scripts and logs, must not be able to tell those of others.
    """

    def __init__(self, source: random.Random, usual: Ids) -> None:
        super().__init__(source)
        self._usual = usual

    def session_id(self) -> str:
        return self._usual.session_id()

    def random_bytes(self, length: int) -> bytes:
        return self._usual.random_bytes(length)
