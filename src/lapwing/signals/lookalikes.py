"""Letters of other alphabets that look like Latin ones; written by tools/lookalikes/make.py.

The data are from Unicode Technical Standard #39, Copyright (c) 1991-2024 Unicode, Inc., under the Unicode
License V3; see tools/lookalikes/SOURCE.md.
"""

LIKE_LATIN = {  # letters of other alphabets
    "a": "\u03b1\u0430\u13aa\u15c5\ua4ee",
    "b": "\u03b2\u0432\u044c\u13cf\u13f4\u1472\u15af\u15f7\ua4d0",
    "c": "\u0441\u13df\u2ca5\ua4da\U0001043d",
    "d": "\u0501\u13a0\u13e7\u146f\u15de\u15ea\ua4d2\ua4d3",
    "e": "\u03b5\u0435\u04bd\u13ac\u2d39\ua4f0",
    "f": "\u03dd\u0584\u15b4\ua4dd",
    "g": "\u050d\u0581\u13c0\u13f3\ua4d6",
    "h": "\u03b7\u043d\u04bb\u0570\u13bb\u13c2\u157c\u2c8f\ua4e7",
    "i": "\u03b9\u0456\u04cf\u13a5\ua647",
    "j": "\u03f3\u0458\u13ab\u148d\ua4d9",
    "k": "\u03ba\u043a\u13e6\u2c95\ua4d7",
    "l": "\u13de\u14aa\u2c93\u2cd1\u2d4f\ua4e1\ua4f2\U00010443",
    "m": "\u03bc\u03fb\u043c\u13b7\u15f0\u2c99\ua4df",
    "n": "\u0578\u057c\u2c9b\ua4e0",
    "o": "\u03bf\u03c3\u043e\u0585\u2c9f\u2d54\ua4f3\U0001042c\U000104ea",
    "p": "\u03c1\u0440\u13e2\u146d\u2ca3\ua4d1",
    "q": "\u051b\u0563\u0566\u2d55",
    "r": "\u0433\u13a1\u13b1\u13d2\u1587\u1d26\u2c85\ua4e3\U000104dc",
    "s": "\u0455\u057f\u13d5\u13da\ua4e2\U00010448",
    "t": "\u03c4\u0442\u13a2\u2ca7\ua4d4",
    "u": "\u03c5\u057d\u144c\ua4f4\U000104f6",
    "v": "\u03bd\u0475\u13d9\u142f\u2d38\ua4e6",
    "w": "\u0461\u051d\u0561\u13b3\u13d4\ua4ea",
    "x": "\u03c7\u0445\u1541\u157d\u2cad\u2d5d\ua4eb",
    "y": "\u03b3\u0443\u04af\u13a9\u13bd\u2ca9\ua4ec",
    "z": "\u03b6\u13c3\ua4dc",
}

PLAIN_LATIN = {  # Latin letters with another shape
    "a": "\u0251",
    "b": "\u0185\ua7b5",
    "c": "\u1d04",
    "e": "\uab32",
    "f": "\u1e9d\ua799\uab35",
    "g": "\u018d\u0261\u1d83",
    "i": "\u0131\u0269\u026a",
    "j": "\u029d",
    "l": "\u01c0",
    "o": "\u1d0f\u1d11\uab3d",
    "r": "\u0280\uab47\uab48",
    "s": "\u01bd\ua731",
    "u": "\u028b\u1d1c\ua79f\uab4e\uab52",
    "v": "\u1d20",
    "w": "\u026f\u1d21",
    "x": "\uab53",
    "y": "\u0263\u028f\u1d8c\u1eff\uab5a",
    "z": "\u1d22",
}
