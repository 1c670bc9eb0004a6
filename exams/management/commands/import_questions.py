"""``manage.py import_questions FILE --school SLUG --owner LOGIN [--language ko|en] [--report json]``"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import School, User
from exams.errors import BankError
from exams.import_wording import word_loss
from exams.services.authoring import ImportReport, import_bank
from exams.wording import word_error

UNREADABLE_FILE = 2


class Command(BaseCommand):
    help = "Takes the questions of a bank file into a school's bank. Importing a file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a bank file or Moodle XML (docs/formats.md)")
        parser.add_argument("--school", required=True, metavar="SLUG", help="the short name of the school")
        parser.add_argument(
            "--owner", required=True, metavar="LOGIN", help="the login of the questions' owner"
        )
        parser.add_argument(
            "--language",
            choices=["ko", "en"],
            default="",
            help="of Moodle's texts that name none; by default Korean if a question has Hangul, else English",
        )
        parser.add_argument(
            "--report", choices=["text", "json"], default="text", help="how to print what happened"
        )

    def handle(
        self, *args: Any, file: Path, school: str, owner: str, language: str, report: str, **options: Any
    ) -> None:
        to_school = School.objects.filter(slug=school).first()
        if to_school is None:
            raise CommandError(_("There is no school “%(slug)s”.") % {"slug": school})
        by = User.objects.filter(login=owner.lower()).first()
        if by is None or not School.objects.staffed_by(by).filter(pk=to_school.pk).exists():
            raise CommandError(_("“%(login)s” is not a teacher of this school.") % {"login": owner})
        try:
            result = import_bank(file.read_bytes(), school=to_school, owner=by, language=language)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(problem)s") % {"file": file, "problem": error.strerror},
                returncode=UNREADABLE_FILE,
            ) from error
        except BankError as error:
            raise CommandError(f"{file}: {word_error(error)}", returncode=UNREADABLE_FILE) from error
        self.stdout.write(_as_json(file, result) if report == "json" else _as_text(file, result))


def _as_json(file: Path, report: ImportReport) -> str:
    refused = [{"name": refusal.name, "reason": word_error(refusal.error)} for refusal in report.refused]
    summary = {
        "file": str(file),
        "taken": report.taken,
        "simplified": len(report.simplified),
        "refused": refused,
    }
    return json.dumps(summary, ensure_ascii=False)


def _as_text(file: Path, report: ImportReport) -> str:
    taken = ngettext("%(n)d question taken", "%(n)d questions taken", report.taken) % {"n": report.taken}
    unchanged = _("%(n)d of them unchanged") % {"n": report.unchanged}
    lines = [f"{file}: {taken}, {unchanged}"]
    lines += [f"  {refusal.name}: {word_error(refusal.error)}" for refusal in report.refused]
    if report.simplified:
        simplified = len(report.simplified)
        lines.append(
            ngettext("%(n)d question simplified:", "%(n)d questions simplified:", simplified)
            % {"n": simplified}
        )
    lines += [f"  {one.name}: {word_loss(loss)}" for one in report.simplified for loss in one.losses]
    return "\n".join(lines)
