// The small query language of the filter field: words, "a phrase", -word, /regex/, and `key:value` with commas for "or".
// Pure. Something half-typed hides nothing and is named as not understood.
import type { StreamRow } from "../wire";
import { factsOf, searchTextOf, sizeOf } from "./facts";

export type Key = "res" | "codec" | "hdr" | "audio" | "lang" | "source" | "group" | "is" | "in" | "size" | "seeders";
const keys: readonly string[] = [
  "res",
  "codec",
  "hdr",
  "audio",
  "lang",
  "source",
  "group",
  "is",
  "in",
  "size",
  "seeders",
];

type Test = (row: StreamRow) => boolean;
/** `unnamed`: the rows that a wish for languages leaves out only because they name none. */
export type Term = { raw: string; key: Key | null; values: string[]; negated: boolean; test: Test; unnamed: Test };
export type Query = { terms: Term[]; invalid: string[] };

const tokens = /-?(?:"[^"]*"?|\/(?:\\.|[^/\\])+\/(?=\s|$)|[a-z]+:"[^"]*"?|\S+)/gi;

export function parseQuery(text: string): Query {
  const query: Query = { terms: [], invalid: [] };
  for (const [raw] of text.matchAll(tokens)) {
    const negated = raw.length > 1 && raw.startsWith("-");
    const read = readTerm(negated ? raw.slice(1) : raw);
    if (!read) query.invalid.push(raw);
    else {
      const { key, values, test } = read;
      // What names no language is not foreign: a language that is not wanted leaves it in.
      const unnamed = (row: StreamRow) => key === "lang" && row.languages.length === 0 && !values.includes("none");
      const passes = (row: StreamRow) => (unnamed(row) ? negated : test(row) !== negated);
      query.terms.push({ ...read, raw, negated, test: passes, unnamed: (row) => !negated && unnamed(row) });
    }
  }
  return query;
}

type Read = { key: Key | null; values: string[]; test: Test } | null;

function readTerm(word: string): Read {
  const regex = /^\/(.+)\/$/.exec(word)?.[1];
  if (regex !== undefined) {
    const pattern = asPattern(regex);
    return pattern && { key: null, values: [], test: (row) => pattern.test(row.release) };
  }
  if (word.startsWith("/") || word === "-") return null;
  const [, key, value = ""] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
  if (key !== undefined && keys.includes(key.toLowerCase())) return readKey(key.toLowerCase() as Key, unquoted(value));
  const wanted = unquoted(word).toLowerCase();
  return wanted === "" ? null : { key: null, values: [], test: (row) => searchTextOf(row).includes(wanted) };
}

function readKey(key: Key, text: string): Read {
  const values = text
    .toLowerCase()
    .split(",")
    .filter((value) => value !== "");
  if (values.length === 0) return null;
  const tests = values.map((value) => testOf(key, value));
  if (tests.some((test) => test === null)) return null;
  return { key, values, test: (row) => tests.some((test) => test?.(row)) };
}

const plain = (text: string) => text.toLowerCase().replace(/[\s._-]/g, "");

/** Whether a text is a value, however both are written. Rows share few texts: each is looked at once. */
function isValue(value: string): (text: string) => boolean {
  const wanted = plain(value);
  const known = new Map<string, boolean>();
  return (text) => {
    let is = known.get(text);
    if (is === undefined) known.set(text, (is = plain(text) === wanted));
    return is;
  };
}

function testOf(key: Key, value: string): Test | null {
  const is = isValue(value);
  switch (key) {
    case "res":
      return (row) => (row.resolution ?? "").toLowerCase() === value || (value === "4k" && factsOf(row).height >= 2000);
    case "codec":
      return (row) => is(row.codec ?? "");
    case "hdr":
      return (row) => (value === "none" ? row.hdr.length === 0 : row.hdr.some(is));
    case "audio":
      return (row) => row.audio.some(is) || row.channels.some(is);
    case "lang":
      return (row) => (value === "none" ? row.languages.length === 0 : row.languages.some(is));
    case "source":
      return (row) => row.sources.some(is);
    case "group":
      return (row) => is(row.group ?? "");
    case "in":
      return value === "cloud" ? (row) => row.services.some((service) => service.inCloud) : null;
    case "is":
      return states[value] ?? null;
    case "size":
      return range(value, sizeUnit, sizeOf);
    case "seeders":
      return range(
        value,
        () => 1,
        (row) => row.seeders,
      );
  }
}

const states: Record<string, Test> = {
  cached: (row) => row.cached === "yes",
  uncached: (row) => row.cached === "no",
  unknown: (row) => row.cached === "unknown" || row.cached === "checking",
  pack: (row) => row.scope === "pack",
  single: (row) => row.scope === "single",
};

const sizeUnit = (unit: string) => ({ tb: 1e12, gb: 1e9, mb: 1e6 })[unit] ?? 1e9;

/** `<4gb`, `>500mb`, `2gb..6gb`. A row whose figure is not known passes neither. */
function range(text: string, unit: (name: string) => number, of: (row: StreamRow) => number | null): Test | null {
  const match =
    /^(?:([<>])=?(\d+(?:\.\d+)?)([tgm]b)?|(\d+(?:\.\d+)?)([tgm]b)?(?:\.\.|-)(\d+(?:\.\d+)?)([tgm]b)?)$/.exec(text);
  if (!match) return null;
  const [, sign, bound, boundUnit, low, lowUnit, high, highUnit] = match;
  const limit = Number(bound) * unit(boundUnit ?? "");
  const from = sign === ">" ? limit : sign === "<" ? -Infinity : Number(low) * unit(lowUnit ?? highUnit ?? "");
  const to = sign === "<" ? limit : sign === ">" ? Infinity : Number(high) * unit(highUnit ?? "");
  return (row) => {
    const figure = of(row);
    return figure !== null && figure >= from && figure <= to;
  };
}

function asPattern(text: string): RegExp | null {
  try {
    return new RegExp(text, "i");
  } catch {
    return null;
  }
}

const unquoted = (text: string) => text.replace(/^"|"$/g, "");

/** What is chosen of a key in the text: the values of its plain terms. */
export function chosen(query: Query, key: Key): string[] {
  return query.terms.filter((term) => term.key === key && !term.negated).flatMap((term) => term.values);
}

/** The text with one value of a key put in, or taken out when it was there. Values of a key widen each other. */
export function toggled(text: string, key: Key, value: string): string {
  const query = parseQuery(text);
  const values = chosen(query, key);
  const wanted = value.toLowerCase();
  const next = values.includes(wanted) ? values.filter((one) => one !== wanted) : [...values, wanted];
  const rest = [...text.matchAll(tokens)]
    .map(([raw]) => raw)
    .filter((raw) => !query.terms.some((term) => term.raw === raw && term.key === key && !term.negated));
  const joined = next.join(",");
  const written = joined.includes(" ") ? `${key}:"${joined}"` : `${key}:${joined}`;
  return [...rest, ...(next.length > 0 ? [written] : [])].join(" ");
}

/** The text without one of its terms. */
export function without(text: string, raw: string): string {
  return [...text.matchAll(tokens)]
    .map(([one]) => one)
    .filter((one) => one !== raw)
    .join(" ");
}
