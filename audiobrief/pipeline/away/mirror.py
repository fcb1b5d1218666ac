"""Another machine's files below a folder of this one, each under the path that it has there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError
from audiobrief.files import writing
from audiobrief.net.storage.place import Stored


@dataclass(frozen=True, slots=True)
class Mirror:
    """A folder that mirrors another machine's root."""

    base: Path

    def path(self, there: PurePath) -> Path:
        """Return where a file lies here whose absolute path is ``there`` on the other machine."""
        return self.base / there.relative_to(there.anchor)

    def lay(self, files: Mapping[str, Stored], supply: Callable[[Stored], Path]) -> None:
        """Have ``files``, by their path on the other machine, lie here.

        ``supply`` gives a file of this machine with their content.

        Raises:
            OutputError: the disk refuses.
            NetworkError: the store fails.
        """
        for there, file in files.items():
            source, place = supply(file), self.path(PurePath(there))
            with writing(place), suppress(FileExistsError):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(source)

    def show(self, show: Show) -> Show:
        """Return a show whose files are all found here, whatever path it names them by."""
        music = {
            name: clip.model_copy(update={"file": self._named(clip.file)})
            for name, clip in show.music
        }
        lexicon = tuple(map(self._named, show.narration.lexicon))
        return show.model_copy(
            update={
                "folder": self.path(show.folder),
                "artwork": show.artwork and self._named(show.artwork),
                "narration": show.narration.model_copy(update={"lexicon": lexicon}),
                "music": show.music.model_copy(update=music),
            }
        )

    def _named(self, name: str) -> str:
        return str(self.path(Path(name))) if Path(name).is_absolute() else name

    def undo(self, error: AudiobriefError) -> None:
        """Name the files of the other machine in an error, as its user knows them."""
        for part in ("what", "where", "remedy"):
            setattr(error, part, getattr(error, part).replace(str(self.base), ""))
