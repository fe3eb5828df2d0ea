-- In: $export, $destroyed_on, $destroyed_by. Puts on record that a file that left is no more. Out: its number, where it
-- was still out there.
update exports
set destroyed_on = $destroyed_on, destroyed_by = $destroyed_by
where export = $export and destroyed_on is null
returning export;
