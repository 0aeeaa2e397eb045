// Figures as people read them, in the language in use: bytes, times, bitrates, dates.
import { language, type Language } from "./messages/language.svelte";

/** A formatter is dear to make and cheap to ask: one of each for a language. */
function once<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const held = made.get(language.locale);
    if (held) return held;
    const one = make(language.locale);
    made.set(language.locale, one);
    return one;
  };
}

const whole = once((locale) => new Intl.NumberFormat(locale));
const tenths = once((locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const dates = once(
  (locale) => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
);
const days = once((locale) => new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" }));
const clock = once((locale) => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }));
const relative = once((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const languages = once((locale) => ({
  of: new Intl.DisplayNames(locale, { type: "language" }),
  names: new Map<string, string>(),
}));

const units = ["B", "KB", "MB", "GB", "TB"];

const spans: Record<Language, { s: string; min: string; h: string; days: string }> = {
  en: { s: "s", min: "min", h: "h", days: "days" },
  tr: { s: "sn", min: "dk", h: "sa", days: "gün" },
};
const span = () => spans[language.current];

/** Decimal units, as file managers and services count. */
export function bytes(value: number | null): string | null {
  if (value === null || value < 0) return null;
  let step = 0;
  let left = value;
  while (left >= 999.5 && step < units.length - 1) {
    left /= 1000;
    step += 1;
  }
  return `${left < 10 && step > 0 ? decimal(left) : count(Math.round(left))} ${units[step] ?? ""}`;
}

export function seconds(ms: number | null): string | null {
  if (ms === null) return null;
  return `${ms < 10_000 ? decimal(ms / 1000) : count(Math.round(ms / 1000))} ${span().s}`;
}

/** What was typed, short enough for a sentence. */
export function brief(text: string): string {
  const letters = [...text.slice(0, 400)];
  return letters.length > 60 ? `${letters.slice(0, 60).join("").trimEnd()}…` : text;
}

export function count(value: number): string {
  return whole().format(value);
}

/** A position in a film: `12:40`, `1:02:40`. */
export function clockTime(position: number): string {
  const whole = Math.max(0, Math.floor(position));
  const two = (n: number) => String(n).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** With exactly one digit after the point: ratings, sizes. */
export function decimal(value: number): string {
  return tenths().format(value);
}

/** Minutes out of `148 min`, `2h28min`, `24m`. */
export function minutes(runtime: string | null): number | null {
  if (!runtime) return null;
  const hours = /(\d+)\s*h/i.exec(runtime)?.[1];
  const rest = /(\d+)\s*m/i.exec(runtime)?.[1];
  const total = Number(hours ?? 0) * 60 + Number(rest ?? 0);
  return total > 0 ? total : null;
}

/** A runtime as the catalogue writes it, in the language in use; what is no length stays as it is. */
export function runtime(text: string | null): string | null {
  const length = minutes(text);
  return length === null ? text : `${count(length)} ${span().min}`;
}

/** Megabits per second a file of this size needs to play in its runtime. */
export function bitrate(size: number | null, runtime: string | null): string | null {
  const length = minutes(runtime);
  if (size === null || length === null) return null;
  const mbps = (size * 8) / (length * 60) / 1e6;
  return megabits(mbps);
}

function megabits(mbps: number): string {
  return `${mbps < 10 ? decimal(mbps) : count(Math.round(mbps))} Mb/s`;
}

/** Bits a second as people compare them. */
export function speed(bits: number | null): string | null {
  return bits === null ? null : megabits(bits / 1e6);
}

/** `2010-07-16` as `16 Jul 2010`. */
export function day(date: string | null): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? "");
  if (!match) return null;
  return dates().format(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
}

/** The local calendar day and clock time of an RFC 3339 instant. */
export function moment(instant: string): { day: string; time: string; at: number } {
  const at = new Date(instant);
  return { day: days().format(at), time: clock().format(at), at: at.getTime() };
}

/** Seconds as `3 min`, `2 h`, `5 days`. */
export function age(value: number): string {
  if (value < 90) return `${Math.max(1, Math.round(value))} ${span().s}`;
  if (value < 5400) return `${Math.round(value / 60)} ${span().min}`;
  if (value < 129_600) return `${Math.round(value / 3600)} ${span().h}`;
  return `${Math.round(value / 86_400)} ${span().days}`;
}

/** How long ago an instant was. */
export function ago(instant: string, now = Date.now()): string {
  const passed = (now - Date.parse(instant)) / 1000;
  if (passed < 90) return relative().format(0, "second");
  if (passed < 5400) return relative().format(-Math.round(passed / 60), "minute");
  if (passed < 129_600) return relative().format(-Math.round(passed / 3600), "hour");
  return relative().format(-Math.round(passed / 86_400), "day");
}

/** A language by its ISO 639-1 code. */
export function languageName(code: string): string {
  const { of, names } = languages();
  const held = names.get(code);
  if (held !== undefined) return held;
  const name = named(of, code);
  names.set(code, name);
  return name;
}

function named(of: Intl.DisplayNames, code: string): string {
  try {
    return of.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A release name in four parts so that the episode and the group are never what an ellipsis takes. */
export function releaseParts(release: string): { head: string; mark: string; middle: string; tail: string } {
  const mark =
    /[ ._[(-](S\d{1,2}(?:[ ._-]?E\d{1,4}(?:-?E?\d{1,4})?)?|\d{1,2}x\d{2,3}|(?:E|EP)?\d{2,4}(?:v\d)?)(?=[ ._\])-]|$)/i.exec(
      release,
    );
  const split = mark && mark.index < 64 && !/^(?:19|20)\d\d$/.test(mark[1] ?? "") ? mark.index + mark[0].length : 0;
  const rest = release.slice(split);
  const group = /(?:-[\w.!]{2,20}(?:\.\w{2,4})?|\[[^\]]{2,14}\](?:\.\w{2,4})?|\.\w{2,4})$/.exec(rest)?.[0] ?? "";
  return {
    head: split ? release.slice(0, (mark?.index ?? 0) + 1) : "",
    mark: split ? release.slice((mark?.index ?? 0) + 1, split) : "",
    middle: rest.slice(0, rest.length - group.length),
    tail: group,
  };
}
