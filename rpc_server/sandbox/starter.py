"""The file of known data an account of one's own begins with."""

from pathlib import Path

from rpc_server.errors import Mistake

STARTER = Path(__file__).with_name("starter.yaml")


class FileIsThere(Mistake):
    """Nothing is written over a file that somebody may have edited."""


def write_starter(file: Path) -> None:
    """Write the starter file; raises ``FileIsThere``."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(STARTER.read_text(encoding="utf-8"))
    except FileExistsError:
        raise FileIsThere(f"there is a file {file} already") from None
