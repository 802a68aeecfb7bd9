"""What can go wrong with a text or a question.  A malformed question is not an error: it is read literally."""

from __future__ import annotations


class TextError(Exception):
    """The base of every error of this package.  The message is Chinese and may be shown."""


class QueryTooLong(TextError):
    """More characters than a question may have."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"检索式有 {length} 个字，超过 {limit} 个字的上限。请缩短后再检索。")


class TooManyOperators(TextError):
    """More AND, OR, NOT than a question may have."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(f"检索式里有 {count} 个逻辑运算符，超过 {limit} 个的上限。请拆成几次检索。")


class QueryTooDeep(TextError):
    """Brackets, fields and negations nested deeper than a question may be."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"检索式的括号嵌套超过 {limit} 层。请减少嵌套后再检索。")


class BadLexicon(TextError):
    """A word that cannot stand in the 词库."""

    def __init__(self, word: str, reason: str) -> None:
        super().__init__(f"词库里的“{word}”不能使用：{reason}。请修改后再导入。")
