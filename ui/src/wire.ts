// Generated from src-tauri/src/wire.rs by `UPDATE_WIRE=1 cargo test --test contract`; not edited by hand.

/**
 * The three kinds of work.
 */
export type Kind = "movie" | "series" | "anime";

/**
 * What the page can act on when something went wrong. A code exists only if the page treats it differently.
 */
export type Code = "noAccount" | "tokenRefused" | "subscriptionEnded" | "keyringUnavailable" | "keyringLocked" | "rateLimited" | "timeout" | "blocked" | "refused" | "unreachable" | "malformed" | "legalBlock" | "notCached" | "noFile" | "notFound" | "noPlayer" | "cancelled" | "badInput" | "storage" | "internal";

/**
 * Every error on the wire, in words a person understands.
 */
export type WireError = { code: Code, 
/**
 * What happened.
 */
message: string, 
/**
 * What to do about it.
 */
hint: string | null, };

/**
 * What the page needs to know once, at its start.
 */
export type AppInfo = { version: string, 
/**
 * The simulator answers instead of the real upstreams.
 */
demo: boolean, 
/**
 * Standing remarks, such as a missing keyring.
 */
notices: Array<WireError>, homeRows: Array<HomeRow>, };

/**
 * A row of posters on Home; `catalog` brings its titles.
 */
export type HomeRow = { id: string, label: string, kind: Kind, };

/**
 * A title as a poster shows it.
 */
export type TitleCard = { 
/**
 * `tt1727587` or `kitsu:12`.
 */
id: string, kind: Kind, name: string, 
/**
 * As the catalogue writes it: `2010`, `2008–2013`, `2019–`.
 */
years: string | null, 
/**
 * Out of ten.
 */
rating: number | null, poster: string | null, genres: Array<string>, };

export type TitleDetails = { id: string, kind: Kind, name: string, years: string | null, runtime: string | null, rating: number | null, genres: Array<string>, cast: Array<string>, directors: Array<string>, description: string | null, poster: string | null, background: string | null, logo: string | null, 
/**
 * Empty for a film. Season 0 holds the specials and comes last.
 */
seasons: Array<Season>, 
/**
 * A series whose episodes the catalogue does not list: the person types season and episode.
 */
episodesUnknown: boolean, 
/**
 * The other ids and titles the sources will be asked with, in words: `IMDb tt0388629`, `Kitsu 12`.
 */
knownAs: Array<string>, };

export type Season = { number: number, label: string, episodes: Array<EpisodeCard>, };

export type EpisodeCard = { 
/**
 * The season and episode to ask `findStreams` with.
 */
season: number, episode: number, 
/**
 * The other numbering, where there is one: `S23E15`, `episode 1170`.
 */
also: string | null, name: string | null, 
/**
 * `YYYY-MM-DD`.
 */
aired: string | null, 
/**
 * False when the date lies ahead.
 */
out: boolean, overview: string | null, still: string | null, watched: boolean, };

/**
 * Which film or episode to look for, and how much of what is remembered to ask again.
 */
export type StreamsRequest = { kind: Kind, id: string, season: number | null, episode: number | null, ask: Ask, };

/**
 * Which sources a search asks again.
 */
export type Ask = { "type": "stale" } | { "type": "all" } | { "type": "only", sources: Array<string>, };

export type SourceChip = { 
/**
 * `torrentio`, `nyaa`, …: stable.
 */
source: string, label: string, state: ChipState, };

export type ChipState = "asking" | "off" | "noId" | "remembered";

/**
 * Progress of a search, each a fact in the past tense and complete in itself.
 */
export type StreamEvent = { "type": "started", searchId: number, heading: string, sources: Array<SourceChip>, 
/**
 * Seconds since the remembered rows were found; null when nothing is remembered.
 */
rememberedS: number | null, } | { "type": "sourceAnswered", source: string, count: number, elapsedMs: number, } | { "type": "sourceSkipped", source: string, } | { "type": "sourceFailed", source: string, elapsedMs: number, error: WireError, } | { "type": "rowsArrived", rows: Array<StreamRow>, } | { "type": "cacheChecked", checked: number, total: number, cached: number, service: string, verdicts: Array<Verdict>, } | { "type": "cacheCheckFailed", unchecked: number, error: WireError, } | { "type": "pickChosen", id: string, 
/**
 * In words, the strongest first.
 */
reasons: Array<string>, } | { "type": "completed", rows: number, cached: number, elapsedMs: number, };

/**
 * Three truths, and the time before them. Unknown is never shown as no.
 */
export type Cached = "checking" | "yes" | "no" | "unknown";

export type RowScope = "single" | "pack" | "unknown";

export type StreamRow = { 
/**
 * The info hash: stable, 40 hex digits.
 */
id: string, 
/**
 * The release name as it was published.
 */
release: string, resolution: string | null, quality: string | null, codec: string | null, hdr: Array<string>, audio: Array<string>, channels: Array<string>, languages: Array<string>, group: string | null, scope: RowScope, 
/**
 * Bytes of the file that would play, where known.
 */
fileSize: number | null, 
/**
 * Bytes of the whole torrent, where known.
 */
size: number | null, fileName: string | null, seeders: number | null, 
/**
 * The sources that had it.
 */
sources: Array<string>, tracker: string | null, cached: Cached, 
/**
 * Higher is better. Rows are sorted by it unless the person chose another order.
 */
rank: number, 
/**
 * In words.
 */
reasons: Array<string>, };

/**
 * What a cache check changed in a row.
 */
export type Verdict = { id: string, cached: Cached, rank: number, fileSize: number | null, fileName: string | null, reasons: Array<string>, };

/**
 * Which row of a running or finished search to make a link of.
 */
export type LinkRequest = { searchId: number, id: string, 
/**
 * Whether to go on to the next best row when this one fails.
 */
goOn: boolean, };

export type LinkEvent = { "type": "candidateStarted", id: string, release: string, position: number, of: number, } | { "type": "added", status: string, } | { "type": "waited", status: string, attempt: number, } | { "type": "fileChosen", name: string, size: number | null, score: number, reasons: Array<string>, } | { "type": "candidateFailed", id: string, error: WireError, } | { "type": "linkMade" };

/**
 * A link that works, by handle. The URL stays in the shell.
 */
export type LinkView = { linkId: string, 
/**
 * The row it came from, which may be a later candidate than the one asked for.
 */
id: string, release: string, 
/**
 * `Real-Debrid`.
 */
service: string, fileName: string, fileSize: number | null, 
/**
 * The host the link leads to.
 */
host: string, score: number, reasons: Array<string>, };

export type PlayerInfo = { 
/**
 * `mpv`, `vlc`, `system`.
 */
id: string, label: string, found: boolean, };

/**
 * Which player was started.
 */
export type Played = { player: string, };

export type SettingsView = { 
/**
 * The chosen service's name, `realdebrid`.
 */
service: string, services: Array<ServiceInfo>, players: Array<PlayerInfo>, 
/**
 * `auto` or a player's id.
 */
player: string, theme: Theme, sources: Array<SourceSetting>, 
/**
 * The three first-run steps were finished or skipped.
 */
welcomed: boolean, 
/**
 * Where tokens are kept, in words.
 */
keyring: KeyringState, dataFolder: string, };

export type ServiceInfo = { name: string, label: string, 
/**
 * Why it cannot be chosen today; null when it can.
 */
unavailable: string | null, 
/**
 * Where the person finds the token, for opening in the browser with `openTokenPage`.
 */
tokenPage: string | null, signedIn: boolean, };

export type SourceSetting = { source: string, label: string, enabled: boolean, baseUrl: string, defaultBaseUrl: string, 
/**
 * What it covers, in words.
 */
about: string, };

export type Theme = "system" | "dark" | "light";

export type KeyringState = { "type": "ready" } | { "type": "thisRun", reason: WireError, };

/**
 * One change; only what differs from the defaults is saved.
 */
export type SettingChange = { "type": "service", name: string, } | { "type": "player", id: string, } | { "type": "theme", theme: Theme, } | { "type": "sourceEnabled", source: string, enabled: boolean, } | { "type": "sourceBaseUrl", source: string, url: string | null, } | { "type": "welcomed" };

/**
 * What a live test of a token found.
 */
export type Account = { service: string, 
/**
 * `premium`, `trial`, `expired`, or what the service said.
 */
status: string, 
/**
 * Whether links can be made with it.
 */
usable: boolean, 
/**
 * One sentence for the person.
 */
message: string, };

export type HistoryEntry = { entryId: number, title: TitleCard, season: number | null, episode: number | null, 
/**
 * `S2 E5`, or null for a film.
 */
label: string | null, fileName: string, 
/**
 * RFC 3339, UTC.
 */
playedAt: string, };
