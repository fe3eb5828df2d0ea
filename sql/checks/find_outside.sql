-- Values outside what is plausible. In: {feed}; {key}; {first}; $minimum, $maximum, either may be null.
select count(*), min(concat_ws(' / ', {key}))
from {feed}
where {first} < $minimum::double or {first} > $maximum::double;
