-- One time after another that should not be. In: {feed}; {key}; {first}; {second}.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where {first} > {second};
