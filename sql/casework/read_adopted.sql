-- Out: the weights of every adopted edition. Grain: edition × offence_code.
select edition, offence_code, title, theme, harm_days, in_scope, basis, status
from harm_weights
order by edition, offence_code;
