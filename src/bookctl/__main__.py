"""The program's door: what must be quick is answered before anything is loaded."""

import sys


def main() -> None:
    arguments = sys.argv[1:]
    if "--version" in arguments[:1]:
        from bookctl import __version__

        print(f"bookctl {__version__}")
        return
    if arguments[:1] == ["_complete"]:
        from bookctl.cli.complete import answer

        answer(arguments[1:])
        return
    from bookctl.cli.app import run

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
