"""Finding tickets by their words: which hold all that is looked for, and which of them are nearest (T11).

The three `search` files of this room and the migration that made the table are all that knows the engine's
own full-text search.
"""

import json
from collections.abc import Sequence

from oncall_cli.core.near import nearest
from oncall_cli.core.search import Query, Term
from oncall_cli.store.door import Door
from oncall_cli.store.search_index import SearchIndex
from oncall_cli.store.search_rows import OF_TICKET
from oncall_cli.store.wanted import Wanted

TELLING_MOST = 20_000
"""In how many rows of the index at most a word tells which tickets are nearer than others. Words that nearly
all tickets hold do not; where there are no others, the newest come first."""

_ALIKE_MOST = 5_000
"""How many known words a slip of the hand is compared with at most."""


class Search:
    """Questions to the index."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._index = SearchIndex(door)

    def find(self, query: Query, wanted: Wanted) -> list[int]:
        """The numbers of the wanted tickets that hold what is looked for: the nearest first, of equally near
        ones the newest."""
        rows = {term: self._tickets(term) for term in query.wanted}
        held = set.intersection(*map(set, rows.values()))
        held = held.difference(*(self._tickets(term) for term in query.unwanted)) if held else held
        telling = [term for term, tickets in rows.items() if len(tickets) <= TELLING_MOST]
        if telling and held:
            return self._nearest(telling, held, wanted)
        among, values = wanted.clause()
        newest = f"SELECT id FROM ticket {among}ORDER BY received DESC, id DESC"
        return [number for number in self._numbers(newest, values) if number in held] if held else []

    def _nearest(self, terms: Sequence[Term], held: set[int], wanted: Wanted) -> list[int]:
        """Those of the tickets that are wanted, by the row of each that is nearest to any of the terms."""
        among, values = wanted.clause()
        sql = (
            f"SELECT id FROM (SELECT {OF_TICKET} AS number, rank AS distance FROM search "
            f"WHERE search MATCH ? AND {OF_TICKET} IN (SELECT value FROM json_each(?))) "
            f"JOIN ticket ON id = number {among}"
            "GROUP BY id ORDER BY min(distance), received DESC, id DESC"
        )
        any_of = " OR ".join(_match(term) for term in terms)
        return self._numbers(sql, [any_of, json.dumps(list(held)), *values])

    def _tickets(self, term: Term) -> list[int]:
        """The tickets that hold a term, as often as they have rows with it."""
        return self._numbers(f"SELECT {OF_TICKET} FROM search WHERE search MATCH ?", [_match(term)])

    def _numbers(self, sql: str, values: Sequence[object]) -> list[int]:
        """The numbers that a SELECT finds, in its order; there may be a great many."""
        with self._door.failures():
            return [number for (number,) in self._door.db.conn.execute(sql, values)]

    def first_unknown(self, terms: Sequence[Term]) -> Term | None:
        """The first of the terms that no ticket holds, if there is one."""
        sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
        return next((term for term in terms if self._door.row(sql, [_match(term)]) is None), None)

    def alike(self, word: str) -> str | None:
        """A word of some ticket that begins with the same letter and that somebody probably meant."""
        sql = (
            "SELECT term FROM search_word WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? "
            "ORDER BY doc DESC LIMIT ?"
        )
        first, size = word[0], len(word)
        around = [first, chr(ord(first) + 1), size - 2, size + 2, _ALIKE_MOST]
        return nearest(word, [str(row["term"]) for row in self._door.rows(sql, around)])

    def rebuild(self) -> int:
        """Makes the index anew; returns how many tickets there are."""
        return self._index.rebuild()


def _match(term: Term) -> str:
    """A term in the engine's own words: side by side, the last as a beginning. Words hold letters, digits and
    their marks alone, so nothing that somebody types is taken for an operator."""
    side_by_side = f'"{" ".join(term.words)}" *'
    if term.digits and len(term.words) > 1:
        return f'({side_by_side} OR "{term.digits}" *)'
    return side_by_side
