"""What the lower floors raise, as the problem a person can act on."""

from bookctl.actions.problems import Failed, Faulty, Problem, Underneath, Usage


def translated(fault: Exception) -> Problem | None:
    """The problem with its exit code; None for a fault of the program itself."""
    from bookctl.ledger.epoch import OldHistory
    from bookctl.ledger.files import UnsafeFile
    from bookctl.ledger.git import GitFailed
    from bookctl.ledger.index import SettingsBroken
    from bookctl.ledger.lock import Busy
    from bookctl.ledger.state import ForeignLedger
    from bookctl.ledger.transaction import ChangedUnderneath, NothingChanged

    if isinstance(fault, SettingsBroken):
        return Faulty(str(fault), fault.findings)
    if isinstance(fault, OSError) and not isinstance(fault, NothingChanged):
        return Failed(_system(fault))
    if isinstance(fault, OldHistory):
        return Underneath(str(fault), lines=fault.steps, help="bookctl help forget")
    for kinds, problem, way_out in (
        ((Busy, ChangedUnderneath), Underneath, "run the command again"),
        ((ForeignLedger,), Usage, None),
        ((UnsafeFile,), Faulty, "bookctl check"),
        ((GitFailed, NothingChanged), Failed, "bookctl doctor"),
    ):
        if isinstance(fault, kinds):
            return problem(str(fault), help=way_out)
    return None


def _system(fault: OSError) -> str:
    said = fault.strerror or str(fault)
    return f"{fault.filename}: {said}" if isinstance(fault.filename, str) else said
