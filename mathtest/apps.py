"""The composition root as a Django app: it registers the checks of the settings, and names the job queue."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy
from django_tasks_db.apps import TasksAppConfig

from mathtest.checks import DEPLOYMENT_CHECKS, SETTINGS_CHECKS


class MathtestConfig(AppConfig):
    default = True
    name = "mathtest"

    def ready(self) -> None:
        for check in SETTINGS_CHECKS:
            checks.register(check, "mathtest")
        for check in DEPLOYMENT_CHECKS:
            checks.register(check, "mathtest", deploy=True)


class JobsConfig(TasksAppConfig):
    """The job queue under a name that an operator understands."""

    default = False
    verbose_name = gettext_lazy("Background jobs")  # type: ignore[assignment]  # the package types it plain
