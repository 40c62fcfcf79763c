"""A sentence for every problem code: what is wrong, and what to do about it.

`{value}` is what was found, `{detail}` what else the problem knows, `{field}` the field's name; all made harmless.
"""

from collections.abc import Mapping

from data.words import N_

VALUE_PROBLEMS: Mapping[str, str] = {
    "ambiguous_date": N_(
        "“{value}” can be read as two dates. Say in which order day, month and year stand (dmy, mdy or ymd), "
        "or write 2026-12-08."
    ),
    "bad_address": N_("“{value}” is not an e-mail address. Write it as orders@office.example."),
    "bad_date": N_("“{value}” is not a date. Write it as 2026-12-08."),
    "bad_time": N_("“{value}” is not a time. Write it as 2026-12-08 14:30."),
    "contradicts": N_(
        "“{value}” is at odds with “{detail}” in the rows of the same order above. Correct it, or give the row the "
        "number of its own order."
    ),
    "date_out_of_range": N_("“{value}” is too far from today for an order. Correct the year."),
    "guessed_year": N_("“{value}” has no year and was read as {detail}. Correct the date if that is wrong."),
    "line_no_twice": N_("Line number {value} stands twice in the order, so its lines were numbered anew from 1."),
    "line_twice": N_("“{value}” names a line twice. Name each line once."),
    "missing": N_("Nothing is filled in here. Fill it in."),
    "negative": N_("“{value}” is negative. Write it without the minus sign, or leave it out."),
    "not_a_number": N_("“{value}” is not a number. Write figures only, such as 1200 or 12.5."),
    "not_a_rate": N_("“{value}” is not a rate from 0 to 100%. Write 15% or 0.15."),
    "not_in_list": N_("“{value}” is not known here. Take one of: {choices}."),
    "not_quantities": N_(
        "“{value}” is not a list of lines and quantities. Write 1:5,2:3 for 5 of line 1 and 3 of line 2."
    ),
    "not_measures": N_("“{value}” is not a measure. Write what | who | by when, such as second shift | Li | 12-08."),
    "not_schedule": N_("“{value}” is not a list of dates and quantities. Write 2026-12-01:5,2026-12-15:7."),
    "not_text": N_("“{value}” holds bytes that are no text. Type it anew."),
    "masked": N_(
        "“{value}” stands for what was not for whoever exported it. Leave it out, or take it from the source."
    ),
    "no_colleague": N_("“{value}” is nobody who could take it. Take one of: {choices}."),
    "no_limit": N_("“{value}” is no limit. Write amounts with their currencies, such as 50000 CNY; 8000 USD."),
    "not_whole": N_("“{value}” is not a whole number. Write it without decimals."),
    "other_columns": N_(
        "Row {value} names other columns than the table above, so that this row cannot be read here. Save the rows "
        "from there on as a file of their own."
    ),
    "out_of_range": N_("“{value}” is not a rate from 0 to 100%. Write 15% or 0.15."),
    "shortened": N_(
        "“{value}” is a long number that a spreadsheet has cut short, so its last digits are lost. Format the column "
        "as text in the spreadsheet, and save the file again."
    ),
    "still_open": N_("“{value}” says that this is not known yet. Fill it in."),
    "too_large": N_("“{value}” is more than the desk can keep. Look for digits too many."),
    "too_long": N_("The text is longer than {detail} characters. Shorten it."),
    "too_many_cells": N_(
        "The row has more cells than there are column names; the last is “{value}”. Put quotation marks around texts "
        "and numbers with a comma in them, or give every column a name."
    ),
    "too_precise": N_("“{value}” has more than {detail} decimals. Round it."),
    "total_unlike": N_(
        "“{value}” stands as the total, though quantity times price is {detail}. Compare it with the original."
    ),
    "twice_in_file": N_(
        "“{value}” stands in row {detail} already, which was taken. Take this row out or give it another number."
    ),
    "unknown_choice": N_("“{value}” is not known here. Take one of: {choices}."),
    "unknown_currency": N_("“{value}” is not a currency. Write its code of three letters, such as CNY or USD."),
    "zero": N_("Zero is no quantity. Write how many are ordered, or leave the line out."),
    # an order that the desk has already, or that does not hold together
    "amounts_disagree": N_(
        "The amounts cannot be true together: no more can be paid than invoiced, and no more invoiced than the order "
        "costs. Correct them."
    ),
    "held_for_good": N_(
        "An order in the state “{value}” cannot be on hold, as nobody could release it. Correct the state, or leave "
        "the hold out."
    ),
    "all_delivered": N_(
        "“{value}” is not true any more: everything is delivered. Correct the state or the quantities."
    ),
    "all_shipped": N_("“{value}” is not true any more: everything is shipped. Correct the state or the quantities."),
    "customer_number_twice": N_(
        "This customer's order number “{value}” is on the desk already. See whether it is the same order come twice; "
        "cancel it if so."
    ),
    "not_all_allocated": N_(
        "“{value}” is not true yet: not everything is allocated. Correct the state or the quantities."
    ),
    "not_all_delivered": N_(
        "“{value}” is not true yet: not everything is delivered. Correct the state or the quantities."
    ),
    "not_all_finished": N_(
        "“{value}” is not true yet: not everything is finished. Correct the state or the quantities."
    ),
    "not_all_paid": N_("“{value}” is not true yet: not everything is paid. Correct the state or the amounts."),
    "not_all_shipped": N_("“{value}” is not true yet: not everything is shipped. Correct the state or the quantities."),
    "number_exists": N_(
        "Order {value} is on the desk already and says something else. Change the order there, or give this one "
        "another number."
    ),
    "quantities_disagree": N_(
        "The quantities cannot be true together: no more can be delivered than shipped, and no more shipped or "
        "invoiced than ordered. Correct them."
    ),
    "state_not_taken_over": N_(
        "An order in the state “{value}” can be taken over only while the desk has no work of its own. Import it "
        "into a new desk, or leave the state out."
    ),
    "work_before_approval": N_(
        "“{value}” is not true: work has begun before the order was approved. Correct the state or the quantities."
    ),
    # the register of people
    "ends_before_start": N_("“{value}” lies before the first day. Correct one of the two."),
    "last_in_charge": N_(
        "“{value}” is the last administrator, without whom nobody could see to people and policy. Make somebody else "
        "one first."
    ),
    "no_deputy": N_("“{value}” cannot act for this person. Take somebody else who is active."),
    "password_length": N_("A password has {detail} signs. Take another one."),
}
"""Codes of what is wrong with one value; the field is named with them."""

REMARKS: Mapping[str, str] = {
    "contradicts": N_(
        "“{value}” differs from “{detail}” in the rows of the same order above, which stands; it is kept with the line."
    ),
    "still_open": N_("“{value}” says that this is not known yet. It was kept beside the order; ask for it."),
    "unknown_choice": N_("“{value}” is not known here and was kept beside the order only. Known are: {choices}."),
    "unknown_currency": N_(
        "“{value}” is not a currency and was kept beside the order only. Write a code of three letters, such as CNY "
        "or USD."
    ),
}
"""Codes that say something else where the row goes in."""

FILE_PROBLEMS: Mapping[str, str] = {
    "bad_mapping": N_("The mapping names the column “{value}”, which the file does not have. Correct the mapping."),
    "doubtful_numbers": N_(
        "The numbers in the column “{value}” can be read in two ways; they were read as {detail}. Write them without "
        "separators if that is wrong."
    ),
    "guessed_column": N_(
        "The column “{value}” was taken for “{field}”, because it is like “{detail}”. Give a mapping if that is wrong."
    ),
    "guessed_discount": N_("The discounts were read as {scale}. Write them with a % sign if that is wrong."),
    "kept_as_note": N_(
        "“{value}” stands below the line without a quantity and was kept as the line's note. If it is a line of its "
        "own, give it a quantity."
    ),
    "nothing_ordered": N_(
        "{value} rows from this one on have no quantity and were left out, as nothing of them is ordered. Fill the "
        "quantities in if that is wrong."
    ),
    "rival_column": N_(
        "“{detail}” was taken for the quantity, and “{value}” was only kept beside the lines. Give a mapping if that "
        "is wrong."
    ),
    "sheet_left_out": N_("The sheet “{value}” was left out. Save it as a file of its own if it is needed."),
    "totals_unlike": N_(
        "The amounts in the column “{value}” are not quantity times price; they stand as the totals of the lines. "
        "Compare them with the original."
    ),
    "unclosed_quote": N_(
        "A quotation mark opens in this row and does not close; from here on each line was read as a row of its own. "
        "Look at this row and those below it."
    ),
}
"""Codes of what concerns a file or a column as a whole."""

SCALES: Mapping[str, str] = {
    "share": N_("the part taken off (0.15 is 15% off)"),
    "percent": N_("per cent taken off (15 is 15% off)"),
    "tenths": N_("tenths taken off (1.5 is 15% off)"),
    "share_kept": N_("the part of the price that is left (0.85 is 15% off)"),
    "percent_kept": N_("per cent of the price that are left (85 is 15% off)"),
    "tenths_kept": N_("tenths of the price that are left (8.5 is 15% off)"),
}
"""Readings of a column of discounts."""

POLICY_PROBLEMS: Mapping[str, str] = {
    "bad_keep": N_("“{key}”: “{value}” is no rule for backups. Write how many to keep, such as 7d,5w,12m."),
    "bad_hours": N_("“{key}”: “{value}” are no working hours. Write them in order, each as 08:30-12:00."),
    "bad_pattern": N_(
        "“{key}”: “{value}” makes no numbers. It needs one running part such as {{seq:5}}, beside it {{yyyy}}, {{yy}}, "
        "{{mm}}, {{dd}} and plain text, 40 characters at most."
    ),
    "bad_setting": N_("“{key}”: “{value}” does not fit here ({detail}). Correct it."),
    "bad_toml": N_("This is not a TOML document ({detail}). Correct the spelling at this place."),
    "key_missing": N_("“{key}” is missing. Add it."),
    "key_unknown": N_("“{key}” is nothing that a policy says. Correct the spelling or take it out."),
    "nobody_at_hand": N_(
        "“{key}”: no administrator is “{value}”, the user of this computer, and none has a password, so nobody could "
        "change that again. Name the user (orderclerk user edit) or set a password (orderclerk user password)."
    ),
    "nobody_in_charge": N_(
        "“{key}”: nobody active in the register is an administrator who could change that again. Register one first: "
        "orderclerk user add."
    ),
    "nobody_with_password": N_(
        "“{key}”: no administrator in the register has a password, so nobody could change that again. Set one first: "
        "orderclerk user password."
    ),
    "rule_without_name": N_("“{key}” names nothing. Write a code, a name or a word before the equals sign."),
    "rule_without_reason": N_("“{key}” has no reason. Write in quotation marks why it is so."),
    "twice_in_turns": N_("“{key}” names a review twice. Let each review stand in one turn."),
    "unknown_act": N_("“{key}” is neither a verb nor an act of the desk. See “orderclerk user roles”."),
    "unknown_concern": N_("“{key}”: “{value}” is no field of an order. Write one such as payment_terms, or * for all."),
    "unknown_country": N_(
        "“{key}”: no holidays are known for “{value}”. Write the code of a country, such as CN or TW, or nothing."
    ),
    "bad_address": N_(
        "“{key}”: “{value}” is no e-mail address. Write it as orders@office.example, a name before it in Name <…>."
    ),
    "unknown_currency": N_(
        "“{key}”: “{value}” is not a currency. Write its code of three letters, such as CNY or USD."
    ),
    "unknown_element": N_("“{key}”: “{value}” names something that cannot be required. Take of: {elements}."),
    "unknown_zone": N_("“{key}”: there is no time zone “{value}”. Write one such as Asia/Shanghai or Asia/Taipei."),
}
"""Codes of what is wrong with a policy document."""

DESK_PROBLEMS: Mapping[str, str] = {
    "anchor_differs": N_(
        "Event {value} is not what it was when the head was written down: the record was made anew since. Restore a "
        "backup."
    ),
    "anchor_unreadable": N_(
        "“{value}” is no head of the record. Give it as it was printed, the number, a colon and 64 characters."
    ),
    "chain_broken": N_(
        "Event {value} does not follow from event {detail}: one of the two was replaced. Restore a backup."
    ),
    "check_failed": N_("A part of the check could not be done ({detail}). Restore a backup if the desk is damaged."),
    "drill_differs": N_(
        "What was restored on trial differs from the backup: {field} is {value}, not {detail}. Take another backup."
    ),
    "database_damaged": N_("The database is damaged ({detail}). Restore a backup."),
    "delegation_not_recorded": N_(
        "The roles of {value} are in the hands of {detail}, but nothing on record put them there. Another program did; "
        "take them back, or restore a backup."
    ),
    "delegation_gone": N_(
        "The record puts the roles of {value} in the hands of {detail}, but the database does not any more. Another "
        "program took them away; delegate them again, or restore a backup."
    ),
    "event_altered": N_("Event {value} was altered after it was recorded. Restore a backup."),
    "event_missing": N_("Event {value} was taken out of the record. Restore a backup."),
    "file_altered": N_("The file {value} was altered. Restore a backup."),
    "file_extra": N_("The file {value} does not belong to the backup. Take another backup."),
    "file_missing": N_("The file {value} is missing. Restore a backup."),
    "file_unused": N_("Nothing on record refers to the kept file {value}; it does no harm."),
    "folder_unfinished": N_("The folder {value} was left by work that broke off; it can be deleted."),
    "library_unsafe": N_(
        "The SQLite library {value} has a fault when several programs write; the desk works in a slower, safe way. "
        "Install pysqlite3 or a newer Python."
    ),
    "manifest_altered": N_("The manifest {value} was altered after the backup was made. Take another backup."),
    "manifest_disagrees": N_("The manifest does not say what the database holds ({field}). Take another backup."),
    "manifest_unreadable": N_("The manifest {value} cannot be read. Take another backup."),
    "no_tables": N_("The database holds no tables. Restore a backup."),
    "not_a_desk": N_("The file is no database of a desk. Name the folder of a desk, or restore a backup."),
    "folder_linked": N_("The folder {value} is a link to {detail}; see that backups of the computer take that along."),
    "not_shared": N_(
        "The colleagues who share this desk cannot get at {file} (rights {value} in place of {detail}). Set the "
        "rights, and the group of the desk's folder."
    ),
    "on_network": N_(
        "The desk lies on a network file system ({detail}), whose locks are not to be relied on: two who write at once "
        "can damage it. Move the folder {value} to a disk of this computer."
    ),
    "order_gone": N_("Order {value} is on record, but it is not in the database any more. Restore a backup."),
    "order_not_as_recorded": N_(
        "Order {value} is not what the record of its acts says: {difference}. Another program changed it; set it right "
        "by an act of the desk, or restore a backup."
    ),
    "order_not_recorded": N_(
        "Order {value} is in the database, but nothing on record made it. Another program put it there; restore "
        "a backup."
    ),
    "party_not_as_recorded": N_(
        "The file of {value} is not what the record says: {difference}. Another program changed it; import it "
        "again, or restore a backup."
    ),
    "party_gone": N_("The file of {value} is on record, but not in the database any more. Restore a backup."),
    "party_not_recorded": N_(
        "The file of {value} is in the database, but nothing on record made it. Another program put it there; restore "
        "a backup."
    ),
    "row_gone": N_("Row {value} of the table “{table}” is on record, but not there any more. Restore a backup."),
    "row_not_as_recorded": N_(
        "Row {value} of the table “{table}” is not what the record says. Another program changed it; restore a backup."
    ),
    "row_not_recorded": N_(
        "Row {value} of the table “{table}” is there, but nothing on record made it. Another program put it there; "
        "restore a backup."
    ),
    "policy_gone": N_("Version {value} of the policy is on record, but not there any more. Restore a backup."),
    "policy_not_as_recorded": N_(
        "Version {value} of the policy is not the one that was set. Another program changed it; set it again, or "
        "restore a backup."
    ),
    "order_disagrees": N_("Order {value} is not what its records make of it: {difference}. Restore a backup."),
    "payload_altered": N_("What was recorded with event {value} was altered. Restore a backup."),
    "payload_missing": N_("What was recorded with event {value} is gone. Restore a backup."),
    "payload_without_event": N_("Something is recorded for event {value}, which does not exist. Restore a backup."),
    "points_at_nothing": N_(
        "Row {value} of the table “{table}” refers to a row of “{detail}” that does not exist. Restore a backup."
    ),
    "readable_by_others": N_(
        "Other users of this computer can get at {file} (rights {value}). Take the rights away if they should not."
    ),
    "table_altered": N_("The {part} “{value}” of the database was altered. Restore a backup."),
    "table_extra": N_("The {part} “{value}” does not belong to the database. Restore a backup."),
    "table_missing": N_("The {part} “{value}” of the database is missing. Restore a backup."),
}
"""Codes of what is wrong with a desk, a backup or the record."""

PARTS: Mapping[str, str] = {"table": N_("table"), "index": N_("index"), "trigger": N_("trigger"), "view": N_("view")}
"""Parts of a database."""

MANIFEST: Mapping[str, str] = {
    "counts": N_("number of rows"),
    "desk_id": N_("which desk it is"),
    "head": N_("last event of the record"),
    "revision": N_("version of the tables"),
}
"""What a manifest says about the database beside it."""
