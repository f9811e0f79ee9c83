"""The catalogue as the operator set it: ours, and what stands in the file that BRIEFBOT_CATALOGUE names."""

from pathlib import Path

from bot.topics.ready_made import CatalogueError, ReadyMade, catalogue_with, our_catalogue


def catalogue_at(path: Path | None) -> ReadyMade:
    """Our catalogue, with the file at `path` laid over it if there is one. Raises CatalogueError."""
    if path is None:
        return our_catalogue()
    try:
        text = path.read_text("utf-8")
    except OSError as exc:
        raise CatalogueError(f"BRIEFBOT_CATALOGUE: {path} cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise CatalogueError(f"BRIEFBOT_CATALOGUE: {path} is no text in UTF-8") from exc
    return catalogue_with(text, path.name)
