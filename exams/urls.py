"""Addresses of the exam pages: a student's, and under ``teach/`` a teacher's."""

from django.urls import include, path

from exams.views import answering, my_classes, pictures, practice, sitting, student, worker
from exams.views.teacher import (
    assigning,
    attempts,
    drafting,
    exams,
    handed_files,
    importing,
    marking,
    preview,
    publishing,
    running,
    supervising,
    withdrawing,
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
    path("assignments/<uuid:assignment_id>/board/", running.teacher_board, name="teacher_board"),
    path("assignments/<uuid:assignment_id>/results/", running.teacher_results, name="teacher_results"),
    path("assignments/<uuid:assignment_id>/withdraw/", withdrawing.teacher_withdraw, name="teacher_withdraw"),
    path("assignments/<uuid:assignment_id>/marking/", marking.teacher_marking, name="teacher_marking"),
    path("assignments/<uuid:assignment_id>/time/", supervising.teacher_give_time, name="teacher_give_time"),
    path("assignments/<uuid:assignment_id>/announce/", supervising.teacher_announce, name="teacher_announce"),
    path("assignments/<uuid:assignment_id>/pause/", supervising.teacher_pause, name="teacher_pause"),
    path("assignments/<uuid:assignment_id>/resume/", supervising.teacher_resume, name="teacher_resume"),
    path("attempts/<uuid:attempt_id>/", attempts.teacher_attempt, name="teacher_attempt"),
    path("attempts/<uuid:attempt_id>/hand-in/", handed_files.teacher_hand_in, name="teacher_hand_in"),
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
    path("attempts/<uuid:attempt_id>/responses/<int:position>", answering.save, name="save_response"),
    path("attempts/<uuid:attempt_id>/pulse", answering.pulse, name="pulse"),
    path("attempts/<uuid:attempt_id>/submit/", sitting.submit, name="submit_attempt"),
    path("attempts/<uuid:attempt_id>/receipt/", student.receipt, name="receipt"),
    path("exam-worker.js", worker.exam_worker, name="exam_worker"),
    path("pictures/<slug:sha256>", pictures.picture, name="picture"),
    path("attempts/<uuid:attempt_id>/result/", student.result, name="result"),
]
