-- Out: every adopted edition, where it came from and how many weights it has. Grain: one row an edition, by name.
select edition, file_name, sha256, adopted_at, adopted_by, count(offence_code)
from harm_editions
left join harm_weights using (edition)
group by all
order by edition;
