"""Addresses of the exam pages: a student's, and under ``teach/`` a teacher's."""

from django.urls import include, path

from exams.views import my_classes, pictures, practice, sitting, student
from exams.views.teacher import (
    assigning,
    attempts,
    drafting,
    exams,
    importing,
    marking,
    preview,
    publishing,
    running,
)

TEACH = [
    path("exams/", exams.teacher_exams, name="teacher_exams"),
    path("exams/new/", exams.teacher_exam_new, name="teacher_exam_new"),
    path("exams/<uuid:exam_id>/", drafting.teacher_exam, name="teacher_exam"),
    path("exams/<uuid:exam_id>/add/", drafting.teacher_exam_add, name="teacher_exam_add"),
    path("exams/<uuid:exam_id>/title/", drafting.teacher_exam_title, name="teacher_exam_title"),
    path("exams/<uuid:exam_id>/preview/", preview.teacher_preview, name="teacher_preview"),
    path("exams/<uuid:exam_id>/preview/page/", preview.teacher_preview_page, name="teacher_preview_page"),
    path("exams/<uuid:exam_id>/publish/", publishing.teacher_publish, name="teacher_publish"),
    path("import/", importing.teacher_import, name="teacher_import"),
    path("papers/<uuid:paper_id>/assign/", assigning.teacher_assign, name="teacher_assign"),
    path("assignments/<uuid:assignment_id>/", running.teacher_assignment, name="teacher_assignment"),
    path(
        "assignments/<uuid:assignment_id>/settings/",
        assigning.teacher_assignment_settings,
        name="teacher_assignment_settings",
    ),
    path("assignments/<uuid:assignment_id>/results/", running.teacher_results, name="teacher_results"),
    path("assignments/<uuid:assignment_id>/marking/", marking.teacher_marking, name="teacher_marking"),
    path("attempts/<uuid:attempt_id>/", attempts.teacher_attempt, name="teacher_attempt"),
]

urlpatterns = [
    path("teach/", include(TEACH)),
    path("", student.home, name="home"),
    path("my/exams/", student.my_exams, name="my_exams"),
    path("my/classes/", my_classes.my_classes, name="my_classes"),
    path("my/classes/<uuid:classroom_id>/", my_classes.my_class, name="my_class"),
    path("practice/typing/", practice.try_typing, name="try_typing"),
    path("assignments/<uuid:assignment_id>/", student.assignment, name="assignment"),
    path("assignments/<uuid:assignment_id>/start/", student.start, name="start_attempt"),
    path("attempts/<uuid:attempt_id>/", sitting.exam, name="attempt"),
    path("attempts/<uuid:attempt_id>/responses/<int:position>", sitting.save, name="save_response"),
    path("attempts/<uuid:attempt_id>/submit/", sitting.submit, name="submit_attempt"),
    path("attempts/<uuid:attempt_id>/receipt/", student.receipt, name="receipt"),
    path("pictures/<slug:sha256>", pictures.picture, name="picture"),
    path("attempts/<uuid:attempt_id>/result/", student.result, name="result"),
]
