"""Runs unit tests that were built for Windows under Wine: `run(programs, tally)`."""

import re, shutil

import story

# Tests that fail for what this Wine is, not for what Windows would do.
KNOWN = {}


def run(programs, tally):
    wine = story.Wine()
    try:
        story.build("bcryptprimitives.c", wine.programs / "bcryptprimitives.dll", "-shared")
        for name, program in programs.items():
            place = wine.programs / f"{name}.exe"
            shutil.copy(program, place)
            code, out, err = wine.run([wine.windows(place), "--test-threads", "2"], seconds=1200)
            text = out.decode("utf-8", "backslashreplace")
            failed = set(re.findall(r"^test (\S+) \.\.\. FAILED$", text, re.M))
            ended = re.search(r"test result: \S+ (\d+) passed; (\d+) failed", text)
            for test in sorted(failed & KNOWN.keys()):
                tally.not_checked(f"{name}: {test}", KNOWN[test])
            unexpected = sorted(failed - KNOWN.keys())
            said = text[text.find("failures:") :][-4000:] + err.decode("utf-8", "backslashreplace")[-2000:]
            tally.check(f"{name}: {ended[1] if ended else 'no'} unit tests pass under Wine", ended and int(ended[1]) and not unexpected, (code, unexpected, said))
            place.unlink()
    finally:
        wine.end()
