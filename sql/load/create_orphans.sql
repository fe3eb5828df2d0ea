-- Out: an empty temp table for the lines whose incident or person is not there yet.
create or replace temp table orphans (line bigint);
