-- In: $lines. Erases the words of lines, never the lines.
delete from audit_texts
where list_contains($lines, line);
