"""Making a workspace.

In: a folder that may not exist yet, perhaps with a key. Out: both stores at the newest schema, encrypted where there
is a key. Safe to repeat.
"""

from v100.settings import Settings, Workspace, write_settings_template
from v100.store.casework import make_casework
from v100.store.disk import explain_disk_errors, make_private_folder
from v100.store.migrate import list_migrations
from v100.store.records import FAMILY, build_records, is_current


def make_workspace(workspace: Workspace, settings: Settings, *, settings_text: str | None = None) -> int:
    """Make what is missing, migrate what is there, and return the schema version of the record store."""
    with explain_disk_errors(workspace.root):
        make_private_folder(workspace.root)
        if settings_text is not None or not workspace.settings_file.exists():
            workspace.settings_file.write_text(settings_text or write_settings_template(), encoding="utf-8")
            workspace.settings_file.chmod(0o600)
    if not workspace.records.exists() or not is_current(workspace):
        with build_records(workspace, settings):
            pass
    make_casework(workspace, settings)
    return list_migrations(FAMILY)[-1].version
