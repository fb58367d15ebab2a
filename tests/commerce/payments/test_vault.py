"""What the vault keeps to itself."""

import pytest

from rpc_server.commerce.payments.vault import UnreadableSecret, Vault

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
NUMBER = "4111111111111111"


def test_what_was_sealed_opens_for_its_owner() -> None:
    vault = Vault([OLD])

    assert vault.open(vault.seal(NUMBER, "1/card"), "1/card") == NUMBER


def test_a_sealed_text_shows_nothing_and_no_two_are_alike() -> None:
    vault = Vault([OLD])

    first, second = vault.seal(NUMBER, "1/card"), vault.seal(NUMBER, "1/card")

    assert NUMBER.encode() not in first
    assert first != second


@pytest.mark.parametrize("owner", ["1/other", "2/card", ""])
def test_a_sealed_text_does_not_open_for_another(owner: str) -> None:
    vault = Vault([OLD])

    with pytest.raises(UnreadableSecret):
        vault.open(vault.seal(NUMBER, "1/card"), owner)


@pytest.mark.parametrize("at", [0, 4, 16, -1])
def test_a_changed_text_does_not_open(at: int) -> None:
    vault = Vault([OLD])
    sealed = bytearray(vault.seal(NUMBER, "1/card"))
    sealed[at] ^= 1

    with pytest.raises(UnreadableSecret):
        vault.open(bytes(sealed), "1/card")


def test_after_a_rotation_old_texts_open_and_new_ones_are_sealed_with_the_new_key() -> None:
    sealed = Vault([OLD]).seal(NUMBER, "1/card")
    rotated = Vault([NEW, OLD])

    assert rotated.open(sealed, "1/card") == NUMBER
    assert not rotated.is_current(sealed)
    assert rotated.is_current(rotated.seal(NUMBER, "1/card"))


def test_without_its_key_a_text_does_not_open() -> None:
    sealed = Vault([OLD]).seal(NUMBER, "1/card")

    with pytest.raises(UnreadableSecret, match="key"):
        Vault([NEW]).open(sealed, "1/card")


def test_equal_numbers_have_equal_fingerprints_under_each_key() -> None:
    rotated = Vault([NEW, OLD])

    assert rotated.fingerprints(NUMBER)[1] == Vault([OLD]).fingerprints(NUMBER)[0]
    assert rotated.fingerprints(NUMBER)[0] == Vault([NEW]).fingerprints(NUMBER)[0]
    assert len(set(rotated.fingerprints(NUMBER) + rotated.fingerprints("5555555555554444"))) == 4


@pytest.mark.parametrize("keys", [[], [b"short"], [OLD, b""]])
def test_a_vault_needs_whole_keys(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(keys)


def test_a_vault_shows_no_key() -> None:
    shown = repr(Vault([OLD])) + str(Vault([OLD]))

    assert OLD.hex() not in shown
    assert repr(OLD) not in shown
