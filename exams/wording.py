"""The exam services' codes as sentences: what, where, and how to mend it, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exams.errors import ExamError, Problem
from exams.import_wording import IMPORT_SENTENCES
from grading.wording import FORM_NAMES, word_options_error, word_reading_error, word_reason

__all__ = ["word_error", "word_problem"]

SENTENCES = {
    # sitting an exam
    "no_attempts_left": gettext_lazy("You have used all your attempts for this exam."),
    "wrong_access_code": gettext_lazy("The access code is not right. Ask your teacher for it."),
    "wrong_network": gettext_lazy(
        "This exam can be opened only in the school’s network, and you are at %(address)s. Connect to the "
        "school’s network, then try again."
    ),
    "too_many_codes": gettext_lazy(
        "Too many wrong codes. Ask your teacher for the right one, and try again in %(minutes)d min."
    ),
    "unknown_position": gettext_lazy("This exam has no question %(position)s."),
    "unknown_part": gettext_lazy("This question has no part “%(part)s”."),
    "reused_seq": gettext_lazy("Another answer was sent with the same number. Reload the page."),
    "unknown_option": gettext_lazy("This question has no option “%(option)s”."),
    "changed_elsewhere": gettext_lazy(
        "This answer was changed on another device meanwhile. The page now shows that one; yours is kept too."
    ),
    "attempt_void": gettext_lazy("This attempt was declared void. Ask your teacher."),
    "attempt_changed": gettext_lazy("This attempt has just changed. Reload the page."),
    "time_is_up": gettext_lazy(
        "Time is up. What arrived too late is kept for your teacher, but does not count."
    ),
    "attempt_paused": gettext_lazy(
        "Your teacher has paused the exam. Your answer is kept here and is sent when the exam goes on."
    ),
    "attempt_ended": gettext_lazy("This attempt has ended."),
    "attempt_in_progress": gettext_lazy("This attempt has not been handed in yet."),
    "result_comes_later": gettext_lazy("Your teacher shows the results later."),
    "being_marked": gettext_lazy("Your answers are being marked. Ask again in a moment."),
    "message_too_large": gettext_lazy("This answer is too large to be saved."),
    "another_school": gettext_lazy("The paper and the class belong to different schools."),
    "window_is_empty": gettext_lazy("The window must open before it closes."),
    "opening_has_passed": gettext_lazy("Students have started, so the opening time stays as it is."),
    "limit_is_fixed": gettext_lazy("Students have started, so the time limit stays as it is."),
    "attempts_used": gettext_lazy("A student has used %(used)d attempts already; fewer cannot be allowed."),
    "too_many_items": gettext_lazy("An exam has at most %(most)d questions."),
    "bad_message": gettext_lazy("The message cannot be read: %(where)s %(problem)s"),
    # supervising an exam
    "nobody_sitting": gettext_lazy("Nobody it concerns is sitting this exam now, so nothing was changed."),
    "bad_extra_time": gettext_lazy("Give between %(least)d and %(most)d minutes at once."),
    "bad_announcement": gettext_lazy("Write between 1 and %(most)d characters."),
    # a file of unsent answers
    "handed_not_json": gettext_lazy(
        "This is no file of unsent answers. It is called mathtest-unsent-….json and must not be opened and "
        "saved in another program."
    ),
    "handed_bad_shape": gettext_lazy(
        "The file is damaged (%(where)s). Ask the student to save it again, and take it as it is."
    ),
    "handed_too_many": gettext_lazy("The file has more than %(most)d answers, more than a sitting makes."),
    "handed_other_attempt": gettext_lazy(
        "This file belongs to another sitting, says the file: %(name)s, %(exam)s. Open the paper of that "
        "sitting and hand it in there."
    ),
    # withdrawing a question
    "already_withdrawn": gettext_lazy("This question has been withdrawn already."),
    "not_on_paper": gettext_lazy("This question does not stand on the paper of this class."),
    "nothing_to_withdraw": gettext_lazy("This is a text that asks nothing, so there is nothing to withdraw."),
    "no_replacement": gettext_lazy("Choose what the question is to be replaced by."),
    "replacement_unfit": gettext_lazy(
        "A replacement must come from a later edition of the same exam and be worth the same points."
    ),
    "replacement_gone": gettext_lazy(
        "The exam does not have this question any more. Add it to the exam again, or choose another way."
    ),
    "nothing_mended": gettext_lazy(
        "The question is still the one on the paper. Mend its text in the question bank first; then it can "
        "be replaced."
    ),
    "replacement_other_points": gettext_lazy(
        "On the exam the question is now worth something else. Give it %(points)s points again; then it can "
        "replace the one on the paper."
    ),
    "question_withdrawn": gettext_lazy("This question was withdrawn, so there is nothing to decide."),
    # writing a question
    "question_changed": gettext_lazy(
        "Somebody else has saved this question meanwhile. What you wrote is kept below: compare it with the "
        "history, then save again to put yours in its place."
    ),
    # bank files
    "too_large": gettext_lazy("The file is larger than %(most)d bytes. Split it."),
    "not_utf8": gettext_lazy("The file is not UTF-8 text (byte %(byte)d). Save it as UTF-8."),
    "not_yaml": gettext_lazy("The file is not YAML (line %(line)d: %(problem)s)."),
    "not_a_bank": gettext_lazy("The file is not a question bank: “%(expected)s” is missing."),
    "wrong_version": gettext_lazy(
        "The file has version %(found)s of the bank format; this program reads %(expected)s."
    ),
    "bad_topic": gettext_lazy("%(where)s needs a code, and a name by language, and nothing else."),
    "yaml_alias": gettext_lazy("YAML aliases (*name) are not accepted (line %(line)d). Write the value out."),
    "repeated_field": gettext_lazy("“%(field)s” stands twice in one place (line %(line)d)."),
    "not_a_name": gettext_lazy("A field's name must be a word (line %(line)d)."),
    "unknown_file_field": gettext_lazy("“%(field)s” is not a field of a bank file."),
    "too_deep": gettext_lazy("The file is nested too deeply (line %(line)d)."),
    "too_many_questions": gettext_lazy(
        "The file has %(found)d questions; at most %(most)d are read at once."
    ),
    # one question
    "missing": gettext_lazy("“%(where)s” is missing."),
    "unknown_field": gettext_lazy("“%(where)s” is not a field of a question."),
    "repeated_id": gettext_lazy("Another question of this file has the same id."),
    "unknown_topic": gettext_lazy("The topic “%(topic)s” is neither in the file nor in the school."),
    "all_struck": gettext_lazy(
        "Every variant is struck out. Take one back, or let the parameters make more."
    ),
    "too_many_struck": gettext_lazy("At most %(most)d variants can be struck out."),
    "no_version": gettext_lazy("The question has no version that could be published."),
    "no_items": gettext_lazy("The exam has no questions yet. Add at least one."),
    "unknown_figure": gettext_lazy("%(where)s: there is no figure “%(name)s”."),
    "unused_figure": gettext_lazy(
        "The figure “%(name)s” is shown in no text. Write ![](%(name)s) where it belongs."
    ),
    "no_such_blank": gettext_lazy("%(where)s: there is no blank “%(name)s”."),
    "unused_blank": gettext_lazy(
        "%(where)s: the blank “%(name)s” is shown nowhere. Write [[%(name)s]] where it belongs."
    ),
    "blank_kind": gettext_lazy(
        "%(where)s: the blank “%(name)s” is of the kind %(kind)s, its key is of another."
    ),
    "repeated_blank": gettext_lazy(
        "Two blanks of this question are called “%(name)s”. Give one another name."
    ),
    "too_many_blanks": gettext_lazy(
        "The question has %(found)d blanks; at most %(most)d can be labelled. Split it."
    ),
    "bad_credit": gettext_lazy("A credit is a number from 0 to 1."),
    "mark_changed": gettext_lazy("Somebody else has just decided on this answer. Look at it again."),
    "formula": gettext_lazy(
        "%(where)s: the formula “%(formula)s” cannot be shown. Check its braces and commands."
    ),
}
# What may be wrong in one variant and not in others: its values are told behind it.
IN_A_VARIANT = {
    "stored_test": gettext_lazy("%(where)s: the response should be %(expected)s but is %(got)s%(when)s."),
    "stored_credit": gettext_lazy(
        "%(where)s: the response should earn %(expected)s of the points but earns %(got)s%(when)s."
    ),
    "same_options": gettext_lazy("%(where)s: two options read the same (“%(text)s”)%(when)s."),
}
FIGURE_SENTENCES = {
    "too_many_figures": gettext_lazy("a question has at most %(most)d figures"),
    "not_base64": gettext_lazy("the data is not base64"),
    "not_a_picture": gettext_lazy("the data is neither a picture nor an SVG drawing"),
    "unknown_media_type": gettext_lazy(
        "“%(media_type)s” is not a kind of picture that can be shown; use SVG, PNG, JPEG, GIF or WebP"
    ),
    "picture_too_large": gettext_lazy("the picture is larger than %(most)d bytes"),
    "not_that_picture": gettext_lazy("the data is not a picture of the kind %(media_type)s"),
    "picture_too_wide": gettext_lazy("the picture is wider or higher than %(most)d pixels, or empty"),
    "not_svg": gettext_lazy("this is not a drawing in SVG"),
    "svg_too_deep": gettext_lazy("the drawing is nested more than %(most)d deep"),
    "svg_element": gettext_lazy("<%(element)s> may not stand in a drawing"),
    "svg_attribute": gettext_lazy("“%(attribute)s” may not stand on <%(element)s>"),
    "svg_value": gettext_lazy("%(attribute)s=“%(value)s” is not allowed in a drawing"),
    "svg_without_view_box": gettext_lazy("the drawing needs a viewBox of four numbers"),
}
PLOT_SENTENCES = {
    "plot_and_picture": gettext_lazy("a figure is either a plot or a picture"),
    "plot_expression": gettext_lazy("“%(text)s” is no expression in x that can be drawn"),
    "plot_number": gettext_lazy("“%(text)s” is not a number that can be drawn"),
    "plot_range": gettext_lazy("from %(low)s to %(high)s there is nothing; write the smaller number first"),
    "plot_out_of_view": gettext_lazy("nothing of “%(text)s” is in view; change x and y of the plot"),
    "plot_label": gettext_lazy("the label “%(text)s” cannot be shown; write it without commands"),
    "plot_interval": gettext_lazy("“%(text)s” is not an interval; write one such as (-2, 3]"),
}
SHAPE_DETAILS = {
    "too_long": gettext_lazy("it is longer than %(limit)d characters"),
    "nul": gettext_lazy("a NUL character cannot be stored"),
    "list_type": gettext_lazy("a list is needed here"),
    "literal_error": gettext_lazy("%(expected)s is needed here"),
}
KEY_SENTENCES = {
    "integer_out_of_range": gettext_lazy("“%(text)s” is not a whole number from 0 to 999"),
    "bad_tolerance": gettext_lazy("“%(text)s” is not a tolerance; write a number such as 0.01"),
    "number_expected": gettext_lazy("“%(text)s” is not a number"),
    "expression_expected": gettext_lazy("“%(text)s” is not an expression"),
    "quantity_expected": gettext_lazy("“%(text)s” is not one number with one unit"),
    "unit_expected": gettext_lazy("“%(text)s” has no unit"),
    "unknown_unit": gettext_lazy("the unit “%(unit)s” is not known; perhaps you mean %(suggestions)s"),
    "equation_expected": gettext_lazy("“%(text)s” is not an equation; write one with ="),
    "inequality_expected": gettext_lazy("“%(text)s” is neither an inequality nor an interval"),
    "set_expected": gettext_lazy("“%(text)s” is not a set; write one such as {1, 2}"),
    "list_expected": gettext_lazy("“%(text)s” is not a point or a list; write one such as (1, 2)"),
    "matrix_expected": gettext_lazy("“%(text)s” is not a matrix; write one such as [[1, 2], [3, 4]]"),
    "elements_expected": gettext_lazy(
        "“%(text)s” has no elements to give points for; write them one by one, such as {1, 2}"
    ),
    "variable_expected": gettext_lazy("“%(text)s” is not a variable; write a letter such as x"),
    "no_derivative": gettext_lazy("“%(text)s” cannot be differentiated, so nothing could be compared"),
    "bad_properties": gettext_lazy(
        "“%(text)s” are not properties; write them such as degree=2; roots=1, 2; leading=3; through=(0, 5)"
    ),
    "key_not_right": gettext_lazy("“%(text)s” would not be right by its own rules (%(detail)s)"),
    "unknown_option": gettext_lazy("there is no option “%(option)s”"),
    "unknown_parameter": gettext_lazy("there is no parameter “%(name)s”"),
    "form_options": gettext_lazy("the form “%(name)s” cannot be used: %(detail)s"),
    "key_lacks_form": gettext_lazy("the key itself has not the form “%(name)s” (%(detail)s)"),
    "empty_text": gettext_lazy("an accepted text is empty"),
    "missing_stem": gettext_lazy("nothing is matched to “%(stem)s”"),
    "unknown_stem": gettext_lazy("there is no “%(stem)s” to match something to"),
    "option_without_place": gettext_lazy("the option “%(option)s” has no place in the order"),
    "missing_blank": gettext_lazy("nothing is right for the blank “%(blank)s”"),
    "unknown_blank": gettext_lazy("there is no blank “%(blank)s”"),
    "model_step_wrong": gettext_lazy("line %(line)d of the working, “%(text)s”, does not follow"),
    "model_step_undecided": gettext_lazy(
        "whether line %(line)d of the working, “%(text)s”, follows cannot be decided by machine; take "
        "smaller steps"
    ),
    "model_not_finished": gettext_lazy("the working comes to no answer: “%(text)s” is what was given"),
    "alternative_is_right": gettext_lazy(
        "the foreseen answer %(number)d (“%(text)s”) is right by the key itself"
    ),
    "alternative_never_decides": gettext_lazy(
        "the foreseen answer %(number)d (“%(text)s”) never decides: number %(by)d before it is the same"
    ),
    "alternative_lacks_form": gettext_lazy(
        "the foreseen answer %(number)d (“%(text)s”) lacks a form that the key asks for"
    ),
    "alternative_is_no_answer": gettext_lazy(
        "the foreseen answer %(number)d (“%(text)s”) cannot be compared with what students answer here"
    ),
    "part_out_of_place": gettext_lazy(
        "{@%(name)s} stands for a student’s own answer, so it may be used only in what follows from it"
    ),
    "follows_nothing": gettext_lazy(
        "“%(text)s” names no earlier part; write {@a} where the student’s own answer to part a stands"
    ),
    "follows_unknown_part": gettext_lazy(
        "there is no part “%(name)s” before this one whose answer is one number or expression"
    ),
}
PARAMETER_SENTENCES = {
    "bad_name": gettext_lazy("this is not a name; begin with a small letter"),
    "bad_number": gettext_lazy("this is not a number"),
    "bad_letter": gettext_lazy("a polynomial needs a single letter, but not e or i"),
    "bad_degree": gettext_lazy("a random polynomial has a degree from 1 to 6"),
    "not_square": gettext_lazy("only a matrix with as many rows as columns has this property"),
    "range_too_large": gettext_lazy("the range holds too many values"),
    "wrong_sort": gettext_lazy("a number, a polynomial or a matrix stands where another of them is needed"),
    "letters_differ": gettext_lazy("polynomials in different letters do not go together"),
    "sizes_differ": gettext_lazy("the sizes of the matrices do not fit"),
    "reserved_name": gettext_lazy("this name has a meaning of its own; choose another"),
    "double_assignment": gettext_lazy("this name is defined twice"),
    "unknown_name": gettext_lazy("this name is not defined above"),
    "unknown_statement": gettext_lazy("this line is not a statement"),
    "empty_range": gettext_lazy("the range is empty"),
    "no_values_fit": gettext_lazy("no values fit all the conditions"),
    "number_too_large": gettext_lazy("this number is too large"),
    "too_costly": gettext_lazy("a number becomes too large"),
    "too_long": gettext_lazy("this is too long"),
    "too_many_statements": gettext_lazy("there are too many lines"),
    "too_deep": gettext_lazy("there are too many brackets inside one another"),
    "line_too_long": gettext_lazy("this line is too long"),
    "formula_too_long": gettext_lazy("the formula is too long"),
    "unclosed_formula": gettext_lazy("a $ has no partner"),
    "unbalanced_bracket": gettext_lazy("a bracket has no partner"),
    "missing_operand": gettext_lazy("something is missing next to a sign"),
    "missing_arguments": gettext_lazy("a function needs its brackets"),
    "wrong_argument_count": gettext_lazy("a function has too few or too many values in its brackets"),
    "not_a_condition": gettext_lazy("this is a number where a condition should be"),
    "not_a_number": gettext_lazy("this is a condition where a number should be"),
    "unexpected": gettext_lazy("this cannot stand here"),
}


def word_error(error: ExamError) -> str:
    """One sentence for whoever caused ``error``."""
    return _word(error.code, error.values)


def word_problem(problem: Problem) -> str:
    """One sentence for the author, with the question it is about."""
    sentence = _word(problem.code, problem.values)
    if not problem.position:
        return sentence
    return _("Question %(position)d (%(name)s): %(sentence)s") % {
        "position": problem.position,
        "name": problem.question,
        "sentence": sentence,
    }


def _word(code: str, values: dict[str, Any]) -> str:
    match code:
        case "not_open_yet":
            return _("This exam opens at %(time)s.") % {"time": _time(values["opens_at"])}
        case "window_closed":
            return _("This exam closed at %(time)s.") % {"time": _time(values["closes_at"])}
        case "not_publishable":
            return ngettext(
                "The exam cannot be published yet: %(count)d problem was found.",
                "The exam cannot be published yet: %(count)d problems were found.",
                values["count"],
            ) % {"count": values["count"]}
        case "key" | "figure":
            return _word_key(values)
        case "parameters":
            return _word_parameters(values)
        case "stored_test" | "stored_credit" | "same_options":
            when = _when(values.get("values") or {})
            return str(IN_A_VARIANT[code]) % {**values, "when": when}
        case "bad_shape":
            detail = values.get("detail") or str(SHAPE_DETAILS[values["problem"]]) % values
            return _("“%(where)s” is not as it should be: %(detail)s") % {
                "where": values["where"] or _("the question"),
                "detail": detail,
            }
        case "not_a_mapping":
            return _("“%(where)s” is not a list of “name: value” fields.") % {
                "where": values["where"] or _("the question")
            }
    return str((SENTENCES | IMPORT_SENTENCES)[code]) % values


def _time(moment: Any) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _word_key(values: dict[str, Any]) -> str:
    problem = values["problem"]
    if problem == "unreadable_key":
        reading = word_reading_error(values["read_code"], values["reading"])
        sentence = _("“%(text)s” cannot be read: %(reading)s") % {"text": values["text"], "reading": reading}
    elif problem in ("form_options", "key_lacks_form"):
        sentence = str(KEY_SENTENCES[problem]) % {
            "name": FORM_NAMES[values["form"]],
            "detail": _word_form(values),
        }
    elif problem == "key_not_right":
        detail = word_reason("incorrect", values["reason"])
        sentence = str(KEY_SENTENCES[problem]) % {"text": values["text"], "detail": detail}
    else:
        sentence = str({**KEY_SENTENCES, **FIGURE_SENTENCES, **PLOT_SENTENCES}[problem]) % values
    return f"{values['where']}: {sentence}"


def _word_form(values: dict[str, Any]) -> str:
    """What a form has to be told, or what the key has that breaks it."""
    if values["problem"] == "form_options":
        return word_options_error(values["option_code"], values["told"])
    return word_reason("incorrect", values["reason"]) or values["text"]


def _word_parameters(values: dict[str, Any]) -> str:
    problem = str(PARAMETER_SENTENCES[values["problem"]])
    if values.get("statement"):
        problem = _word_statement(values)
    name = values.get("name") or values.get("found") or ""
    detail = f"{problem} ({name})" if name else problem
    if not values.get("line"):
        return f"{values['where']}: {detail}"
    return _("%(where)s, line %(line)d: %(detail)s") % {
        "where": values["where"],
        "line": values["line"],
        "detail": detail,
    }


def _word_statement(values: dict[str, Any]) -> str:
    """Why nothing fits: what turned down whatever reached it."""
    return ngettext(
        "no values fit: “%(statement)s” fails for the %(count)d combination that reaches it",
        "no values fit: “%(statement)s” fails for all %(count)d combinations that reach it",
        values["count"],
    ) % {"statement": values["statement"], "count": values["count"]}


def _when(values: dict[str, str]) -> str:
    return _(" when %(values)s") % {"values": _names_and_values(values)} if values else ""


def _names_and_values(values: dict[str, str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())
