-- In: the registered frame `accepted`, rows that kept the contract. Out: the same rows in `staged`.
insert into staged by name
select *
from accepted;
