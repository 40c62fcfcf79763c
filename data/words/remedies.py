"""What helps against each thing that can be wrong with a desk, a backup or the record (P6, D6)."""

from collections.abc import Mapping

from data.words import N_, _

_RESTORE = N_("Restore a backup that verifies.")
_ANOTHER = N_("Take another backup.")
_OTHER_PROGRAM = N_("Find out which program wrote there; set it right by an act of the desk, or restore a backup.")
_RECORD = N_("Keep a copy of the folder, then restore the last backup whose head still verifies.")

REMEDIES: Mapping[str, str] = {
    **dict.fromkeys(
        ("anchor_differs", "chain_broken", "event_altered", "event_missing", "payload_altered", "payload_missing",
         "payload_without_event"), _RECORD),
    **dict.fromkeys(
        ("database_damaged", "file_altered", "file_missing", "no_tables", "order_disagrees", "order_gone",
         "order_not_recorded", "party_gone", "points_at_nothing", "policy_gone", "row_gone", "table_altered",
         "table_extra", "table_missing"), _RESTORE),
    **dict.fromkeys(
        ("delegation_gone", "delegation_not_recorded", "order_not_as_recorded", "party_not_as_recorded",
         "party_not_recorded", "policy_not_as_recorded", "row_not_as_recorded", "row_not_recorded"), _OTHER_PROGRAM),
    **dict.fromkeys(
        ("drill_differs", "file_extra", "manifest_altered", "manifest_disagrees", "manifest_unreadable"), _ANOTHER),
    "anchor_unreadable": N_("Give the head as it was printed: the number, a colon and 64 characters."),
    "check_failed": N_("Run the check again; if it says the same, restore a backup."),
    "file_unused": N_("Nothing has to be done."),
    "folder_unfinished": N_("Delete the folder when nobody works on the desk."),
    "library_unsafe": N_("Install pysqlite3 or a newer Python."),
    "not_a_desk": N_("Name the folder of a desk, or restore a backup."),
    "folder_linked": N_("See that backups of the computer take along what the link points at."),
    "not_shared": N_("Give the file to the group of the desk's folder, with the rights that are named."),
    "on_network": N_("Move the desk to a disk of this computer."),
    "readable_by_others": N_("Take the rights of others away."),
}  # fmt: skip
"""Code of a problem → what to do."""


def remedy(code: str) -> str:
    """Return what helps against a problem, "" where nobody knows."""
    return _(REMEDIES[code]) if code in REMEDIES else ""
