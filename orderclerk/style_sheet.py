"""The style sheet of the whole screen, of which each part is read once and each rule looked for once."""

from typing import TYPE_CHECKING, Any

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.dom import DOMNode

_Found = dict[frozenset[str], "_RulesOfNames"]


class KeptStyleSheet(Stylesheet):
    """A style sheet that keeps what it has read when a screen brings another part along.

    Textual reads all parts anew then, some of them twice, before the first picture and whenever a dialog is opened for
    the first time. For each widget it goes through all the rules; widgets with the same names are told the same ones.
    """

    _found: tuple[dict[str, "list[RuleSet]"], _Found] = {}, {}

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of a theme; only other ones have the parts read anew."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Put the parts together anew."""
        self.parse()

    def apply(
        self, node: "DOMNode", *, animate: bool = False, cache: "dict[tuple[Any, ...], Any] | None" = None
    ) -> None:
        """Apply the rules to a widget, of which only those are looked at that have one of its names."""
        if self._require_parse:
            self.parse()
        by_name = self.rules_map
        if self._found[0] is not by_name:  # another part has come along
            self._found = by_name, {}
        names = frozenset(by_name.keys() & node._selector_names)  # noqa: SLF001 - what Textual itself picks rules by
        rules = self._found[1].get(names)
        if rules is None:
            rules = self._found[1][names] = _RulesOfNames(self, names)
        rules.apply(node, animate=animate, cache=cache)


class _RulesOfNames(Stylesheet):
    """The rules that can concern widgets of some names, in the order of the whole style sheet."""

    def __init__(self, whole: Stylesheet, names: frozenset[str]) -> None:
        super().__init__()
        self._whole = whole
        self._rules_map = {name: whole.rules_map[name] for name in names}
        wanted = {id(rule) for rules in self._rules_map.values() for rule in rules}
        self._rules = [rule for rule in whole.rules if id(rule) in wanted]
        self._require_parse = False

    def _process_component_classes(self, node: "DOMNode") -> None:
        """Leave the parts that a widget paints by itself to the whole style sheet, since they have other names."""
        self._whole._process_component_classes(node)  # noqa: SLF001 - the same class
