"""The page on which a question is written: what was sent, what a button asks for, what is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import School
from accounts.scoped_admin import choosable_rows
from exams.admin.trying import kept_row, try_responses
from exams.content import Content
from exams.errors import QuestionError, Refused
from exams.forms.questions import (
    AboutForm,
    QuestionForms,
    act,
    blank_tree,
    fill_rows,
    open_question,
    read_uploads,
)
from exams.forms.questions.trying import TryForm
from exams.models import Question, Topic
from exams.pictures import Picture
from exams.presenting.authoring import (
    MOST_SHOWN,
    StudentView,
    VariantRow,
    first_values,
    render_text,
    show_variants,
    student_views,
)
from exams.presenting.trying import Trial
from exams.services.publishing import seed_of
from exams.services.writing import (
    Standing,
    keep_pictures,
    load_pictures,
    load_standing,
    try_question,
    write_question,
)
from exams.wording import word_error
from grading.keys import Key

__all__ = ["QuestionPage"]

PAGE = "admin/exams/question/form.html"
FRAGMENT = "admin/exams/question/_rendered.html"
TEXTS = ("text_ko", "text_en", "solution_ko", "solution_en", "guidance_ko", "guidance_en")
SAVES = ("_save", "_continue", "_addanother")


@dataclass(slots=True)
class QuestionPage:
    """One request. ``question`` is new, or one that may be changed."""

    model_admin: admin.ModelAdmin
    request: HttpRequest
    question: Question
    standing: Standing = field(init=False)
    pictures: dict[str, Picture] = field(default_factory=dict)
    saved: bool = False
    conflict: str = ""
    variants: list[VariantRow] = field(default_factory=list)
    views: list[StudentView] = field(default_factory=list)
    trial: Trial | None = None

    def __post_init__(self) -> None:
        self.standing = Standing() if self.question._state.adding else load_standing(self.question)

    @property
    def make_about(self) -> Any:
        """Schools and topics of this person only."""
        site = self.model_admin.admin_site
        schools = choosable_rows(site, School, self.request)
        if not self.request.user.is_superuser:
            schools = schools.staffed_by(self.request.user)
        topics = choosable_rows(site, Topic, self.request).select_related(None)
        if not self.question._state.adding:
            topics = topics.filter(school_id=None) | topics.filter(school=self.question.school_id)
        return partial(AboutForm, instance=self.question, schools=schools, topics=topics)

    def show(self) -> HttpResponse:
        """The question as it stands in the bank, or a new one."""
        tree = blank_tree()
        if self.standing.version is not None:
            content = Content.model_validate(self.standing.version.content)
            tree = open_question(content, self.standing.keys)
        return self._page(QuestionForms(self.make_about, tree={**tree, "base": self._base()}))

    def take(self) -> HttpResponse | None:
        """What was sent. Nothing is returned where it was saved: the question is in the bank then."""
        data, uploads = read_uploads(self.request.POST, self.request.FILES)
        sent = QuestionForms(self.make_about, data=data, files=self.request.FILES)
        verb, _colon, target = self.request.POST.get("act", "").partition(":")
        if verb == "render":
            return self._fragment(sent, target)
        self._keep(sent, uploads)
        if any(name in self.request.POST for name in SAVES):
            return None if self._save(sent) else self._page(sent)
        if verb in ("variants", "preview"):
            self._try_out(sent, verb)
            return self._page(sent)
        if verb in ("try", "keep"):
            return self._page(self._try_responses(sent, target))
        tree = sent.raw()
        path, _colon, place = target.partition(":")
        if verb in ("add", "remove", "up", "down"):
            act(
                tree,
                verb,
                path,
                int(place) if place.isascii() and place.isdigit() and len(place) < 4 else None,
            )
        fill_rows(tree)
        return self._page(QuestionForms(self.make_about, tree=tree))

    def _base(self) -> dict[str, Any]:
        version, key = self.standing.token
        return {"version": version, "key": key}

    def _school(self, sent: QuestionForms) -> School | None:
        if not self.question._state.adding:
            return self.question.school
        sent.about.is_valid()
        return sent.about.cleaned_data.get("school")

    def _keep(self, sent: QuestionForms, uploads: dict[str, Picture]) -> None:
        """A file cannot be sent back to the browser: what was sent is kept as soon as the school is known."""
        school = self._school(sent)
        if school is None:
            return
        rows = sent.figures.raw()
        if uploads:
            alts = {
                str(row["asset"]): {code: row[f"alt_{code}"] for code in ("ko", "en") if row[f"alt_{code}"]}
                for row in rows
            }
            keep_pictures(uploads.values(), alts=alts, school=school)
        self.pictures = (
            load_pictures((str(row["asset"] or "") for row in rows), school=school) if rows else {}
        )

    def _assemble(self, sent: QuestionForms) -> tuple[Content, dict[str, Key]] | None:
        """What was written, with the variants that were struck out before."""
        made = sent.assembled(pictures=self.pictures, before=self.standing.keys)
        if made is None or not made[0].parameters.strip():
            return made
        return made[0].model_copy(update={"struck": self.standing.struck}), made[1]

    def _try_responses(self, sent: QuestionForms, kept: str) -> QuestionForms:
        """Marks what was typed to be tried; nothing is saved. The tried response of the number ``kept``
        becomes a stored one on the page."""
        typed = self._try_form(sent)
        made = self._assemble(sent)
        if made is None or not typed.is_valid():
            return sent
        try:
            self.trial = try_responses(*made, typed)
        except QuestionError as error:
            sent.add_problem(error)
            return sent
        row = kept_row(self.trial, kept)
        if row is None:
            return sent
        tree = sent.raw()
        tree["tests"].append(row)
        return QuestionForms(self.make_about, tree=tree)

    def _try_form(self, forms: QuestionForms) -> TryForm:
        """What stands in the fields to try stays there, whatever button is pressed."""
        data = self.request.POST if self.request.method == "POST" else None
        return TryForm(data=data, parts=forms.named_parts(), initial={"variant": 1})

    def _try_out(self, sent: QuestionForms, what: str) -> None:
        """Shows the variants, or the student's view; nothing is saved."""
        made = self._assemble(sent)
        if made is None:
            return
        content, keys = made
        seed = seed_of(content.drawn_from)
        try:
            if what == "variants":
                self.variants = list(show_variants(content, keys, seed=seed))
            else:
                self.views = student_views(content, seed=seed)
        except QuestionError as error:
            sent.add_problem(error)

    def _save(self, sent: QuestionForms) -> bool:
        made = self._assemble(sent)
        if made is None:
            return False
        content, keys = made
        base = sent.base.cleaned_data
        if self.standing.is_only_key(content, keys) and not base["reason"].strip():
            sent.base.add_error("reason", _("Say why the key changes."))
            return False
        try:
            try_question(content, keys)
        except QuestionError as error:
            sent.add_problem(error)
            return False
        if self.question._state.adding:
            self.question.owner = self.request.user
        try:
            write_question(
                self.question,
                content,
                keys,
                by=self.request.user,
                based_on=(base["version"], base["key"] or 0),
                reason=base["reason"].strip(),
            )
        except Refused as refusal:
            self.conflict = word_error(refusal)
            return False
        self.saved = True
        return True

    def _page(self, forms: QuestionForms) -> HttpResponse:
        """After a conflict the page goes on from what the bank holds by now: saving again means it."""
        tree = forms.raw()
        values = first_values(str(tree["body"]["parameters"] or ""))
        base = self._base() if self.conflict or not tree["base"]["version"] else tree["base"]
        model_admin, request = self.model_admin, self.request
        adding = self.question._state.adding
        context = {
            **model_admin.admin_site.each_context(request),
            "title": _("Write a question") if adding else _("Question %(name)s") % {"name": self.question},
            "opts": model_admin.opts,
            "original": None if adding else self.question,
            "question": self.question,
            "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
            "adminform": AdminForm(
                forms.about, [(None, {"fields": list(forms.about.fields)})], {}, (), model_admin
            ),
            "inline_admin_formsets": [],
            "forms": forms,
            "base": base,
            "conflict": self.conflict,
            "problems": forms.errors,
            "topics": forms.about.fields["topic"].queryset,
            "rendered": dict(_rendered(forms, tree, values)),
            "variants": self.variants,
            "variants_full": len(self.variants) == MOST_SHOWN,
            "views": self.views,
            "try_form": self._try_form(forms),
            "trial": self.trial,
            "standing": self.standing,
            "media": model_admin.media,
        }
        request.current_app = model_admin.admin_site.name
        return TemplateResponse(request, PAGE, context)

    def _fragment(self, sent: QuestionForms, name: str) -> HttpResponse:
        """One text as students will see it."""
        tree = sent.raw()
        values = first_values(str(tree["body"]["parameters"] or ""))
        text = self.request.POST.get(name, "").replace("\r\n", "\n")
        shown = render_text(text, values=values, tree=tree, language=name[-2:])
        return TemplateResponse(self.request, FRAGMENT, {"shown": shown})


def _rendered(forms: QuestionForms, tree: dict[str, Any], values: Any) -> Any:
    """Every text of the page, by the name of its field."""
    for form in forms.everything():
        for name in TEXTS:
            text = form[name].value() if name in form.fields else ""
            if text and str(text).strip():
                html_name = form.add_prefix(name)
                yield html_name, render_text(str(text), values=values, tree=tree, language=name[-2:])
