"""The composition root as a Django app: it registers the checks of the settings."""

from django.apps import AppConfig
from django.core import checks

from mathtest.checks import DEPLOYMENT_CHECKS, SETTINGS_CHECKS


class MathtestConfig(AppConfig):
    name = "mathtest"

    def ready(self) -> None:
        for check in SETTINGS_CHECKS:
            checks.register(check, "mathtest")
        for check in DEPLOYMENT_CHECKS:
            checks.register(check, "mathtest", deploy=True)
