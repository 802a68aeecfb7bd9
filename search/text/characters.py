"""Which characters count as what: Han, word characters, separators, look-alikes.  Tables only, no reading of texts."""

from __future__ import annotations

import re
from typing import Final

#: Inside a regular-expression class: ideographs (〇 and all extensions), kana, Bopomofo and Hangul.  All of them are
#: written without spaces or are short enough that pairs of characters find them.
HAN: Final = (
    "\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7a3\u1100-\u11ff\uf900-\ufaff\U00020000-\U0003ffff"
)
#: One character that is neither letter nor digit: white space, punctuation, symbols.
SEPARATOR: Final = rf"(?:(?![{HAN}])[\W_])"
#: One character of a Latin, Greek, Cyrillic … word or of a number.
LETTER: Final = rf"(?:(?![{HAN}])[^\W_])"

#: Control characters that stand between words rather than inside them.
CONTROL_SPACES: Final = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
#: Variation selectors: they choose a glyph, never another character.
DROPPED: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_RADICALS: Final = (
    "⺁厂⺇几⺎兀⺒巳⺗心⺝月⺟母⺠民⺣火⺤爪⺥爪⺧牛⺩王⺫目⺬示⺮竹⺯纟⺰纟⺶羊⺷羊⺸羊⺹老⺼肉⺽臼⻁虎⻃西⻄西⻅见⻆角⻇角⻉贝⻊足⻋车"
    "⻌辶⻍辶⻏阝⻑长⻒长⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐"
    "⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟"
)
#: Characters that print like another and come out of PDF text layers or keyboards instead of it.  NFKC folds the Kangxi
#: radicals (U+2F00–2FD5) but hardly any of the radicals supplement (U+2E80–2EF3); ○ and ◯ stand for the numeral 〇.
LOOKALIKES: Final = {
    **dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)),
    "○": "〇",
    "◯": "〇",
    "ς": "σ",
}
