"""Why an answer got its verdict. Placeholders are the values that the engine gives with its codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from grading.wording.marking import REASONS_OF_MARKING

__all__ = ["REASONS"]

REASONS = {
    **REASONS_OF_MARKING,
    "unanswered": gettext_lazy("No answer was given."),
    "equal_exactly": gettext_lazy("The answer and the key are exactly equal."),
    "agrees_at_points": gettext_lazy("The answer agrees with the key at every point that was tried."),
    "within_tolerance": gettext_lazy("The answer is within the tolerance."),
    "outside_tolerance": gettext_lazy("The answer is outside the tolerance."),
    "different_number": gettext_lazy("The answer is another number."),
    "differs_at_point": gettext_lazy("The answer and the key differ."),
    "differs_exactly": gettext_lazy("The answer and the key differ."),
    "different_domain": gettext_lazy("The answer and the key are not defined at the same places."),
    "different_length": gettext_lazy("The answer has another number of entries than the key."),
    "entry_differs": gettext_lazy("An entry of the answer differs from the key."),
    "extra_element": gettext_lazy("%(element)s does not belong to the answer."),
    "missing_element": gettext_lazy("Something that belongs to the answer is missing."),
    "unknown_letter": gettext_lazy("The answer uses %(names)s, which the key does not."),
    "right_option": gettext_lazy("The right option."),
    "wrong_option": gettext_lazy("Another option is right."),
    "right_options": gettext_lazy("Exactly the right options."),
    "wrong_options": gettext_lazy("These are not exactly the right options."),
    "accepted_text": gettext_lazy("This answer is right."),
    "accepted_partly": gettext_lazy("This answer is partly right."),
    "different_text": gettext_lazy("Another answer is expected."),
    "right_pairs": gettext_lazy("Every line has its right option."),
    "some_right_pairs": gettext_lazy("%(right)d of %(of)d lines have their right option."),
    "wrong_pairs": gettext_lazy("These are not the right pairs."),
    "needs_person": gettext_lazy("A teacher reads this."),
    "decided_by_person": gettext_lazy("A teacher decided on this."),
    "withdrawn_full": gettext_lazy("This question was withdrawn: everyone gets full points for it."),
    "withdrawn_drop": gettext_lazy("This question was withdrawn: it does not count."),
    "some_right_options": gettext_lazy("%(right)d of %(of)d right options, %(wrong)d wrong."),
    "too_costly": gettext_lazy("This was too large to compute. A teacher will look at it."),
    "undecided": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "not_compared": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "test_not_available": gettext_lazy("It could not be decided by machine. A teacher will look at it."),
    "readable": gettext_lazy("The answer can be read."),
    # of forms (right)
    "antiderivative": gettext_lazy("The derivative of the answer is the function to integrate."),
    "completed_square": gettext_lazy("The answer is right, and a completed square."),
    "constant_present": gettext_lazy("The constant of integration is there: %(constant)s."),
    "equal_after_renaming": gettext_lazy("The answer is the key with other letters."),
    "equal_to_key": gettext_lazy("The answer is equal to the key."),
    "equal_up_to_order": gettext_lazy("The answer is the key, perhaps in another order."),
    "expanded": gettext_lazy("The answer is expanded."),
    "factored": gettext_lazy("The answer is right and factored."),
    "greater_than_key": gettext_lazy("The answer is greater than the key."),
    "has_properties": gettext_lazy("The answer has every property that is asked for."),
    "identical": gettext_lazy("The answer is written as the key is."),
    "less_than_key": gettext_lazy("The answer is less than the key."),
    "lowest_terms": gettext_lazy("Every fraction is in lowest terms."),
    "partial_fractions": gettext_lazy("The answer is right, and a sum of partial fractions."),
    "rational_denominator": gettext_lazy("The answer is right, and its denominator is rational."),
    "right_figures": gettext_lazy("The number has the figures that are asked for."),
    "right_places": gettext_lazy("The number has the decimal places that are asked for."),
    "same_type": gettext_lazy("The answer is of the kind that is asked for."),
    "simplified_radicals": gettext_lazy("The answer is right, and its roots are simplified."),
    "single_fraction": gettext_lazy("The answer is right, and a single fraction."),
    "subset": gettext_lazy("Everything in the answer belongs to the set."),
    "superset": gettext_lazy("The answer has everything that belongs to the set."),
    "every_step_follows": gettext_lazy("Every line follows from the one before."),
    # broken forms
    "common_factor": gettext_lazy("The factor %(factor)s can still be taken out of %(part)s."),
    "decimal_used": gettext_lazy("%(text)s is a decimal: write the exact value."),
    "figures_hidden": gettext_lazy("Write %(text)s as one decimal number."),
    "fraction_in_root": gettext_lazy("A fraction is left under the root: %(part)s."),
    "fraction_inside_fraction": gettext_lazy("A fraction is left inside a fraction: %(part)s."),
    "improper_fraction": gettext_lazy("The numerator of %(part)s has too high a degree: divide first."),
    "irrational_denominator": gettext_lazy("The denominator still has %(part)s."),
    "like_fractions": gettext_lazy("Fractions with the same denominator can be added. Look at %(part)s."),
    "like_roots": gettext_lazy("Terms with the same root can be added. Look at %(part)s."),
    "mantissa_out_of_range": gettext_lazy(
        "The number before the power of ten must be at least 1 and less than 10, not %(mantissa)s."
    ),
    "mixed_number": gettext_lazy("%(text)s is a mixed number: write an improper fraction."),
    "not_a_fraction": gettext_lazy("Write %(text)s as one fraction of whole numbers."),
    "not_completed_square": gettext_lazy("The variable may stand in one square only. Look at %(part)s."),
    "not_decomposed": gettext_lazy("%(part)s can still be split into partial fractions."),
    "not_expanded": gettext_lazy("%(part)s can still be expanded."),
    "not_factored": gettext_lazy("%(part)s can still be factored."),
    "not_lowest_terms": gettext_lazy("%(part)s can still be reduced."),
    "not_mixed": gettext_lazy("Write %(text)s as a mixed number."),
    "not_over_reals": gettext_lazy("Only real numbers may be used, unlike in %(part)s."),
    "not_polynomial": gettext_lazy("%(part)s is not a polynomial."),
    "not_scientific": gettext_lazy("Write %(text)s as a × 10^n."),
    "not_single_fraction": gettext_lazy("Write one single fraction. Look at %(part)s."),
    "power_of_ten_missing": gettext_lazy("Write the number with a power of ten, as a × 10^n."),
    "proper_fraction": gettext_lazy("%(text)s is a proper fraction; an improper one is asked for."),
    "root_not_simplified": gettext_lazy("The root %(part)s can still be simplified."),
    "roots_to_join": gettext_lazy("The roots in %(part)s can be multiplied."),
    "rounded_wrongly": gettext_lazy("The last place is not rounded correctly."),
    "several_squares": gettext_lazy("There is more than one square. Look at %(part)s."),
    "too_few_figures": gettext_lazy(
        "The number has %(figures)s significant figures; %(asked)s are asked for."
    ),
    "too_few_places": gettext_lazy("The number has %(places)s decimal places; %(asked)s are asked for."),
    "too_many_figures": gettext_lazy(
        "The number has %(figures)s significant figures; only %(asked)s are asked for."
    ),
    "too_many_places": gettext_lazy(
        "The number has %(places)s decimal places; only %(asked)s are asked for."
    ),
    "top_heavy_fraction": gettext_lazy("%(text)s is an improper fraction: write a mixed number."),
    "two_signs": gettext_lazy("Two minus signs cancel in %(part)s."),
    # wrong otherwise
    "absolute_value_missing": gettext_lazy(
        "%(argument)s can be negative: its logarithm needs absolute value bars."
    ),
    "absolute_value_mixed": gettext_lazy(
        "Write absolute value bars in all of the logarithms or in none; %(argument)s has none."
    ),
    "constant_missing": gettext_lazy("The constant of integration is missing: add + C."),
    "constant_not_additive": gettext_lazy("The constant of integration is added: write + %(constant)s."),
    "constant_not_general": gettext_lazy(
        "The constant of integration must be able to be any number: write + %(constant)s."
    ),
    "constant_not_plain": gettext_lazy("Write the constant of integration as + %(constant)s."),
    "different_form": gettext_lazy("Only the order of the parts may differ. Look at %(part)s."),
    "different_letters": gettext_lazy("The answer has another number of letters than the key."),
    "differentiated_instead": gettext_lazy("This was differentiated; it had to be integrated."),
    "extra_solution": gettext_lazy("Not a solution: %(solution)s."),
    "integrated_instead": gettext_lazy("This was integrated; it had to be differentiated."),
    "missing_solution": gettext_lazy("A solution is missing."),
    "no_number": gettext_lazy("Only the unit %(unit)s is written: write the number, too."),
    "no_renaming": gettext_lazy("The answer is not the key with other letters."),
    "no_unit": gettext_lazy("The unit is missing."),
    "not_a_quantity": gettext_lazy("%(text)s is not one number with one unit."),
    "not_an_antiderivative": gettext_lazy("The derivative of the answer is not the function to integrate."),
    "not_differentiated": gettext_lazy("This was not differentiated."),
    "not_identical": gettext_lazy("This is to be written exactly as asked. Look at %(part)s."),
    "not_integrated": gettext_lazy("This was not integrated."),
    "other_unit": gettext_lazy("The quantity is right, but %(student)s is not the unit that is asked for."),
    "several_constants": gettext_lazy("Write one constant of integration only, not %(names)s."),
    "step_adds_solutions": gettext_lazy("Line %(line)s has a solution that the line before has not."),
    "step_loses_solutions": gettext_lazy("Line %(line)s has lost a solution."),
    "step_not_equal": gettext_lazy("Line %(line)s is not equal to the line before."),
    "step_of_another_kind": gettext_lazy("Line %(line)s is something else than the line before."),
    "unknown_unit": gettext_lazy("The unit %(unit)s is not known."),
    "wrong_degree": gettext_lazy("The degree is %(degree)s, not %(expected)s."),
    "wrong_derivative": gettext_lazy(
        "At %(at)s the derivative of the answer is %(student)s, and the function to integrate %(key)s."
    ),
    "wrong_dimension": gettext_lazy("The unit %(student)s measures something else than is asked for."),
    "wrong_leading_coefficient": gettext_lazy("The leading coefficient is not %(expected)s."),
    "wrong_power_of_ten": gettext_lazy(
        "The figures are right, but the decimal point or the power of ten is not."
    ),
    "wrong_scale": gettext_lazy("The number does not fit the unit %(student)s: convert it."),
    "wrong_sign": gettext_lazy("The number has the wrong sign."),
    "wrong_value": gettext_lazy("At %(at)s the value is not %(expected)s."),
    "zero_polynomial": gettext_lazy("Zero is not an answer here."),
    "no_derivative": gettext_lazy(
        "The answer could not be differentiated by machine. A teacher will look at it."
    ),
}
