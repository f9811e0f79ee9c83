"""What a person at the command line can put right: one clear line, exit code 2, no traceback.

    Mistake
    ├── SettingsError    a setting cannot be read (settings)
    ├── CatalogueError   the operator's catalogue cannot be used (topics)
    ├── StartError       the bot cannot start as it is set up (app, trial)
    ├── ScriptError      a line of a script means nothing (script, trial)
    ├── RelocationError  a file cannot be imported (relocation)
    └── UpkeepError      what an operator asked for cannot be done (upkeep)

StorageError and UnreadableDocument belong to their rooms, and end the same way.
"""


class Mistake(Exception):
    """The text is one clear line that says what is wrong and what to do. Everything else is a fault of ours."""
