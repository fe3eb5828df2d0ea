import pytest

from tests.support.encryption import SECRET, make_key
from v100.errors import RefusedError
from v100.key import derive_key


def test_a_key_does_not_show_itself() -> None:
    key = make_key()
    assert key.digits not in f"{key!r} {key} {[key]}"


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_a_line_break_at_the_end_is_no_part_of_the_secret(ending: bytes) -> None:
    assert derive_key(SECRET.encode() + ending) == make_key()


@pytest.mark.parametrize("secret", [b"\n\n" + SECRET.encode(), SECRET.encode() + b" ", SECRET.lower().encode() + b"x"])
def test_everything_else_is(secret: bytes) -> None:
    assert derive_key(secret) != make_key()


@pytest.mark.parametrize("secret", [b"", b"\n", b"0123456789abcde", b"0123456789abcde\r\n"])
def test_a_secret_that_can_be_guessed_is_refused_without_being_repeated(secret: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        derive_key(secret)
    assert "0123" not in str(refused.value)


def test_sixteen_bytes_are_enough_and_any_bytes_will_do() -> None:
    assert len(derive_key(bytes(range(128, 144))).digits) == 64
