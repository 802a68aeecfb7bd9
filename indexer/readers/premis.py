"""PREMIS 2.2 and 3.0 as an item's history: events parsed, and every leaf kept beside them.

Local names only: both namespaces, and packages that mix them, read the same.
"""

from collections.abc import Iterator

from lxml import etree

from indexer.package import ContextEvent
from indexer.readers.safe_xml import local_name

_DETAILS = ("eventDetail", "eventOutcomeDetailNote")


def premis_events(root: etree._Element) -> tuple[ContextEvent, ...]:
    """The events in document order."""
    agents = dict(_agent_names(root))
    return tuple(_event(element, agents) for element in root.iter() if local_name(element) == "event")


def is_premis(root: etree._Element) -> bool:
    return "premis" in (etree.QName(root).namespace or "") or local_name(root) == "premis"


def _agent_names(root: etree._Element) -> Iterator[tuple[str, str]]:
    for agent in root.iter():
        if local_name(agent) == "agent":
            name = _first(agent, "agentName")
            for identifier in _texts(agent, "agentIdentifierValue"):
                yield identifier, name or identifier


def _event(event: etree._Element, agents: dict[str, str]) -> ContextEvent:
    linked = [agents.get(identifier, identifier) for identifier in _texts(event, "linkingAgentIdentifierValue")]
    return ContextEvent(
        type=_first(event, "eventType"),
        at=_first(event, "eventDateTime"),
        agent="；".join(dict.fromkeys(linked)),
        outcome=_first(event, "eventOutcome"),
        detail="；".join(text for name in _DETAILS for text in _texts(event, name)),
    )


def _texts(element: etree._Element, name: str) -> Iterator[str]:
    for found in element.iter():
        if local_name(found) == name:
            text = " ".join("".join(str(part) for part in found.itertext()).split())
            if text:
                yield text


def _first(element: etree._Element, name: str) -> str:
    return next(_texts(element, name), "")
