"""Runs tests that were built for Windows under Wine: `run(programs, checkout, tally)`."""

import pathlib, re, shutil

import story

# Tests that fail for what this Wine or this way of running is, not for what Windows would do, each with the reason.
KNOWN = {}


def run(programs, checkout, tally):
    """`programs` are paths by name. They read the checkout, whose paths were built into them without a drive, so they run on its drive."""
    wine = story.Wine()
    try:
        # Libraries that the app loads lie where cargo puts programs, above the tests.
        for library in {library for program in programs.values() for library in pathlib.Path(program).parent.parent.glob("*.dll")}:
            shutil.copy(library, wine.programs)
        for name, program in programs.items():
            place = wine.programs / f"{name}.exe"
            shutil.copy(program, place)
            code, out, err = wine.run([wine.windows(place), "--test-threads", "2"], seconds=1200, cwd=checkout)
            text = out.decode("utf-8", "backslashreplace")
            failed = set(re.findall(r"^test (\S+)(?: - should panic)? \.\.\. FAILED\s*$", text, re.M))
            ended = re.search(r"test result: \S+ (\d+) passed; (\d+) failed", text)
            for test in sorted(failed & KNOWN.keys()):
                tally.not_checked(f"{name}: {test}", KNOWN[test])
            unexpected = sorted(failed - KNOWN.keys())
            good = ended and int(ended[2]) == len(failed) and not unexpected and (code == 0 or failed)
            said = text[max(text.find("failures:"), 0) :][:8000] + err.decode("utf-8", "backslashreplace")[-3000:]
            tally.check(f"{name}: {ended[1] if ended else 'no'} tests pass under Wine", good, f"code {code}, failed {unexpected}\n{said}")
            place.unlink()
    finally:
        wine.end()
