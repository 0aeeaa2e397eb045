#!/usr/bin/env python3
"""Installs a deb in a Debian 12 that has nothing of the build's, and uses it as its first person would.

  clean_root.py DEB CLI [MIRROR]

CLI is a perihelion-cli built with the simulator, which answers outside the root. The app is started through its desktop entry on a
virtual screen, with a session bus and a keyring. A token is pasted, a film found, played and its link copied; a newer package is
installed over it; it is removed. Needs root and debootstrap. Pictures are left in target/clean-root.
"""

import os, pathlib, shutil, signal, subprocess, sys, time

TOP = pathlib.Path(__file__).resolve().parents[3]
ROOT = TOP / "target" / "clean-root" / "root"
PICTURES = TOP / "target" / "clean-root"
PORT = 8079
TOOLS = "xvfb dbus gnome-keyring libglib2.0-bin xdotool imagemagick xclip libsecret-tools procps"
PERSON = """#!/bin/bash
# One person's session: a screen, a keyring, the app through its menu entry. Each step leaves a file for the next to wait for.
set -u
export DISPLAY=:77 LANG=C.UTF-8 PERIHELION_ENDPOINTS=http://127.0.0.1:%(port)s
export XDG_RUNTIME_DIR=$HOME/run; mkdir -p -m700 $XDG_RUNTIME_DIR; cd ~
Xvfb :77 -screen 0 1280x820x24 >/dev/null 2>&1 &
dbus-update-activation-environment DISPLAY
printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null
shot() { import -window root ~/$1.png; }
within() { for _ in $(seq $(($1 * 4))); do eval "$2" >/dev/null 2>&1 && return 0; sleep 0.25; done; echo "NOT: $2"; return 1; }
gio launch /usr/share/applications/Perihelion.desktop >~/app.log 2>&1 &
within 30 "xdotool search --name '^Perihelion$'" && sleep 4 && shot 1-first-run
case "$1" in
first)
  printf demo-premium | xclip -selection clipboard -i
  xdotool mousemove 790 204 click 1; sleep 1; xdotool key ctrl+v; sleep 1; xdotool key Return; sleep 1
  within 10 "secret-tool lookup service perihelion username realdebrid | grep -x demo-premium"; shot 2-token
  xdotool mousemove 664 28 click 1; xdotool type sintel; sleep 3; xdotool key Return
  sleep 12; shot 3-film
  xdotool key c; within 15 "xclip -selection clipboard -o | grep '^http://127.0.0.1:'"; shot 4-copied
  xdotool key p; within 20 "pgrep -x mpv"; sleep 2; shot 5-playing
  ;;
again)
  shot 6-upgraded
  ;;
esac
pkill -x mpv; pkill -x perihelion; sleep 1; pkill -x Xvfb
"""


def sh(command, **options):
    return subprocess.run(command, shell=isinstance(command, str), **options)


def inside(command, **options):
    return sh(["chroot", str(ROOT), "bash", "-c", command], **options)


def must(outcome, what):
    if outcome.returncode != 0:
        print(f"FAILED: {what}", flush=True)
        sys.exit(1)
    print(f"ok: {what}", flush=True)


def make_root(mirror):
    if not (ROOT / "usr").exists():
        ROOT.parent.mkdir(parents=True, exist_ok=True)
        must(sh(["debootstrap", "--variant=minbase", "bookworm", str(ROOT), mirror], stdout=subprocess.DEVNULL), "a Debian 12 of its own")
        (ROOT / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (ROOT / "usr/sbin/policy-rc.d").chmod(0o755)
    shutil.copy("/etc/resolv.conf", ROOT / "etc/resolv.conf")
    for kind, place in (("proc", "proc"), ("tmpfs", "dev/shm")):
        (ROOT / place).mkdir(exist_ok=True)
        sh(["mount", "-t", kind, kind, str(ROOT / place)], stderr=subprocess.DEVNULL)
    for device in ("null", "zero", "random", "urandom", "tty"):
        (ROOT / "dev" / device).touch()
        sh(["mount", "--bind", f"/dev/{device}", str(ROOT / "dev" / device)])


def leave_root():
    for place in ("dev/shm", "dev/null", "dev/zero", "dev/random", "dev/urandom", "dev/tty", "proc"):
        sh(["umount", "-l", str(ROOT / place)], stderr=subprocess.DEVNULL)


def older(deb, folder):
    """The same package as an earlier version, to upgrade from."""
    tree = folder / "older"
    shutil.rmtree(tree, ignore_errors=True)
    sh(["dpkg-deb", "--raw-extract", deb, str(tree)], check=True)
    control = tree / "DEBIAN/control"
    lines = ["Version: 0.0.1" if line.startswith("Version:") else line for line in control.read_text().splitlines()]
    control.write_text("\n".join(lines) + "\n")
    sh(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(ROOT / "tmp/older.deb")], check=True, stdout=subprocess.DEVNULL)


def session(which):
    script = ROOT / "tmp/person.sh"
    script.write_text(PERSON % {"port": PORT})
    script.chmod(0o755)
    # Into a file: what the session leaves running would hold a pipe open.
    inside(f"timeout -k 5 300 su - ann -c 'dbus-run-session -- /tmp/person.sh {which}' >/tmp/said 2>&1")
    inside("pkill -KILL -u ann")
    said = (ROOT / "tmp/said").read_text(errors="replace")
    for picture in (ROOT / "home/ann").glob("*.png"):
        shutil.move(picture, PICTURES / picture.name)
    missed = [line for line in said.splitlines() if line.startswith("NOT: ")]
    if missed:
        print(said[-4000:])
    must(subprocess.CompletedProcess("", 1 if missed else 0), f"the {which} session ({', '.join(missed) or 'every step seen'})")


def main(deb, cli, mirror="http://deb.debian.org/debian"):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    apt = "export DEBIAN_FRONTEND=noninteractive; apt-get install -y -qq"
    make_root(mirror)
    simulator = subprocess.Popen([cli, "simulate", "--port", str(PORT)], **quiet)
    try:
        older(deb, PICTURES)
        must(subprocess.CompletedProcess("", simulator.poll() or 0), "the simulator (CLI is built with it)")
        shutil.copy(deb, ROOT / "tmp/new.deb")
        must(inside("apt-get update -qq", **quiet), "the lists of packages")
        inside("apt-get purge -y -qq perihelion", **quiet)
        inside("pkill -KILL -u ann; sleep 0.5; userdel -rf ann", **quiet)
        before = files()
        must(inside(f"{apt} /tmp/older.deb && command -v mpv", **quiet), "apt installs it, with what it depends on and a player")
        must(inside("! dpkg -l | grep -E -- '-dev |rustc|cargo|nodejs'", **quiet), "nothing of the build is there")
        must(inside(f"{apt} --no-install-recommends {TOOLS}", **quiet), "what the test itself needs")
        must(inside("useradd -m -s /bin/bash ann"), "somebody new")
        session("first")
        library = ROOT / "home/ann/.local/share/perihelion/library.db"
        kept = library.read_bytes()
        must(inside(f"{apt} /tmp/new.deb", **quiet), "the upgrade")
        must(subprocess.CompletedProcess("", 0 if library.read_bytes() == kept else 1), "the library is as it was")
        session("again")
        must(inside("apt-get purge -y -qq perihelion", **quiet), "apt removes it")
        left = sorted(path for path in files() - before if "perihelion" in path.lower())
        print("\n".join(left))
        must(subprocess.CompletedProcess("", 1 if left else 0), "nothing of it is left in the system")
        must(subprocess.CompletedProcess("", 0 if library.exists() else 1), "what the person kept is still there")
    finally:
        simulator.kill()
        leave_root()


def files():
    return {str(path.relative_to(ROOT)) for part in ("usr", "etc", "var/lib", "opt") for path in (ROOT / part).rglob("*") if "var/lib/dpkg" not in str(path) and "var/lib/apt" not in str(path)}


if len(sys.argv) < 3:
    sys.exit(__doc__)
# Ended from outside, it still takes back what it mounted.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
main(*sys.argv[1:])
