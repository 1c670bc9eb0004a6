"""Words that people copy from a board: class codes and temporary passwords."""

import secrets

__all__ = ["JOIN_CODE_LENGTH", "new_join_code", "new_password", "normal_join_code", "shown_join_code"]

# Without 0 and O, 1 and I: 32 signs, so that each carries exactly five bits.
JOIN_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
JOIN_CODE_LENGTH = 8
# Without l as well, which a lower-case word needs.
SPOKEN_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
SPOKEN_GROUPS = 3
GROUP_LENGTH = 4


def new_join_code() -> str:
    """A new class code of 40 random bits, as it is stored: eight signs, no dash."""
    return "".join(secrets.choice(JOIN_CODE_ALPHABET) for _ in range(JOIN_CODE_LENGTH))


def normal_join_code(text: str) -> str:
    """``text`` as it is stored: upper case, without the dashes and spaces people type.

    >>> normal_join_code(" abcd – 2345")
    'ABCD2345'
    """
    return "".join(sign for sign in text.upper() if sign.isalnum())


def shown_join_code(code: str) -> str:
    """``code`` in two groups of four.

    >>> shown_join_code("ABCD2345")
    'ABCD-2345'
    """
    return f"{code[:GROUP_LENGTH]}-{code[GROUP_LENGTH:]}"


def new_password() -> str:
    """A temporary password of 59 random bits that can be read aloud: three groups of four."""
    return "-".join(
        "".join(secrets.choice(SPOKEN_ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(SPOKEN_GROUPS)
    )
