"""What an importer says: why a file or a question was not taken, and what a question lost."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from exams.formats.losses import Loss

__all__ = ["IMPORT_SENTENCES", "word_loss"]

IMPORT_SENTENCES = {
    # the file
    "not_xml": gettext_lazy("The file is not whole XML (line %(line)d, column %(column)d)."),
    "xml_dtd": gettext_lazy(
        "The file has a DTD or defines entities, which Moodle never writes. Export the questions again."
    ),
    "xml_too_deep": gettext_lazy("The file's elements are nested more than %(most)d deep."),
    "xml_too_many_elements": gettext_lazy("The file has more than %(most)d elements. Split it."),
    "not_moodle": gettext_lazy(
        "The file is not a question bank: its outermost element is <%(found)s>, Moodle's is <quiz>."
    ),
    # one question
    "repeated_question": gettext_lazy("The same question stands further up in the file."),
    "moodle_type": gettext_lazy(
        "Questions of Moodle's type “%(type)s” cannot be taken: there is no kind here that asks the same."
    ),
    "moodle_no_text": gettext_lazy("The question has no text."),
    "moodle_text_too_long": gettext_lazy("A text of the question is too long (more than %(most)d)."),
    "moodle_text_too_deep": gettext_lazy("A text's elements are nested more than %(most)d deep."),
    "moodle_element": gettext_lazy(
        "A text has a <%(element)s> element, which cannot be read. Write it anew."
    ),
    "moodle_fraction": gettext_lazy("“%(text)s” is not a share of the points."),
    "moodle_number": gettext_lazy("“%(text)s” is not a number."),
    "moodle_nothing_right": gettext_lazy("No answer earns all the points."),
    "moodle_several_right": gettext_lazy(
        "Several options earn all the points although only one can be chosen. "
        "Let students choose several, or keep one."
    ),
    "moodle_anything_right": gettext_lazy("Any number at all is right (*)."),
    "moodle_several_numbers": gettext_lazy(
        "Several numbers far from each other are right. Ask for each in its own question."
    ),
    "moodle_too_few_pairs": gettext_lazy("Matching needs at least two pairs and two different answers."),
    "moodle_picture_in_list": gettext_lazy("An answer to match is a picture, which a list cannot show."),
    "moodle_picture_missing": gettext_lazy("The picture “%(name)s” is not in the file."),
    "moodle_files_only": gettext_lazy("Students would hand in files only, and no text."),
    "moodle_no_blanks": gettext_lazy("The text has no blank."),
    "moodle_blank": gettext_lazy("The blank “%(text)s” cannot be read."),
    "moodle_too_many_blanks": gettext_lazy("The text has more than %(most)d blanks."),
    "moodle_missing_choice": gettext_lazy("The blank [[%(number)d]] has no choice of this number."),
}
LOSSES = {
    "feedback": gettext_lazy("Feedback on answers was left out."),
    "hints": gettext_lazy("Hints were left out."),
    "tags": gettext_lazy("Tags were left out: %(what)s"),
    "hidden": gettext_lazy("The question was hidden in Moodle; here it is not."),
    "languages": gettext_lazy("Texts in other languages than Korean and English were left out: %(what)s"),
    "points": gettext_lazy("The points were rounded: %(what)s"),
    "part_credit": gettext_lazy("Options that earned a part of the points earn nothing here."),
    "part_credit_numbers": gettext_lazy("Numbers that earned a part of the points earn nothing here."),
    "wrong_costs": gettext_lazy("Wrong options cost points in Moodle; here they earn nothing."),
    "unequal_credit": gettext_lazy("Right options earned different shares; here each earns the same."),
    "free_wrong": gettext_lazy("Wrong options cost nothing in Moodle; here each takes one right one away."),
    "unequal_cost": gettext_lazy(
        "Wrong options cost another share in Moodle; here each takes one right one away."
    ),
    "answer_order": gettext_lazy(
        "In Moodle the first answer that fits counts; here the one that earns most."
    ),
    "anything_earns": gettext_lazy(
        "Any answer at all earns points (*), as in Moodle. Check whether it should."
    ),
    "units": gettext_lazy(
        "Units are not asked for: students type the number alone, and the question names the unit."
    ),
    "template": gettext_lazy("The text that stood in the answer field was left out."),
    "attachments": gettext_lazy("Students cannot attach files to this answer."),
    "word_limits": gettext_lazy("The limits on the number of words were left out."),
    "blanks_below": gettext_lazy("The blanks are numbered in the text, and their answers stand below it."),
    "box_once": gettext_lazy("A word may be used in several blanks; in Moodle it could be used once."),
    "zero_weight": gettext_lazy("A blank that earned nothing earns as much as the others."),
    "no_alt": gettext_lazy("A picture has no text for those who cannot see it; write one: %(what)s"),
    "picture_elsewhere": gettext_lazy("A picture that is not in the file was left out: %(what)s"),
    "picture_left": gettext_lazy("A picture in the notes for markers was left out: %(what)s"),
    "link": gettext_lazy("A link was left out, its words stay: %(what)s"),
    "markup": gettext_lazy("Markup was left out: %(what)s"),
}


def word_loss(loss: Loss) -> str:
    """One sentence for the author about what a question lost."""
    return str(LOSSES[loss.code]) % {"what": loss.what}
