"""Pairs of texts that are alike and not the same: what looks equal is looked at longest."""

from __future__ import annotations

from typing import Final

from grading.tests.hostile.patterns import LETTERS, joined

__all__ = ["PAIRS"]

PAIRS: Final[dict[str, tuple[str, str]]] = {
    "integers and halves": (
        "{" + joined(",", "#", range(1, 101)) + "}",
        "{" + joined(",", "#/2", range(1, 80)) + "}",
    ),
    "sets of sines": (
        "{" + joined(",", "sin(#x)", range(1, 35)) + "}",
        "{" + joined(",", "cos(#x-pi/2)", range(1, 30)) + "}",
    ),
    "set turned round": (
        "{" + joined(",", "x+#", range(1, 60)) + "}",
        "{" + joined(",", "#+x", range(59, 0, -1)) + "}",
    ),
    "sets with one other": (
        "{" + joined(",", "x^#", range(1, 60)) + "}",
        "{" + joined(",", "x^#", range(2, 61)) + "}",
    ),
    "sets of pairs": (
        "{" + joined(",", "(#,x)", range(1, 50)) + "}",
        "{" + joined(",", "(#,y)", range(1, 50)) + "}",
    ),
    "lists of sums": (
        "[" + joined(",", "sqrt(#)", range(1, 50)) + "]",
        "[" + joined(",", "#^(1/2)", range(1, 45)) + "]",
    ),
    "power and its neighbour": ("(x+1)^500", "(x+1)^500+x^250"),
    "power of a sum and its neighbour": ("(a+b+c+d)^25", "(a+b+c-d)^25"),
    "binomials": (joined("", "(x+#)", range(1, 50)), joined("", "(x-#)", range(1, 50))),
    "almost equal polynomials": ("(x-1)^30", "(x-1)^30+10^-60"),
    "almost equal numbers": ("sqrt(10^80+1)-10^40", "10^-40/2"),
    "equal only at integers": ("sin(pi x)^2", "0"),
    "equal for positive letters": (
        joined("+", "sqrt(x^2+#x^2)", range(1, 30)),
        joined("+", "x*sqrt(1+#)", range(1, 30)),
    ),
    "nested radicals": ("sqrt(5+2sqrt(6))sqrt(7+2sqrt(10))", "sqrt(2)+sqrt(3)+sqrt(5)"),
    "sums of sines": (joined("+", "sin(#x)", range(1, 40)), "sin(39x/2)sin(20x)/sin(x/2)"),
    "sums of cosines": (
        joined("+", "cos(#x)^2", range(1, 35)),
        joined("-", "sin(#x)^2", range(1, 35)) + "+34",
    ),
    "logarithms": (
        "ln(" + joined("*", "(x^2+#)", range(1, 30)) + ")",
        joined("+", "ln(x^2+#)", range(1, 30)),
    ),
    "bars": (joined("+", "|x-#|", range(1, 13)), joined("+", "|#-x|", range(12, 0, -1))),
    "floors": (joined("+", "floor(x+#/30)", range(0, 30)), "floor(30x)"),
    "fractions": (joined("+", "1/(x+#)", range(1, 35)), joined("+", "1/(x+#)", range(2, 36))),
    "continued fractions": ("1/(x+" * 26 + "1" + ")" * 26, "1/(x+" * 25 + "1" + ")" * 25),
    "other letters": ("+".join(LETTERS), "+".join(reversed(LETTERS.upper()))),
    "letters in another order": (
        "*".join(f"({letter}+1)" for letter in LETTERS),
        "*".join(f"(1+{letter})" for letter in reversed(LETTERS)),
    ),
    "systems": ("x^3+y^2+z=6, y^3+z^2+x=6, z^3+x^2+y=6", "x+y^2+z^3=6, y+z^2+x^3=6, x^2+z+y^3=5"),
    "linear systems": (
        ", ".join(f"a_{number}+a_{number + 1}=1" for number in range(1, 25)),
        ", ".join(f"a_{number}+a_{number + 1}=2" for number in range(1, 25)),
    ),
    "curves": ("(x^2+y^2)^12=x^7y^9", "(x^2+y^2)^12=x^9y^7"),
    "alternatives": (joined(" or ", "x=#", range(1, 40)), joined(" or ", "x=#", range(2, 41))),
    "unions": (joined("∪", "[#,#.5]", range(1, 40)), joined("∪", "[#,#.25]", range(1, 40))),
    "inequalities": (joined("", "(x-#)", range(1, 40)) + ">0", joined("", "(x-#)", range(1, 40)) + ">=0"),
    "inequalities of a high degree": ("x^500>x^499+1", "x^499(x-1)>=1"),
    "logic": (" or ".join(LETTERS), " or ".join(reversed(LETTERS))),
    "laws of logic": (
        "not (" + " and ".join(LETTERS[:12]) + ")",
        " or ".join(f"not {letter}" for letter in LETTERS[:12]),
    ),
    "implications": (" implies ".join(LETTERS[:12]), " implies ".join(reversed(LETTERS[:12]))),
    "matrices": (
        "[" + joined(",", "[x+#,x-#,#x]", range(1, 25)) + "]",
        "[" + joined(",", "[#+x,-#+x,x*#]", range(1, 25)) + "]",
    ),
    "derivatives": ("diff(" * 8 + "e^(x^2)" + ",x)" * 8, "diff(" * 7 + "2x*e^(x^2)" + ",x)" * 7),
    "integrals": ("integrate(e^(-x^2),x,0,1)", "integrate(e^(-x^2),x,0,1.000000000000000000000001)"),
    "sums": ("sum(1/k^2,k,1,400)", "sum(1/k^2,k,1,401)"),
    "unknown functions": (joined("+", "f(x+#)", range(1, 40)), joined("+", "f(#+x)", range(39, 0, -1))),
}
