import re

import pytest

from accounts.codes import new_join_code, new_password, normal_join_code, shown_join_code


def test_join_code_has_eight_signs_none_of_which_looks_like_another():
    codes = {new_join_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(re.fullmatch("[2-9A-HJ-NP-Z]{8}", code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["ABCD2345", "abcd2345", "ABCD-2345", " abcd 2345 ", "ab-cd-23-45", "ABCD–2345", "abcd_2345"]
)
def test_join_code_is_read_however_it_is_typed(typed):
    assert normal_join_code(typed) == "ABCD2345"


def test_join_code_is_shown_in_two_groups():
    assert shown_join_code("ABCD2345") == "ABCD-2345"


def test_temporary_password_can_be_read_aloud():
    passwords = {new_password() for _ in range(500)}

    assert len(passwords) == 500
    assert all(re.fullmatch("([2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}", word) for word in passwords)
