"""Chinese archival text: one analysis for index and question, the query language, and where its terms stand.

Pure and versioned.  It knows no engine and no HTTP, and imports nothing else of ours.
"""

from search.text.analyse import (
    ANALYSER_VERSION,
    Analyser,
    QueryTokens,
    Tokens,
    analyse,
    phrase_tokens,
    plain_analyser,
)
from search.text.dates import DateValue, Precision, date_span, parse_date
from search.text.document_numbers import (
    FoundNumber,
    NumberedDocument,
    document_number,
    document_number_key,
    find_document_numbers,
)
from search.text.errors import BadLexicon, QueryTooDeep, QueryTooLong, TextError, TooManyOperators
from search.text.grammar import (
    AllOf,
    AnyOf,
    Blank,
    DateRange,
    DocumentNumber,
    Field,
    InField,
    Node,
    Not,
    Parsed,
    Phrase,
    ReferenceCode,
    Word,
    bare_words_of,
    parse,
    render,
    words_of,
)
from search.text.grams import characters, grams, unit_count
from search.text.highlight import Snippet, marks, snippet
from search.text.lexicon import NO_EXTRA_WORDS, Lexicon
from search.text.normalise import Normalised, Span, normalise
from search.text.reference_codes import code_key, code_prefixes, looks_like_code
from search.text.words import WordCutter, cut_words, query_words

__all__ = [
    "ANALYSER_VERSION",
    "NO_EXTRA_WORDS",
    "AllOf",
    "Analyser",
    "AnyOf",
    "BadLexicon",
    "Blank",
    "DateRange",
    "DateValue",
    "DocumentNumber",
    "Field",
    "FoundNumber",
    "InField",
    "Lexicon",
    "Node",
    "Normalised",
    "Not",
    "NumberedDocument",
    "Parsed",
    "Phrase",
    "Precision",
    "QueryTokens",
    "QueryTooDeep",
    "QueryTooLong",
    "ReferenceCode",
    "Snippet",
    "Span",
    "TextError",
    "Tokens",
    "TooManyOperators",
    "Word",
    "WordCutter",
    "analyse",
    "bare_words_of",
    "characters",
    "code_key",
    "code_prefixes",
    "cut_words",
    "date_span",
    "document_number",
    "document_number_key",
    "find_document_numbers",
    "grams",
    "looks_like_code",
    "marks",
    "normalise",
    "parse",
    "parse_date",
    "phrase_tokens",
    "plain_analyser",
    "query_words",
    "render",
    "snippet",
    "unit_count",
    "words_of",
]
