import tomllib

import pytest

from v100.errors import UsageError
from v100.settings import Settings, write_settings_template
from v100.store.key_setting import name_key

HARD = """# Ours.
top = 7  # not many
key_command = [
  "vault",  # the force's own
  "read key_file = 1",
]
statement = '''
key_env = "no setting"
'''

[units.North]
capacity = 3
"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key_file", '/etc/v100/it\'s a "key" \\ ü'),
        ("key_env", "V100_KEY"),
        ("key_command", ("vault", "kv", "get", "-field=key", "a 'b' \"c\"")),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "",
        write_settings_template(),
        "top = 7\n",
        'key_file = "/old"\n',
        'top = 7\nkey_env="OLD"\nmarking = "X"\n',
        '  key_command = ["a", "b"]',
        "[units.North]\ncapacity = 3\n",
    ],
)
def test_the_setting_is_exchanged_and_nothing_else(text: str, name: str, value: str | tuple[str, ...]) -> None:
    changed = name_key(text, name, value)
    before, after = tomllib.loads(text), tomllib.loads(changed)
    named = after.pop(name)
    assert (tuple(named) if isinstance(named, list) else named) == value
    assert after == {key: kept for key, kept in before.items() if not key.startswith("key_")}
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in changed.splitlines() if line.startswith("#")
    ]
    Settings.model_validate(tomllib.loads(changed))
    assert name_key(changed, name, value) == changed


def test_a_setting_over_several_lines_goes_as_a_whole() -> None:
    text = HARD.replace('key_env = "no setting"\n', "")
    changed = name_key(text, "key_env", "V100_KEY")
    assert changed.startswith('key_env = "V100_KEY"\n# Ours.\ntop = 7  # not many\nstatement')
    assert changed.endswith("[units.North]\ncapacity = 3\n")


def test_a_text_that_would_lose_something_is_refused() -> None:
    with pytest.raises(UsageError, match="line of its own"):
        name_key(HARD, "key_env", "V100_KEY")
