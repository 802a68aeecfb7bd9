"""Seeded records, rules, documents and questions of every shape.  The same seed gives the same archive anywhere."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from access.facts import Cell, Custody, Network, RecordFacts
from access.policy import Scope, scope_for
from access.predicates import (
    AllOf,
    AnyOf,
    HasTier,
    InCustody,
    IsRecord,
    Marked,
    Not,
    Nothing,
    OfOrgan,
    OpenBy,
    Predicate,
    Under,
    Withdrawn,
    WorkSecret,
)
from access.rules import Block, BlockKind, Rules
from access.store.moments import number_of_day
from access.subjects import CITIZEN, STRANGER, Grant, GrantTarget, Role, Subject, Zone
from access.tiers import SHIPPED, Axis
from search.clauses import (
    Between,
    Clause,
    Constant,
    Either,
    Every,
    Everywhere,
    Favour,
    In,
    Nowhere,
    Run,
    Term,
    WhereReadable,
    Without,
)
from search.document import GRAM_FIELDS, IndexDocument, KeyField, NumberField, TextField
from search.engine import FacetQuestion, Permit, Question, Sort

TODAY = date(2024, 6, 1)
ORGANS = ("民政局", "教育局", "a|b", "")
NODES = tuple(f"n{i}" for i in range(8))
_PUBLIC = [t.code for t in SHIPPED if t.axis is Axis.PUBLIC] + ["unheard_of"]
_GOV = [t.code for t in SHIPPED if t.axis is Axis.GOV] + [""]
#: Frequent and rare tokens, case pairs, an astral character, a composed one, punctuation that is syntax elsewhere.
TOKENS = (
    *"的一是在有国民政府令",
    "Gov",
    "gov",
    "关于",
    "通知",
    "𠀀",
    "é",
    "e",
    "a*",
    "OR",
    "-x",
    '"',
    "民政局",
    "2003",
    "〔2003〕",
)
ENTRY_FIELDS = (TextField.TITLE_WORDS, TextField.TITLE_GRAMS, TextField.ENTRY_WORDS, TextField.ENTRY_CHARS)
FACETS = {
    "fonds": KeyField.FONDS,
    "department": KeyField.DEPARTMENT,
    "kind": KeyField.KIND,
    "retention": KeyField.RETENTION,
    "custody": KeyField.CUSTODY,
    "openness": KeyField.OPENNESS,
    "ancestors": KeyField.ANCESTORS,
    "year": NumberField.YEAR,
}


def facts(dice: random.Random, number: int) -> RecordFacts:
    cell = Cell(
        dice.choice(_PUBLIC),
        dice.choice(_GOV),
        dice.choice([Network.UNMARKED, Network.UNMARKED, *Network]),
        dice.choice(list(Custody)),
        dice.random() < 0.1,
        dice.random() < 0.1,
        dice.choice(ORGANS),
    )
    opens_on = dice.choice([None, TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=dice.randint(1, 9000))])
    ancestors = frozenset(dice.sample(NODES, dice.randint(0, 3)))
    return RecordFacts(f"{dice.getrandbits(32):08x}-{number}", cell, opens_on, ancestors)


def document_of(dice: random.Random, number: int, record: RecordFacts) -> IndexDocument:
    """A document with the record's facts; texts of uneven length, some empty; keys and numbers sometimes absent."""
    keys = {
        KeyField.CELL: (record.cell.encode(),),
        KeyField.ANCESTORS: tuple(sorted(record.ancestors)),
        KeyField.CODE_ORDER: (
            f"J{dice.randint(1, 9):03}-WS·{dice.randint(1990, 2024)}-{number:05}\t{record.record_id}",
        ),
        KeyField.FONDS: (dice.choice(["J001", "J002", "X 3", "全宗|四"]),),
        KeyField.DEPARTMENT: (record.cell.organ,) if record.cell.organ else (),
        KeyField.KIND: tuple(dice.sample(["文书", "照片", "科技"], dice.randint(0, 2))),
        KeyField.RETENTION: (dice.choice(["永久", "30年", "10年"]),),
        KeyField.OPENNESS: (record.cell.public_tier,),
        KeyField.CUSTODY: (record.cell.custody.value,),
    }
    day = dice.choice([0, dice.randint(1949, 2024) * 10000 + dice.randint(1, 12) * 100 + dice.randint(1, 28)])
    numbers = {NumberField.DATE_ORDER: (day << 32) | number}
    if day:
        numbers |= {NumberField.DATE: day, NumberField.YEAR: day // 10000}
    if record.opens_on is not None:
        numbers[NumberField.OPENS_ON] = number_of_day(record.opens_on)
    texts = {field: _text(dice, field) for field in TextField}
    return IndexDocument(record.record_id, number + 1, texts, keys, numbers)


def archive(seed: int, size: int) -> tuple[list[RecordFacts], list[IndexDocument]]:
    dice = random.Random(seed)
    records = [facts(dice, number) for number in range(size)]
    return records, [document_of(dice, number, record) for number, record in enumerate(records)]


def _text(dice: random.Random, field: TextField) -> str:
    longest = 60 if field.value.startswith("content") else 12
    weights = [1 / rank for rank in range(1, len(TOKENS) + 1)]
    return " ".join(
        dice.choices(TOKENS, weights, k=dice.choice([0, dice.randint(1, longest), dice.randint(1, longest)]))
    )


def predicate(dice: random.Random, records: list[RecordFacts], depth: int = 3) -> Predicate:
    """Every shape a rule may take but ``Anything``, which no policy may make."""
    if depth and dice.random() < 0.6:
        parts = tuple(predicate(dice, records, depth - 1) for _ in range(dice.randint(1, 3)))
        return dice.choice(
            [AllOf(parts), AnyOf(parts), AnyOf(parts), Not(parts[0]), AnyOf(()) if depth == 1 else AllOf(parts)]
        )
    leaves: list[Callable[[], Predicate]] = [
        Nothing,
        lambda: HasTier(Axis.PUBLIC, frozenset(dice.sample(_PUBLIC, 3))),
        lambda: HasTier(Axis.GOV, frozenset(dice.sample(_GOV, 2))),
        lambda: OpenBy(TODAY + timedelta(days=dice.randint(-3000, 2))),
        lambda: Marked(frozenset(dice.sample(list(Network), 2))),
        lambda: OfOrgan(frozenset(dice.sample(ORGANS, 2))),
        lambda: InCustody(dice.choice(list(Custody))),
        Withdrawn,
        WorkSecret,
        lambda: IsRecord(frozenset(record.record_id for record in dice.sample(records, 5))),
        lambda: Under(frozenset(dice.sample(NODES, 2))),
    ]
    return dice.choice(leaves)()


def scopes(dice: random.Random, records: list[RecordFacts]) -> list[Scope]:
    """What the policy issues to varied readers, with and without blocks."""
    blocks = (
        Block(BlockKind.RECORD, records[0].record_id),
        Block(BlockKind.ANCESTOR, NODES[0]),
        Block(BlockKind.TIER, f"{Axis.PUBLIC}:{_PUBLIC[0]}"),
    )
    everybody = [CITIZEN, STRANGER, *(_person(dice, records) for _ in range(20))]
    return [scope_for(who, Rules(blocks=dice.choice([(), blocks])), TODAY) for who in everybody]


def _person(dice: random.Random, records: list[RecordFacts]) -> Subject:
    roles = frozenset(
        dice.sample([Role.STAFF, Role.ARCHIVIST, Role.DEPARTMENT_ARCHIVIST, Role.READER], dice.randint(1, 2))
    )
    grants = (
        Grant(GrantTarget.RECORD, dice.choice(records).record_id, TODAY, "编史"),
        Grant(GrantTarget.LEVEL, dice.choice(NODES), TODAY + timedelta(days=1), "编史"),
    )
    return Subject(Zone.GOV, "u", frozenset(dice.sample(ORGANS[:3], 1)), roles, dice.choice([(), grants]))


def clause(dice: random.Random, depth: int = 3) -> Clause:
    """A clause of any shape, content only where it may be read."""
    if not depth or dice.random() < 0.25:
        return _leaf(dice)
    parts = tuple(clause(dice, depth - 1) for _ in range(dice.randint(1, 3)))
    return dice.choice(
        [
            Every(parts),
            Either(parts),
            Either(parts),
            Without(parts[0]),
            Favour(parts[0], parts[1:]),
            Constant(parts[0], dice.choice([0.0, 1.5])),
            WhereReadable(_word(dice, (TextField.CONTENT_WORDS, TextField.CONTENT_GRAMS))),
        ]
    )


def _leaf(dice: random.Random) -> Clause:
    rare: Clause = dice.choice([Nowhere(), Everywhere(), Either(()), In(KeyField.FONDS, frozenset())])
    numbers = Between(NumberField.YEAR, dice.randint(1940, 2030), dice.randint(1940, 2030))
    keys = In(KeyField.KIND, frozenset(dice.sample(["文书", "照片", "没有"], 2)))
    return dice.choice([rare, numbers, keys, *(_word(dice, ENTRY_FIELDS) for _ in range(5))])


def _word(dice: random.Random, fields: tuple[TextField, ...]) -> Clause:
    field = dice.choice(fields)
    if field in GRAM_FIELDS and dice.random() < 0.5:
        return Run(field, tuple(dice.choices(TOKENS[:6], k=dice.choice([2, 2, 3]))), dice.choice([1.0, 2.5]))
    return Term(field, dice.choice([*TOKENS, "没有的词"]), dice.choice([1.0, 3.0]))


def question(dice: random.Random, *, sort: Sort | None = None, limit: int = 100) -> Question:
    names = dice.sample(list(FACETS), dice.randint(0, 4))
    facets = tuple(FacetQuestion(name, FACETS[name], _choice(dice, name)) for name in names)
    return Question(clause(dice), facets, sort or dice.choice(list(Sort)), limit)


def _choice(dice: random.Random, name: str) -> Clause | None:
    if dice.random() < 0.6:
        return None
    if name == "year":
        return Between(NumberField.YEAR, 1980, 2010)
    values = {
        "kind": ["文书"],
        "fonds": ["J001", "X 3"],
        "retention": ["永久"],
        "custody": ["filed"],
        "department": ["a|b"],
    }
    return In(KeyField(FACETS[name].value), frozenset(values.get(name, ["open_full", "n1", "n2", "n3"])))


EVERYTHING = Permit(Everywhere(), Everywhere())
