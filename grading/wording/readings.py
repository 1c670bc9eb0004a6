"""What cannot be read, said before anything is handed in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

__all__ = ["INSTEAD", "NOTHING_MORE", "READING", "WITHOUT_A_PLACE"]

# Sentences may use what the engine tells about the place: found, bracket, names.
READING = {
    "empty": gettext_lazy("Nothing is written yet."),
    "too_long": gettext_lazy("This is too long to read. Please shorten it."),
    "too_many_lines": gettext_lazy("There are too many lines here. Write fewer steps."),
    "too_deep": gettext_lazy("There are too many brackets inside one another to read this."),
    "too_many_nodes": gettext_lazy("This is too long to read. Please shorten it."),
    "too_costly": gettext_lazy("This number is too large to work with."),
    "unbalanced_bracket": gettext_lazy("A bracket has no partner."),
    "missing_operand": gettext_lazy("Something is missing next to a sign."),
    "unexpected": gettext_lazy("“%(found)s” cannot stand here."),
    "unknown_character": gettext_lazy("“%(found)s” is not a sign that can be used here."),
    "unknown_command": gettext_lazy("“%(found)s” is not known here."),
    "unknown_function": gettext_lazy("This function is not known here."),
    "unknown_symbol": gettext_lazy("The letter %(found)s is not used in this question."),
    "wrong_arguments": gettext_lazy("“%(found)s” has too few or too many values in its brackets."),
    "bad_number": gettext_lazy("This number cannot be read."),
    "prose": gettext_lazy("Please write only the answer as a formula, without words."),
    "ambiguous": gettext_lazy("This can be read in two ways. Add brackets or a multiplication sign."),
    "integer_expected": gettext_lazy("Write a whole number from 0 to 999."),
    "number_expected": gettext_lazy("Write one number, without letters."),
    "one_option_expected": gettext_lazy("Choose exactly one option."),
    "unknown_option": gettext_lazy("This option does not exist here."),
    "true_or_false_expected": gettext_lazy("Choose true or false."),
    "expression_expected": gettext_lazy("Write an expression, without = or an inequality sign."),
    "division_by_zero": gettext_lazy("Nothing can be divided by 0."),
    "not_worked_out": gettext_lazy(
        "Work it out: no integral, derivative, limit or sum may be left as it stands."
    ),
    "no_value": gettext_lazy("This has no value."),
    "no_text": gettext_lazy("There is nothing here that can be seen."),
    "pairs_expected": gettext_lazy("Choose an option for each line."),
    "blanks_expected": gettext_lazy("Write something into the blanks."),
    "equation_expected": gettext_lazy("Write an equation, with =."),
    "inequality_expected": gettext_lazy("Write an inequality, with < or >."),
    "interval_expected": gettext_lazy("Write an interval, such as [1, 2]."),
    "set_expected": gettext_lazy("Write a set, such as {1, 2}."),
    "list_expected": gettext_lazy("Write a list, such as [1, 2, 3]."),
    "tuple_expected": gettext_lazy("Write a point, such as (1, 2)."),
    "matrix_expected": gettext_lazy("Write a matrix."),
    "logic_expected": gettext_lazy("Write true or false, or conditions joined by and, or."),
}
NOTHING_MORE = {
    "unexpected": gettext_lazy("Something is missing at the end."),
}
WITHOUT_A_PLACE = frozenset({"empty", "too_long", "too_many_nodes", "prose"})

# The same codes, where it helps to say what was met instead.
INSTEAD = {
    **{
        ("expression_expected", met): gettext_lazy(
            "Write one expression only, without commas between several."
        )
        for met in ("set", "list", "tuple", "matrix", "interval")
    },
    **{
        ("number_expected", met): gettext_lazy("Write one number only, without commas between several.")
        for met in ("set", "list", "tuple", "matrix", "interval")
    },
    **{
        ("number_expected", met): gettext_lazy("Write only the number, without = or an inequality sign.")
        for met in ("equation", "inequality", "logic")
    },
}
