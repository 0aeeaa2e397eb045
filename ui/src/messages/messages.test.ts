// Two languages, complete: every key in both, nothing left in English, and the shell's codes said.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { catalogues, language, say, sayError, t } from ".";

type Leaf = [path: string, value: unknown];
const leaves = (value: unknown, path = ""): Leaf[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [[path, value]];
const shellOnly = ({ says: _says, errors: _errors, accounts: _accounts, ...own }: typeof t) => own;
const en = leaves(shellOnly(catalogues.en));
const tr = new Map(leaves(shellOnly(catalogues.tr)));

/** Names, keys and figures that are the same in every language. */
const same =
  /^(app\.name|kind\.movie|kind\.anime|sheet\.groups\.\d\.1\.\d+\.0|picks\.(chipFound|summaryDone)|picks\.tier\.(4k-hdr|4k|1080p|720p|sd)|.*\.same\..*)$/;

afterEach(() => void (language.current = "en"));

/** A text with its holes filled, so that functions are held to the same rules as plain texts. */
const filled = (value: unknown): string =>
  typeof value === "function" ? String((value as (...args: unknown[]) => unknown)("3", "5", "7")) : String(value);

describe("the catalogues", () => {
  it("have the same keys, over two hundred of them", () => {
    expect([...tr.keys()].sort()).toEqual(en.map(([path]) => path).sort());
    expect(en.length).toBeGreaterThan(200);
  });

  it("have no text left in the other language", () => {
    const left = en.filter(([path, value]) => {
      if (same.test(path) || value === "") return false;
      if (typeof value === "function") return String(value) === String(tr.get(path));
      return value === tr.get(path);
    });
    expect(left).toEqual([]);
  });

  it("say nothing empty in Turkish that English says", () => {
    const empty = en.filter(([path, value]) => filled(value).trim() !== "" && filled(tr.get(path)).trim() === "");
    expect(empty.map(([path]) => path)).toEqual([]);
  });

  it("leave no hole unfilled", () => {
    expect([...tr].filter(([, value]) => /undefined|\[object|\$\{/.test(filled(value))).map(([path]) => path)).toEqual(
      [],
    );
  });
});

describe("the shell's coded texts", () => {
  const reason = { code: "seeders", text: "42 seeders", value: "42" };

  it("are the shell's own in English and said by code in Turkish", () => {
    expect(say(reason)).toBe("42 seeders");
    language.current = "tr";
    expect(say(reason)).toBe("42 gönderen");
    expect(say({ code: "somethingNew", text: "something new", value: null })).toBe("something new");
  });

  it("name who an error is about", () => {
    const error = { code: "tokenRefused" as const, message: "TorBox refused the token", hint: null, about: "TorBox" };
    expect(sayError(error).message).toBe("TorBox refused the token");
    language.current = "tr";
    expect(sayError(error).message).toBe("TorBox anahtarı reddetti.");
  });

  it("keep the particulars only the shell knows", () => {
    language.current = "tr";
    const error = { code: "badInput" as const, message: "The pattern ends too early", hint: null, about: null };
    expect(sayError(error)).toEqual({ message: "Bu girdi kullanılamıyor.", hint: "The pattern ends too early" });
  });
});

describe("an error code of many uses, in Turkish", () => {
  it.each([
    ["noPlayer", "The browser could not be opened", "Copy the link instead"],
    ["noPlayer", "That file is not a video", "Choose another torrent"],
    ["notFound", "No service lists the files of this torrent", null],
    ["notFound", "That row is no longer at hand", "Search again"],
    ["storage", "The library: the database was damaged; it was kept as /data/library.db.damaged", null],
    ["storage", "The playlist could not be saved", "Check the downloads folder, or copy the links"],
  ] as const)("%s says what is true of each and keeps “%s”", (code, message, hint) => {
    language.current = "tr";
    const said = sayError({ code, message, hint, about: null });
    expect(said.message).not.toMatch(/oynatıcı|kimlik|Uygulamanın/i);
    expect(said.hint).toBe(hint ? `${message}. ${hint}` : message);
  });
});

it("the texts follow the language", () => {
  expect(t.verb.play).toBe("Play");
  language.current = "tr";
  expect(t.verb.play).toBe("Oynat");
});

it("every text is said somewhere", () => {
  const root = join(process.cwd(), "src");
  const source = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !/^messages|\.test\./.test(name))
    .map((name) => readFileSync(join(root, name), "utf8"))
    .join("\n");
  const dead = Object.entries(shellOnly(catalogues.en)).flatMap(([group, texts]) =>
    new RegExp(`\\bt\\.${group}(\\[|\\(|\\b(?!\\.))`).test(source)
      ? []
      : Object.keys(texts).filter((key) => !new RegExp(`\\bt\\.${group}\\.${key}\\b`).test(source)),
  );
  expect(dead).toEqual([]);
});
