-- How many rows of a feed are held, and since when. In: {feed}, {clock}. Grain: one row.
select count(*) as rows, min({clock}) as oldest
from {feed};
