"""What students write when asked to prove that |sin b − sin a| ≤ b − a, and what a teacher says to it.

From complete to hopeless, as the guidance of the question has it: 2 points for the conditions of the mean
value theorem, 3 for using it, 3 for the conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["ESSAYS", "Essay"]


@dataclass(frozen=True, slots=True)
class Essay:
    """An answer, the credit that a teacher gives it, and what the student is told."""

    text: str
    credit: Fraction
    comment: str = ""


def _essay(points: int, text: str, comment: str = "") -> Essay:
    return Essay(text, Fraction(points, 8), comment)


ESSAYS = {
    "calc-mean-value-proof": (
        _essay(
            8,
            "f(x) = sin x라 하자. f(x)는 닫힌구간 [a, b]에서 연속이고 열린구간 (a, b)에서 미분가능하다.\n"
            "평균값 정리에 의해 (sin b - sin a)/(b - a) = f'(c) = cos c인 c가 a와 b 사이에 존재한다.\n"
            "|cos c| ≤ 1이고 b - a > 0이므로 |sin b - sin a| = |cos c|(b - a) ≤ b - a 이다.",
            "조건, 정리의 적용, 결론이 모두 잘 드러난 증명입니다.",
        ),
        _essay(
            8,
            "사인함수는 실수 전체에서 연속이고 미분가능하므로 [a, b]에서 평균값 정리를 쓸 수 있다. "
            "sin b - sin a = (b - a) cos c (a < c < b)인 c가 있다. 양변에 절댓값을 취하면 "
            "|sin b - sin a| = (b - a)|cos c| 이고 |cos c| ≤ 1 이므로 성립한다.",
            "깔끔한 증명입니다.",
        ),
        _essay(
            7,
            "f(x)=sin x는 (a,b)에서 미분가능하다. 평균값 정리에서 (sin b - sin a)/(b-a) = cos c, a<c<b 인 "
            "c가 있고 -1 ≤ cos c ≤ 1이므로 |sin b - sin a|/(b-a) ≤ 1. 따라서 "
            "|sin b - sin a| ≤ b - a.",
            "닫힌구간에서 연속이라는 조건을 빠뜨렸습니다.",
        ),
        _essay(
            6,
            "평균값 정리에 의하여 (sin b - sin a)/(b - a) = cos c 인 c가 (a, b)에 존재한다. "
            "|cos c| ≤ 1 이므로 |sin b - sin a| ≤ |b - a| = b - a 이다.",
            "정리를 쓰기 전에 연속과 미분가능을 확인해야 합니다.",
        ),
        _essay(
            5,
            "sin x는 연속이고 미분가능하므로 평균값 정리에 의해 (sin b - sin a)/(b - a) = cos c 이다. "
            "cos c ≤ 1 이므로 sin b - sin a ≤ b - a.",
            "c의 범위를 밝히지 않았고, 절댓값을 빠뜨렸습니다. cos c가 음수이면 어떻게 되나요?",
        ),
        _essay(
            4,
            "g(x) = x - sin x라 하면 g'(x) = 1 - cos x ≥ 0이므로 g는 증가한다. a < b이므로 g(a) ≤ g(b), "
            "즉 sin b - sin a ≤ b - a. 같은 방법으로 x + sin x도 증가하므로 "
            "-(sin b - sin a) ≤ b - a. 따라서 성립.",
            "옳은 증명이지만 평균값 정리를 이용하라는 조건에 맞지 않습니다.",
        ),
        _essay(
            2,
            "(sin b - sin a)/(b - a)는 기울기이고 sin x의 기울기는 1보다 클 수 없으므로 sin b - sin a는 "
            "b - a보다 클 수 없다.",
            "기울기가 cos c와 같아지는 c가 왜 있는지가 이 문제의 핵심입니다.",
        ),
        _essay(
            1,
            "sin x를 미분하면 cos x이고 cos x ≤ 1 이다. 그러므로 sin b - sin a ≤ b - a 이다.",
            "도함수의 범위에서 함숫값의 차로 넘어가는 이유를 평균값 정리로 설명해야 합니다.",
        ),
        _essay(
            0,
            "a = 0, b = π/2 이면 sin b - sin a = 1이고 b - a = π/2 = 1.57 이므로 성립한다. "
            "a = 0, b = π 이면 0 ≤ π 이므로 성립한다.",
            "몇 가지 값에서 확인한 것은 증명이 아닙니다.",
        ),
        _essay(
            0, "사인값은 -1에서 1 사이이므로 항상 작다.", "b - a가 아주 작을 때도 성립하는지 생각해 보세요."
        ),
    )
}
