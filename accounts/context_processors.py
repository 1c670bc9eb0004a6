"""What every template may read."""

from django.http import HttpRequest

from accounts.models import TextSize, Theme

__all__ = ["Viewer", "viewer"]


class Viewer:
    """The person who looks at the page. Asks the database only for what the template reads."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._request.user.is_authenticated

    @property
    def name(self) -> str:
        """What to call them; empty when nobody is signed in."""
        user = self._request.user
        return user.name if user.is_authenticated else ""

    @property
    def is_teacher(self) -> bool:
        """Whether teachers' pages are open to them."""
        user = self._request.user
        return user.is_authenticated and user.is_teacher

    @property
    def theme(self) -> str:
        """``light`` or ``dark`` where they chose one; empty: as the device."""
        return self._chosen("theme", Theme.SYSTEM)

    @property
    def text_size(self) -> str:
        """``large`` or ``larger`` where they chose it; empty: as it is."""
        return self._chosen("text_size", TextSize.NORMAL)

    @property
    def hides_clock(self) -> bool:
        """Whether an exam begins with its clock out of sight."""
        user = self._request.user
        return user.is_authenticated and user.hides_clock

    def _chosen(self, setting: str, usual: str) -> str:
        user = self._request.user
        value = getattr(user, setting) if user.is_authenticated else usual
        return "" if value == usual else str(value)


def viewer(request: HttpRequest) -> dict[str, Viewer]:
    """``viewer`` for templates; reads nothing by itself."""
    return {"viewer": Viewer(request)}
