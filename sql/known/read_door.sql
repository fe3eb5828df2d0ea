-- Out: the SHA-256 of the text that the store's known_… macros were made from.
select sha256
from door;
