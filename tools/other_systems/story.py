"""What a person does with the Windows command line, done under Wine: `tell(program, tally)`.

The person's name, the program's folder and the folders it works in hold spaces and letters beyond ASCII. Wine runs as a user of its
own, which has no entry in the list of users and therefore the name that the environment gives it.
"""

import contextlib, http.client, http.server, io, json, os, pathlib, pty, shutil, sqlite3, subprocess, tempfile, threading
import urllib.request, zipfile

HERE = pathlib.Path(__file__).resolve().parent
USER, NUMBER = "Jürgen Öz", 47113
TOKEN = "planted-token-4c1d7e9a"
KEYED = "planted-key-90b3fa61"
SINTEL = "tt1727587"
COMPILER = "x86_64-w64-mingw32-gcc"


def build(source, result, kind):
    subprocess.run([COMPILER, "-O2", "-Wall", "-Werror", kind, "-o", result, HERE / source, "-ladvapi32"], check=True)


class Wine:
    """A Wine of its own in a temporary folder, which goes with it."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="perihelion-wine-"))
        self.drive = self.folder / "Präfix mit Leerzeichen" / "drive_c"
        self.home = self.drive / "users" / USER
        self.programs = self.home / "Eigene Programme"
        os.chown(self.folder, NUMBER, NUMBER)
        code, _, err = self.run(["wineboot", "--init"], wine=None, seconds=1800)
        if code != 0:
            self.end()
            raise RuntimeError(f"Wine could not set itself up: {code} {err.decode(errors='replace')}")
        self.make(self.programs)
        build("bcryptprimitives.c", self.drive / "windows" / "system32" / "bcryptprimitives.dll", "-shared")

    def make(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for part in [folder, *folder.parents]:
            if part.is_relative_to(self.folder):
                os.chown(part, NUMBER, NUMBER)
        return folder

    def environment(self, more):
        return {
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": str(self.folder), "USER": USER,
            # Neither .NET nor a browser engine is wanted, nor Wine's own remarks among the program's.
            "WINEPREFIX": str(self.drive.parent), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            **more,
        }

    def start(self, command, wine="wine", cwd=None, **options):
        identity = {"user": NUMBER, "group": NUMBER, "extra_groups": []}
        environment = self.environment(options.pop("env", {}))
        command = ([wine] if wine else []) + [str(part) for part in command]
        return subprocess.Popen(command, env=environment, cwd=cwd or self.home if self.home.exists() else "/", **identity, **options)

    def run(self, command, given=b"", seconds=600, **options):
        """Returns the code, and what was said on stdout and stderr."""
        child = self.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        try:
            out, err = child.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as late:
            # What it started may hold its stdout and stderr open, so their ends are not waited for.
            child.kill()
            return "no end", late.stdout or b"", late.stderr or b""
        return child.returncode, out, err

    def windows(self, path):
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def end(self):
        self.run(["wineserver", "--kill"], wine=None)
        self.run(["wineserver", "--wait"], wine=None)
        shutil.rmtree(self.folder, ignore_errors=True)


class Between(http.server.BaseHTTPRequestHandler):
    """Passes requests on to the simulator. A POST whose path ends with `held` sets `reached`, and is answered once `freed` is set."""

    protocol_version = "HTTP/1.1"
    behind, held = None, None
    reached, freed = threading.Event(), threading.Event()

    def handle_one_request(self):
        # A program that was killed ends its connections without a word.
        with contextlib.suppress(ConnectionResetError):
            return super().handle_one_request()
        self.close_connection = True

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        behind = http.client.HTTPConnection(Between.behind, timeout=60)
        behind.request(self.command, self.path, body or None, {k: v for k, v in self.headers.items() if k.lower() != "connection"})
        answer = behind.getresponse()
        content = answer.read()
        if self.command == "POST" and Between.held and self.path.split("?")[0].endswith(Between.held):
            Between.reached.set()
            Between.freed.wait(300)
        with contextlib.suppress(OSError):  # the program may have been killed meanwhile
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on

    def log_message(self, *_):
        pass

    @staticmethod
    def hold(path):
        Between.held = path
        Between.reached.clear()
        Between.freed.clear()

    @staticmethod
    def free():
        Between.held = None
        Between.freed.set()


class Story:
    def __init__(self, program, wine, tally):
        self.wine, self.tally = wine, tally
        self.program = wine.programs / program.name
        shutil.copy(program, self.program)
        build("press.c", wine.programs / "press.exe", "-municode")
        self.data = wine.home / "AppData" / "Local" / "Perihelion" / "data"
        self.endpoints = None

    def check(self, title, good, said=""):
        self.tally.check(f"Wine: {title}", bool(good), said)

    def cli(self, *arguments, given=b"", data=None, token=TOKEN, env=None, **options):
        """Runs the command line and returns its code, stdout and stderr as texts."""
        environment = {"PERIHELION_ENDPOINTS": self.endpoints or "http://127.0.0.1:1"} | (env or {})
        if token:
            environment["PERIHELION_TOKEN"] = token
        if data:
            environment["PERIHELION_DATA_DIR"] = self.wine.windows(data)
        command = [self.wine.windows(self.program), *arguments]
        code, out, err = self.wine.run(command, given, env=environment, **options)
        return code, out.decode("utf-8", "backslashreplace"), err.decode("utf-8", "backslashreplace")

    def rows(self, *arguments, **options):
        code, out, err = self.cli(*arguments, "--json", **options)
        return code, [json.loads(line) for line in out.splitlines() if line.startswith("{")], err

    def sound(self, folder, title):
        """All three databases are there and whole. Looks at copies, since Wine's locks are not Linux's."""
        said = {}
        for name in ("cache", "library", "ledger"):
            with tempfile.TemporaryDirectory() as copy:
                for suffix in ("", "-wal"):
                    with contextlib.suppress(FileNotFoundError):
                        shutil.copy(folder / f"{name}.db{suffix}", copy)
                try:
                    with contextlib.closing(sqlite3.connect(f"file:{copy}/{name}.db?mode=rw", uri=True)) as database:
                        said[name] = database.execute("PRAGMA integrity_check").fetchone()[0]
                except sqlite3.Error as error:
                    said[name] = str(error)
        self.check(f"the databases are sound {title}", set(said.values()) == {"ok"}, said)

    # What is told, in its order.

    def names(self):
        code, out, err = self.cli("--version")
        self.check("--version", code == 0 and out.startswith("perihelion-cli "), (code, out, err))
        names = ["Синий.луг.2019.1080p.WEB-DL.x264-GRP.mkv", "星の牧場.S01E05.1080p.mkv", "Gümüş.Çayır.2021.720p.mkv", "Sintel.2010.2160p.mkv"]
        plain = self.cli("parse", given="\n".join(names).encode())
        titles = [json.loads(line)["title"] for line in plain[1].splitlines()]
        self.check("names beyond ASCII are read from stdin", plain[0] == 0 and titles == ["Синий луг", "星の牧場", "Gümüş Çayır", "Sintel"], plain)
        marked = self.cli("parse", given=("\ufeff" + "\r\n".join(names) + "\r\n").encode())
        self.check("a file of Windows, with CRLF and a byte order mark, says the same", marked[:2] == plain[:2], marked)
        files = [{"index": n, "name": f"Луг S01E0{n}.mkv", "path": f"/Луг/Луг S01E0{n}.mkv", "size": 900 << 20} for n in (1, 2, 3)]
        case = {"media_type": "series", "title": "Луг", "season": 1, "episode": 2, "files": files}
        answer = self.cli("select", given=(json.dumps(case, ensure_ascii=False) + "\r\n").encode())
        self.check("select", answer[0] == 0 and json.loads(answer[1])["index"] == 2, answer)
        broken = self.cli("select", given=b"{nonsense\r\n" + json.dumps(case).encode() + b"\r\n")
        self.check("a line that cannot be read costs no other", broken[0] == 1 and '"index":2' in broken[1] and "line 1" in broken[2], broken)

    def finding(self):
        code, rows, err = self.rows("search", "sintel")
        self.check("search", code == 0 and any(row["id"] == SINTEL for row in rows), (code, err))
        code, rows, err = self.rows("streams", SINTEL)
        self.check("streams", code == 0 and len(rows) > 50 and rows[0]["cached"], (code, len(rows), err))
        self.check("a log in a file has no codes of colours", "\x1b" not in self.cli("account", env={"PERIHELION_LOG": "debug"})[2])
        code, rows, err = self.rows("link", SINTEL)
        link = rows[-1].get("link", "") if rows else ""
        start = b""
        if link.startswith("http"):
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(urllib.request.Request(link, headers={"Range": "bytes=0-3"}), timeout=20) as answer:
                    start = answer.read(4)
        self.check("link leads to a file", code == 0 and len(start) == 4, (code, rows and sorted(rows[-1]), err))
        code, rows, err = self.rows("added")
        self.check("added lists what the link added", code == 0 and [row["state"] for row in rows] == ["used"], (code, rows, err))
        kept = sorted(path.name for path in self.data.iterdir()) if self.data.is_dir() else "nothing"
        self.check("its data is in the person's %LOCALAPPDATA%", {"cache.db", "ledger.db", "library.db"} <= set(kept), kept)
        self.sound(self.data, "after a link")

    def side_by_side(self):
        data = self.wine.home / "Neue Größe" / "data"
        outcomes = []
        work = lambda *arguments: outcomes.append(self.cli(*arguments, data=data))
        tasks = [("streams", SINTEL), ("link", SINTEL), ("streams", "tt1254207"), ("link", SINTEL)]
        threads = [threading.Thread(target=work, args=task) for task in tasks]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        self.check("four runs at once share a data folder", all(code == 0 for code, _, _ in outcomes), [(code, err[-300:]) for code, _, err in outcomes])
        self.sound(data, "after four at once")

    def killed(self, title, path, data, token):
        """Kills `link` while StremThru has not answered a request yet. Returns what `added` says then."""
        Between.hold(path)
        environment = {"PERIHELION_ENDPOINTS": self.endpoints, "PERIHELION_TOKEN": token, "PERIHELION_DATA_DIR": self.wine.windows(data)}
        nothing = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        child = self.wine.start([self.wine.windows(self.program), "link", SINTEL], env=environment, **nothing)
        reached = Between.reached.wait(300)
        child.kill()
        child.wait()
        Between.free()
        self.check(f"killed {title}", reached and child.returncode == -9, (reached, child.returncode))
        self.sound(data, "after that")
        code, rows, err = self.rows("added", data=data, token=token)
        return code, rows, err

    def killing(self):
        data, token = self.wine.home / "Ende 1", "planted-killed-one"
        code, rows, err = self.killed("while adding", "/magnets", data, token)
        self.check("the ledger knows that something may have been added", code == 0 and len(rows) == 1 and not rows[0]["used"], (code, rows, err))
        code, rows, err = self.rows("link", SINTEL, data=data, token=token)
        self.check("the next run makes a link all the same", code == 0, (code, err))
        data, token = self.wine.home / "Ende 2", "planted-killed-two"
        code, rows, err = self.killed("after adding, before the link", "/link/generate", data, token)
        self.check("the ledger knows what was added", code == 0 and [row["state"] for row in rows] == ["unused"], (code, rows, err))
        account = self.rows("cloud", data=data, token=token)
        hashes = lambda rows: {row["info_hash"] for row in rows}
        self.check("and the account holds it", rows and hashes(rows) <= hashes(account[1]), account)
        code, _, err = self.cli("added", "--undo-unused", data=data, token=token)
        account = self.rows("cloud", data=data, token=token)
        self.check("added --undo-unused takes it out", code == 0 and not hashes(rows) & hashes(account[1]), (code, err, account))
        self.check("and out of the ledger", self.cli("added", data=data, token=token)[0] == 3)

    def pressing(self):
        """Ctrl+C in a console: Wine has one when stdin is a terminal."""
        data, token = self.wine.home / "Strg C", "planted-stopped"
        pressed = self.wine.folder / "now"
        Between.hold("/magnets")
        environment = {"PERIHELION_ENDPOINTS": self.endpoints, "PERIHELION_TOKEN": token, "PERIHELION_DATA_DIR": self.wine.windows(data)}
        ours, theirs = pty.openpty()
        command = [self.wine.windows(self.wine.programs / "press.exe"), f"Z:{pressed}", self.wine.windows(self.program), "link", SINTEL]
        child = self.wine.start(command, env=environment, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        os.close(theirs)
        reached = Between.reached.wait(300)
        pressed.touch()
        words = ""
        for line in child.stderr:
            words += line.decode("utf-8", "backslashreplace")
            if "stopping" in words:
                Between.free()
        Between.free()
        child.wait()
        os.close(ours)
        if child.returncode in range(90, 100):
            return self.tally.not_checked("Wine: Ctrl+C", f"it could not be pressed here ({child.returncode})")
        self.check("Ctrl+C while adding stops it", reached and child.returncode == 130 and "stopping" in words, (child.returncode, words))
        code, out, err = self.cli("added", data=data, token=token)
        self.check("and takes out what was added", code == 3, (code, out, err))
        code, rows, err = self.rows("cloud", data=data, token=token)
        self.check("the account holds nothing of it", not any(row["ours"] for row in rows), rows)
        self.sound(data, "after Ctrl+C")

    def settings(self):
        manifest = f"{self.endpoints}/addon/{KEYED}/manifest.json"
        code, rows, err = self.rows("sources", "add", "addon", manifest, "--label", "Yıldızlı Çayır", token=None)
        self.check("sources add keeps a keyed address in the credential manager", code == 0, (code, rows, err))
        listed = self.rows("sources", "list", token=None)[1]
        self.check("the next run knows it", [row["label"] for row in listed] == ["Yıldızlı Çayır"], listed)
        written = self.data / "settings.json"
        self.check("settings are a file of UTF-8", written.is_file() and "Yıldızlı Çayır" in written.read_text("utf-8"))
        name = rows[0]["source"] if rows else "own-1"
        asked = self.rows("streams", SINTEL, "--sources", name, token=TOKEN)
        # With a token of its own a run leaves the credential manager alone, so the key is not known there.
        self.check("a run with a token of its own still lists it", self.rows("sources", "list")[1] == listed, asked[2])
        asked = self.rows("streams", SINTEL, "--sources", name, token=None)
        self.check("it is asked by its keyed address", asked[0] == 0 and asked[1], (asked[0], asked[2]))
        code, out, err = self.cli("sources", "remove", name, token=None)
        self.check("sources remove", code == 0 and self.rows("sources", "list", token=None)[1] == [], (code, out, err))
        # Who waits for a lock holds its file open, so it stays.
        kept = (".db", ".db-shm", ".db-wal", ".json", ".lock")
        left = sorted(path.name for path in self.data.iterdir() if path.suffix not in kept)
        self.check("saving leaves nothing beside the file", left in ([], ["pictures"], ["logs"], ["logs", "pictures"]), left)

    def doctor(self):
        folder = self.wine.make(self.wine.home / "Bericht für den Fehler")
        code, rows, err = self.rows("doctor", cwd=folder)
        zips = list(folder.glob("*.zip"))
        self.check("doctor writes a zip where it is called", code == 0 and len(zips) == 1, (code, rows, err, zips))
        texts = {}
        if zips:
            with zipfile.ZipFile(io.BytesIO(zips[0].read_bytes())) as archive:
                texts = {name: archive.read(name).decode() for name in archive.namelist()}
        together = "\n".join(texts.values())
        self.check("it says which system this is", "windows" in together.lower(), sorted(texts))
        self.check("no token or key is in it", texts and "planted-" not in together and "planted-" not in err)

    def moved(self):
        """A person's local data moved elsewhere, as companies do: the folder the system names counts."""
        shell = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
        elsewhere = self.wine.make(self.wine.drive / "Lokale Daten für alle")
        self.wine.run(["reg", "add", shell, "/v", "Local AppData", "/t", "REG_EXPAND_SZ", "/d", self.wine.windows(elsewhere), "/f"])
        code, _, err = self.cli("search", "sintel")
        made = elsewhere / "Perihelion" / "data" / "cache.db"
        self.check("a moved %LOCALAPPDATA% is followed", code == 0 and made.is_file(), (code, err, list(elsewhere.rglob("*"))))

    def secrets(self):
        found, read = [], 0
        forms = [form for text in ("planted-", KEYED) for form in (text.encode(), text.encode("utf-16-le"))]
        for path in self.wine.folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and not path.is_relative_to(self.wine.drive / "windows") and path != self.program:
                content = path.read_bytes()
                read += 1
                found += [path.name for form in forms if form in content]
        self.check(f"no token or key stands in any of {read} files", read > 20 and not found, found)

    def tell(self):
        self.names()
        command = [self.wine.windows(self.program), "simulate", "--torrents", "120", "--latency", "5"]
        simulator = self.wine.start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        base = simulator.stdout.readline().strip()
        self.check("simulate says where it answers", base.startswith("http://127.0.0.1:"), base)
        Between.behind = base.removeprefix("http://")
        between = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Between)
        threading.Thread(target=between.serve_forever, daemon=True).start()
        self.endpoints = f"http://127.0.0.1:{between.server_port}"
        try:
            for part in (self.finding, self.side_by_side, self.killing, self.pressing, self.settings, self.doctor, self.moved, self.secrets):
                try:
                    part()
                except Exception as error:  # one broken part must not hide the others
                    self.check(f"{part.__name__} as a whole", False, repr(error))
        finally:
            simulator.kill()
            between.shutdown()
        self.tally.not_checked("Wine: Ctrl+Break and a closed console", "this Wine cannot send them")
        self.tally.not_checked("Wine: the window", "there is no WebView2 for Wine")


def tell(program, tally):
    wine = Wine()
    try:
        Story(pathlib.Path(program), wine, tally).tell()
    finally:
        wine.end()
