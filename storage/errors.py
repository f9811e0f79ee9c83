"""The tree of storage errors: the only exceptions that leave this room.

StorageError
├── DatabaseUnavailable   cannot be opened, no permission, disk full, locked for too long
├── DatabaseInUse         another Briefbot process runs on this SQLite file
├── DatabaseTooNew        written by a newer Briefbot: refuse to start
└── DatabaseCorrupt       SQLite says the file is damaged; nothing was deleted
"""


class StorageError(Exception):
    """Something about the database that the caller could not plan; the text is one clear line for a person."""


class DatabaseUnavailable(StorageError):
    """The database cannot be opened or written."""


class DatabaseInUse(StorageError):
    """Another all-in-one process holds this database."""


class DatabaseTooNew(StorageError):
    """The schema is newer than this program."""


class DatabaseCorrupt(StorageError):
    """The file is damaged."""
