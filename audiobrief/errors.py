"""Every failure audiobrief raises on purpose: what was wrong, where, and what to do."""

from __future__ import annotations


class AudiobriefError(Exception):
    """Base of all failures a user can act on.

    Args:
        what: the fault, in a sentence without a full stop.
        where: file, ``file:line``, key or address the fault lies in.
        remedy: what the user can do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: object = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where)
        self.remedy = remedy

    def __str__(self) -> str:
        """Return ``where: what. remedy`` as one line."""
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}.{advice}"


class UsageError(AudiobriefError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class ConfigError(AudiobriefError):
    """A show file, or the workspace it stands in, is wrong."""

    exit_code = 2


class ReportError(AudiobriefError):
    """A report file cannot be read as a report."""


class WriterError(AudiobriefError):
    """A story's report cannot be written: the model's server fails, or its answers do."""


class ArticleError(AudiobriefError):
    """A page, feed or list of feeds cannot be read, or is not what it was taken for."""


class VoiceError(AudiobriefError):
    """A voice is missing, damaged or cannot say a line."""


class ClipError(AudiobriefError):
    """A music clip is missing or cannot be decoded."""


class MasteringError(AudiobriefError):
    """A programme cannot be brought to its loudness, peak or format."""


class ArtworkError(AudiobriefError):
    """Cover art is missing, or not what podcast apps accept."""


class OutputError(AudiobriefError):
    """The shelf cannot be written or its records cannot be read."""


class CheckError(AudiobriefError):
    """What was made must not be published as it is."""


class NetworkError(AudiobriefError):
    """A transfer failed, or what came is not what was asked for."""


class WorkerError(AudiobriefError):
    """A worker that makes episodes was lost, cannot be reached, or has other files than the run."""


class BusyError(AudiobriefError):
    """Another run is working on the same output."""
