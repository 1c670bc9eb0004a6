import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory


def test_hash_has_the_parameters_for_a_class_at_once():
    hashed = make_password(PASSWORD)

    assert hashed.split("$")[:4] == ["argon2", "argon2id", "v=19", "m=19456,t=2,p=1"]
    assert check_password(PASSWORD, hashed)


@pytest.mark.django_db
def test_hash_with_other_parameters_is_replaced_at_the_next_check():
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(
        password=make_password(PASSWORD).replace("m=19456,t=2", "m=19456,t=3")
    )
    user.refresh_from_db()

    assert identify_hasher(user.password).must_update(user.password)


@pytest.mark.django_db
def test_hash_of_bcrypt_is_accepted_and_upgraded():
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher="bcrypt_sha256"))
    user.refresh_from_db()

    accepted = user.check_password(PASSWORD)

    user.refresh_from_db()
    assert accepted
    assert user.password.startswith("argon2$")
