"""Classical test theory: what the scores of one exam say about its items and about the exam as a whole.

Scores come as a matrix ``earned`` of shape (n students, k items) in points, and ``worth`` of shape (k,),
the points each item is worth, none negative. Every student has a score on every item; what was not
answered earned 0. Variances divide by n − 1. A number that the data do not define (nobody, one student,
no variance) is None, never 0 and never NaN.

Sources: L. Crocker and J. Algina, *Introduction to Classical and Modern Test Theory* (Holt, Rinehart and
Winston, 1986), chapters 5 to 7 and 14; L. J. Cronbach, "Coefficient alpha and the internal structure of
tests", *Psychometrika* 16 (1951) 297-334; L. S. Feldt, "The approximate sampling distribution of
Kuder-Richardson reliability coefficient twenty", *Psychometrika* 30 (1965) 357-370.
"""

from analytics.statistics.classical.items import ItemStatistics, describe_item, describe_items
from analytics.statistics.classical.options import (
    OptionCount,
    OptionStatistics,
    count_options,
    describe_options,
)
from analytics.statistics.classical.reliability import Reliability, estimate_reliability
from analytics.statistics.classical.responses import ResponseCount, count_responses
from analytics.statistics.classical.scores import Bin, Distribution, describe_scores, score_histogram
from analytics.statistics.classical.variants import VariantStatistics, compare_variants

__all__ = [
    "Bin",
    "Distribution",
    "ItemStatistics",
    "OptionCount",
    "OptionStatistics",
    "Reliability",
    "ResponseCount",
    "VariantStatistics",
    "compare_variants",
    "count_options",
    "count_responses",
    "describe_item",
    "describe_items",
    "describe_options",
    "describe_scores",
    "estimate_reliability",
    "score_histogram",
]
