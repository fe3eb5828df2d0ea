"""How the stores lie on the disk, told without their key.

In: a workspace. Out: whether both stores are encrypted, and by what. Refuses two stores that differ in it (StoreError).
"""

from v100.errors import StoreError
from v100.settings import Workspace
from v100.store.header import PLAIN, read_cipher


def find_cipher(workspace: Workspace) -> str | None:
    """Return the cipher of both stores, None where they are plain; raises StoreError (12) where there is none."""
    found = {path: read_cipher(path) for path in (workspace.require().records, workspace.casework)}
    for path, cipher in found.items():
        if cipher is None:
            raise StoreError(f"{path} is missing or no store.", hint="`v100 restore` a backup of it.")
    ciphers = set(found.values())
    if len(ciphers) > 1:
        raise StoreError(
            f"One store of {workspace.root} is encrypted and the other is not.",
            hint="Put both under one key with `v100 store rekey`.",
        )
    cipher = ciphers.pop()
    return None if cipher == PLAIN else cipher
