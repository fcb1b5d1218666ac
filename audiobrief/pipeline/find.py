"""The reports of a show, found on the disk: read only where no record knows them yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from audiobrief.config import Cut, Show
from audiobrief.errors import AudiobriefError, ReportError
from audiobrief.model import Episode, Origin, Report
from audiobrief.pipeline.candidates import Candidate, ReportFile, candidates, clashes, undated
from audiobrief.pipeline.plan import RECIPE, report_digest


@dataclass(frozen=True, slots=True)
class Fault:
    """A report, or a cut of it, that cannot be published; ``name`` is what a user calls it."""

    name: str
    path: Path
    error: AudiobriefError


@dataclass(frozen=True, slots=True)
class Found:
    """What a show could publish, and what stands in the way of the rest."""

    candidates: tuple[Candidate, ...]
    faults: tuple[Fault, ...]


def report_files(show: Show) -> list[Path]:
    """Return the files that the show's globs find, and those made of its sources, in name order.

    Hidden ones are left out.
    """
    found = {
        show.folder / name
        for pattern in show.reports.files
        for name in glob(pattern, root_dir=show.folder, recursive=True)  # noqa: PTH207 -- takes absolute patterns too
    }
    made = show.made.glob("*.md")
    return sorted(path for path in {*found, *made} if path.is_file())


def find(show: Show, records: Iterable[Episode], only: Path | None = None) -> Found:
    """Return the cuts that ``show`` asks for of its reports; a bad file stops no other.

    Args:
        show: whose reports; they are read anew where no record knows them.
        records: what is on the shelf.
        only: narrows them to this report's, and the bulletin of its day.
    """
    cuts = show.reports.cuts
    faults: list[Fault] = []
    files = _read(_paths(show, only), _known(records), faults)
    twins = clashes(files)
    faults += [Fault(file.label, file.path, error) for file, error in twins.items()]
    files = [file for file in files if file not in twins]
    if "bulletin" in cuts:
        mine = (file for file in files if only in (None, file.path))
        faults += [Fault(path.name, path, error) for path, error in undated(mine).items()]
    made = [one for one in candidates(files, cuts) if only is None or _holds(one, only)]
    rivals = clashes(made)
    faults += [Fault(rival.name, rival.path, error) for rival, error in rivals.items()]
    return Found(tuple(one for one in made if one not in rivals), tuple(faults))


def reports_for(cut: Cut, path: Path, show: Show) -> tuple[list[Report], tuple[Fault, ...]]:
    """Return the reports that a cut of the report ``path`` is made of.

    Those of a bulletin are all of its day's that ``show`` lists; what is wrong with others
    of the show's comes second.

    Raises:
        ReportError: the report itself cannot be read, is withdrawn, or has no place in the cut.
    """
    from audiobrief.ingest.reports import read_report

    report = read_report(path)
    if report.withdrawn:
        raise ReportError(
            f"is withdrawn: {report.withdrawn}",
            where=path,
            remedy="Take `withdrawn` out of it to have it read.",
        )
    if cut != "bulletin":
        return [report], ()
    reports = show.reports.model_copy(update={"cuts": (cut,)})
    found = find(show.model_copy(update={"reports": reports}), (), path)
    for fault in found.faults:
        if fault.path == path:
            raise fault.error
    return [read_report(file.path) for file in found.candidates[0].told], found.faults


def _paths(show: Show, only: Path | None) -> list[Path]:
    """Return the files to look at: a bulletin's other reports may be any of the show's."""
    if only is None:
        return report_files(show)
    if "bulletin" not in show.reports.cuts:
        return [only]
    listed = {path.resolve(): path for path in report_files(show)}
    return [*({**listed, only.resolve(): only}).values()]


def _known(records: Iterable[Episode]) -> dict[str, Origin]:
    """Return what is on record by digest, where today's audiobrief read it."""
    return {
        origin.digest: origin
        for record in records
        if record.inputs.get("recipe") == RECIPE
        for origin in record.origins
    }


def _read(
    paths: Iterable[Path], known: Mapping[str, Origin], faults: list[Fault]
) -> list[ReportFile]:
    files = []
    for path in paths:
        try:
            files.append(_file(path, known))
        except AudiobriefError as error:
            faults.append(Fault(path.name, path, error))
    return files


def _file(path: Path, known: Mapping[str, Origin]) -> ReportFile:
    """Return a report file; it is parsed only if its digest is not known."""
    try:
        found = report_digest(path, path.read_bytes())
    except OSError as error:
        raise ReportError(
            f"cannot be read ({error.strerror})", where=path, remedy="Check its name and mode."
        ) from error
    if found in known:
        return ReportFile(path, known[found])
    from audiobrief.ingest.reports import read_report

    report = read_report(path)
    day = report.published.date() if report.published else None
    return ReportFile(path, Origin(report.slug, found, day, report.withdrawn))


def _holds(candidate: Candidate, path: Path) -> bool:
    return any(file.path == path for file in candidate.files)
