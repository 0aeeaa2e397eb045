// The sources of the mock's settings: their health, what can be set of each, probes, and sources of one's own.
import type { OwnKind, Probe, SettingChange, SourceHealth, SourceSetting, WireError } from "../wire";
import { random, sources } from "./rows";
import { state } from "./state";
import { before, fail, say, wait } from "./tools";

function health(source: string, index: number): SourceHealth {
  const next = random(index * 97 + 5);
  const bad: Record<string, WireError> = {
    zilean: fail("timeout", "No answer within 10 s.", "Try again", "Zilean"),
    nyaa: fail("rateLimited", "Asked too often", "It asks to wait 40 s", "Nyaa"),
  };
  const error = bad[source] ?? null;
  if (source === "peerflix") return { last: null, lastGood: null, latencyMs: null, restingS: null, days: [] };
  return {
    last: { error, at: before(1000 * 60 * (2 + index * 7)) },
    lastGood: before(1000 * 60 * (error ? 500 : 2 + index * 7)),
    latencyMs: Math.round(150 + next() * 900),
    restingS: source === "nyaa" ? 40 : null,
    days: Array.from({ length: 7 }, (_, at) => ({
      good: Math.round(4 + next() * 30),
      bad: error && at > 3 ? Math.round(next() * 14) : next() < 0.3 ? Math.round(next() * 4) : 0,
    })),
  };
}

const option = (key: string, code: string, label: string, secret: boolean, set: boolean, value: string | null) => ({
  key,
  label: say(code, label),
  secret,
  set,
  value,
});

const optionsOf: Record<string, SourceSetting["options"]> = {
  mediafusion: [
    option("password", "password", "Password of your server", true, false, null),
    option("config", "userConfig", "User configuration", true, true, null),
  ],
  torrentio: [option("config", "configPath", "Configuration path", false, true, "sort=qualitysize|limit=50")],
  torrentsdb: [option("config", "configPath", "Configuration path", false, false, null)],
};

export const sourceSettings: SourceSetting[] = sources.map(([source, label], index) => ({
  source,
  label,
  enabled: state !== "alloff" && source !== "peerflix",
  baseUrl: source === "comet" ? "http://127.0.0.1:8000" : `https://${source}.example.org`,
  defaultBaseUrl: `https://${source}.example.org`,
  about:
    source === "nyaa" || source === "animetosho"
      ? say("anime", "Anime, by title and episode number.")
      : say("filmsAndSeries", "Films and series, by IMDb id; anime where it knows the id."),
  timeoutS: source === "zilean" ? 15 : 10,
  defaultTimeoutS: 10,
  options: optionsOf[source] ?? [],
  own: null,
  health: health(source, index),
}));

export function changeSource(held: SourceSetting[], what: SettingChange & { source: string }) {
  const source = held.find((one) => one.source === what.source);
  if (!source) throw fail("notFound", "There is no such source.");
  if (what.type === "sourceEnabled") source.enabled = what.enabled;
  else if (what.type === "sourceTimeout") source.timeoutS = what.seconds ?? source.defaultTimeoutS;
  else if (what.type === "sourceBaseUrl") {
    if (what.url !== null && !/^https?:\/\//.test(what.url))
      throw fail("badInput", "An address begins with http:// or https://.");
    source.baseUrl = what.url ?? source.defaultBaseUrl;
  } else if (what.type === "sourceOption") {
    const option = source.options.find((one) => one.key === what.key);
    if (option) Object.assign(option, { set: what.value !== null, value: option.secret ? null : what.value });
  }
}

/** What adding a source of one's own gives; `at` tells it from the others. */
export async function ownSource(kind: OwnKind, url: string, key: string | null, at: number): Promise<SourceSetting> {
  await wait(800);
  if (!/^https?:\/\//.test(url)) throw fail("badInput", "An address begins with http:// or https://.");
  if (kind === "torznab" && !key) throw fail("refused", "The feed asks for an API key.", "Paste the one it shows.");
  if (url.includes("nowhere")) throw fail("unreachable", "Nothing answers there.", "Check the address.", url);
  if (kind === "addon" && !url.endsWith("manifest.json"))
    throw fail("malformed", "That is not an addon's manifest.", "The address ends with manifest.json.");
  const host = new URL(url).host;
  return {
    source: `own-${at}`,
    label: kind === "addon" ? `Addon at ${host}` : `Torznab at ${host}`,
    enabled: true,
    baseUrl: url,
    defaultBaseUrl: url,
    about:
      kind === "addon"
        ? say("ownAddon", "A Stremio addon you added.")
        : say("ownTorznab", "A Torznab feed you added, by title."),
    timeoutS: 10,
    defaultTimeoutS: 10,
    options: kind === "torznab" ? [option("key", "apiKey", "API key", true, true, null)] : [],
    own: kind,
    health: {
      last: { error: null, at: before(1000) },
      lastGood: before(1000),
      latencyMs: 312,
      restingS: null,
      days: [],
    },
  };
}

export async function probe(source: string): Promise<Probe> {
  await wait(900);
  const bad = health(source, 1).last?.error ?? null;
  return { source, count: bad ? null : 38, elapsedMs: 412, error: bad };
}
