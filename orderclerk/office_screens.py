"""The part of the frame that opens what belongs to the office as a whole: its policy, its outbox."""

from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import ModalScreen

from screens.drafts import MESSAGE_KIND, PLACE_KIND, POLICY_KIND

if TYPE_CHECKING:
    from data.desk.drafts import Draft
    from screens.office import Office


class OfficeScreensApp(App[int]):
    """The ways to the screens of the office; each is loaded when it is first gone to."""

    office: "Office"
    system_user = ""

    def action_policy(self) -> None:
        """Show the policy."""
        from screens.policy import PolicyScreen

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(PolicyScreen(self.office, self.system_user))

    def action_outbox(self, number: str = "") -> None:
        """Show the outbox; over a dossier what is about its order."""
        from screens.order import OrderScreen
        from screens.outbox import OutboxDialog

        if not isinstance(self.screen, ModalScreen):
            here = self.screen.number if isinstance(self.screen, OrderScreen) else ""
            self.push_screen(OutboxDialog(self.office, number or here))

    def take_up_office(self, draft: "Draft") -> bool:
        """Open what a draft of the office's own was typed into; return whether it is one."""
        if draft.kind == MESSAGE_KIND and draft.number.isdecimal():
            from screens.message import MessageScreen

            self.push_screen(MessageScreen(self.office, int(draft.number), draft.values, draft.name))
            return True
        if draft.kind == PLACE_KIND:
            from screens.places import PlaceList

            self.push_screen(PlaceList(self.office.bridge, draft))
            return True
        if draft.kind != POLICY_KIND:
            return False
        from screens.policy import PolicyScreen

        self.push_screen(PolicyScreen(self.office, self.system_user, draft.values, draft.name))
        return True
