-- In: the registered frame `weights`, the weights of one edition.
insert into harm_weights by name
select edition, offence_code, title, theme, harm_days, in_scope, basis, status
from weights;
