"""The published files say what the code does."""

from pathlib import Path

import pytest

from rpc_server.contract import documents

ROOT = Path(__file__).parent.parent
DOCUMENTS = dict(documents(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_a_published_file_is_what_make_contract_writes(path: Path) -> None:
    assert (ROOT / path).read_bytes() == DOCUMENTS[path]


def test_no_published_file_is_left_over() -> None:
    published = {file.relative_to(ROOT) for folder in ("wsdl", "schemas", "docs") for file in (ROOT / folder).iterdir()}

    assert published == {path for path in DOCUMENTS if path.parent != Path()}
