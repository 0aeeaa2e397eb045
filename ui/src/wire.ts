// Generated from src-tauri/src/wire.rs by `UPDATE_WIRE=1 cargo test --test contract`; not edited by hand.

/**
 * The three kinds of work.
 */
export type Kind = "movie" | "series" | "anime";

/**
 * What the page can act on when something went wrong. A code exists only if the page treats it differently.
 */
export type Code = "noAccount" | "tokenRefused" | "subscriptionEnded" | "keyringUnavailable" | "keyringLocked" | "rateLimited" | "timeout" | "blocked" | "refused" | "unreachable" | "malformed" | "legalBlock" | "notCached" | "noFile" | "noPicture" | "wrongLength" | "wrongResolution" | "wrongLanguage" | "notFound" | "resting" | "noPlayer" | "cancelled" | "badInput" | "diskFull" | "folderGone" | "notWritable" | "fileTooLarge" | "otherFile" | "storage" | "internal";

/**
 * A short text that is also known by a code, so that the page can say it in the person's language.
 */
export type Say = { 
/**
 * Stable: `cached`, `exactEpisode`, `resolution`.
 */
code: string, 
/**
 * In English.
 */
text: string, 
/**
 * What the text is about where it varies: `1080p`, `42`.
 */
value: string | null, };

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
hint: string | null, 
/**
 * Who it concerns, by name: `Real-Debrid`, `Torrentio`.
 */
about: string | null, };

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
notices: Array<WireError>, homeRows: Array<HomeRow>, 
/**
 * What can be looked through, by kind.
 */
shelves: Array<Shelf>, 
/**
 * `en` or `tr`: the chosen language, or the system's where it is one of these.
 */
language: string, };

/**
 * A row of posters on Home; `catalog` brings its titles.
 */
export type HomeRow = { id: string, label: string, kind: Kind, 
/**
 * The listing whose beginning it is, as `browse` takes it.
 */
listing: string, genre: string | null, };

/**
 * What can be looked through of one kind.
 */
export type Shelf = { kind: Kind, 
/**
 * The most usual first.
 */
listings: Array<Listing>, genres: Array<string>, };

export type Listing = { 
/**
 * `top`, `year`, `kitsu-anime-trending`, …: stable.
 */
name: string, narrowed: Narrowed, };

/**
 * What a listing can be narrowed to.
 */
export type Narrowed = "never" | "toGenre" | "toYear";

/**
 * A part of a catalogue.
 */
export type BrowseRequest = { kind: Kind, listing: string, 
/**
 * A genre, or the year where the listing goes by years; null for all.
 */
of: string | null, 
/**
 * How many titles come before.
 */
skip: number, };

/**
 * The page of the same show in the other numbering.
 */
export type SameShow = { kind: Kind, id: string, };

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
rating: number | null, poster: string | null, genres: Array<string>, 
/**
 * Its id on `IMDb`, where the catalogue tells: an anime and a series of the same one are the same show.
 */
imdb: string | null, };

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
knownAs: Array<string>, inWatchlist: boolean, 
/**
 * There is a trailer; `openTrailer` opens it in the browser.
 */
trailer: boolean, 
/**
 * From 0 to 1 for a film that was begun.
 */
progress: number | null, };

export type Season = { number: number, episodes: Array<EpisodeCard>, };

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
out: boolean, overview: string | null, still: string | null, watched: boolean, 
/**
 * From 0 to 1 for one that was begun.
 */
progress: number | null, };

/**
 * What a text in the search field means.
 */
export type Query = { "type": "words", text: string, season: number | null, episode: number | null, } | { "type": "title", kind: Kind, id: string, season: number | null, episode: number | null, } | { "type": "torrent", id: string, name: string | null, } | { "type": "unusable", error: WireError, };

/**
 * What the system asks the page to show.
 */
export type FromSystem = { "type": "query", query: Query, } | { "type": "downloads" };

/**
 * Which film or episode to look for, and how much of what is remembered to ask again.
 */
export type StreamsRequest = { kind: Kind, id: string, season: number | null, episode: number | null, ask: Ask, 
/**
 * What the person changed of the numbering before searching; null asks with what the catalogue says.
 */
numbering: NumberingChange | null, };

/**
 * The numbers an episode is asked by, as the person wants them. A null leaves that numbering out.
 */
export type NumberingChange = { 
/**
 * Season and episode on IMDb.
 */
season: number | null, episode: number | null, 
/**
 * The running number over all seasons.
 */
absolute: number | null, 
/**
 * The episode within the Kitsu entry.
 */
kitsuEpisode: number | null, };

/**
 * Every id and number an episode or film is known by, and what each source will be asked with.
 */
export type Numbering = { 
/**
 * In words: `IMDb tt0388629`, `Kitsu 12`.
 */
ids: Array<string>, 
/**
 * The titles that title searches use.
 */
titles: Array<string>, numbers: NumberingChange, asked: Array<SourceAsked>, };

/**
 * The ids or searches one source is asked with; empty when it understands none.
 */
export type SourceAsked = { source: string, label: string, with: Array<string>, };

/**
 * A count with its reason, such as rows left out because they are of another season.
 */
export type Counted = { reason: Say, count: number, };

/**
 * Which sources a search asks again.
 */
export type Ask = { "type": "stale" } | { "type": "all" } | { "type": "only", sources: Array<string>, };

export type SourceChip = { 
/**
 * `torrentio`, `nyaa`, …: stable.
 */
source: string, label: string, state: ChipState, };

export type ChipState = "asking" | "off" | "noId" | "noDetails" | "remembered" | "resting";

/**
 * Progress of a search, each a fact in the past tense and complete in itself.
 */
export type StreamEvent = { "type": "started", searchId: number, heading: string, sources: Array<SourceChip>, 
/**
 * Seconds since the remembered rows were found; null when nothing is remembered.
 */
rememberedS: number | null, } | { "type": "sourceAnswered", source: string, count: number, elapsedMs: number, 
/**
 * What it found besides and why that was left out.
 */
dropped: Array<Counted>, 
/**
 * Some of its requests did not come back in time; what did counts.
 */
partial: boolean, } | { "type": "sourceSkipped", source: string, 
/**
 * Why it was not asked: `noId` or `noDetails`.
 */
state: ChipState, } | { "type": "sourceFailed", source: string, elapsedMs: number, error: WireError, } | { "type": "rowsArrived", rows: Array<StreamRow>, } | { "type": "cacheChecked", 
/**
 * The service's name, `realdebrid`.
 */
service: string, label: string, checked: number, total: number, cached: number, verdicts: Array<Verdict>, } | { "type": "cacheCheckFailed", service: string, label: string, unchecked: number, error: WireError, } | { "type": "pickChosen", id: string, } | { "type": "completed", rows: number, cached: number, elapsedMs: number, };

/**
 * Three truths, and the time before them. Unknown is never shown as no.
 */
export type Cached = "checking" | "yes" | "no" | "unknown";

export type RowScope = "single" | "pack" | "unknown";

export type StreamRow = { 
/**
 * The info hash, or for a row without a torrent a hash that names it: stable, 40 hex digits.
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
sources: Array<string>, tracker: string | null, 
/**
 * Over all services in use: yes when one of them holds it.
 */
cached: Cached, 
/**
 * One for each service in use, in the person's order.
 */
services: Array<ServiceCached>, 
/**
 * What addons offer for it by links of their own.
 */
links: Array<OfferedLink>, 
/**
 * There is no torrent, only the links; `id` is a name for the row.
 */
linkOnly: boolean, 
/**
 * Bits a second, from the file's size and the runtime.
 */
bitrate: number | null, 
/**
 * Why the preferences hide it; null when they do not.
 */
hidden: Say | null, 
/**
 * Higher is better. Rows are sorted by it unless the person chose another order.
 */
rank: number, 
/**
 * The strongest first.
 */
reasons: Array<Say>, };

/**
 * What one service says of a row, and what really happened with it here.
 */
export type ServiceCached = { 
/**
 * The service's name, `realdebrid`.
 */
service: string, cached: Cached, 
/**
 * It is in the person's account already.
 */
inCloud: boolean, 
/**
 * What the last try on this machine came to.
 */
before: Before | null, };

/**
 * A link that an addon gives. The address stays in the shell.
 */
export type OfferedLink = { 
/**
 * The addon: `own-3`, which is also how `LinkRequest.service` names it.
 */
source: string, label: string, kind: OfferedKind, 
/**
 * What the addon says of whether it plays at once.
 */
cached: Cached, };

/**
 * What opens a link.
 */
export type OfferedKind = "direct" | "external" | "youTube";

/**
 * What a torrent came to when it was last tried at a service.
 */
export type Before = { worked: boolean, 
/**
 * The service refuses it, and would not download it either.
 */
refused: boolean, 
/**
 * RFC 3339, UTC.
 */
at: string, };

/**
 * What a cache check changed in a row.
 */
export type Verdict = { id: string, cached: Cached, services: Array<ServiceCached>, rank: number, fileSize: number | null, fileName: string | null, bitrate: number | null, hidden: Say | null, reasons: Array<Say>, };

/**
 * Why one file of a torrent is played and not another.
 */
export type WhyFile = { release: string, 
/**
 * Best first; what cannot be played comes last.
 */
files: Array<FileRank>, 
/**
 * From 0, a guess, to 1, certain.
 */
confidence: number, 
/**
 * How the files are numbered, in words; null when they are not.
 */
scheme: Say | null, 
/**
 * The person chose the file of this torrent before.
 */
corrected: boolean, };

export type FileRank = { 
/**
 * The path inside the torrent: what `correctFile` and `LinkRequest.file` name it by.
 */
path: string, size: number | null, score: number, parts: Array<ScorePart>, 
/**
 * The numbers found in the path.
 */
marks: Array<Mark>, 
/**
 * The one that would play.
 */
picked: boolean, 
/**
 * Why it is out of the question; null when it is not.
 */
refused: Say | null, 
/**
 * What the file said of itself when it was read here; null when it was not.
 */
media: MediaView | null, 
/**
 * Of the one that would play, its bit rate beside what the line carries; null until both are known.
 */
line: Say | null, };

export type ScorePart = { reason: Say, points: number, };

/**
 * A stretch of a path, in UTF-16 units.
 */
export type Mark = { start: number, end: number, 
/**
 * `season`, `episode`, `absolute`, `year`, `version`, `extra`, …
 */
kind: string, };

/**
 * How many rows of a search the preferences would hide.
 */
export type HiddenCount = { of: number, hidden: number, reasons: Array<Counted>, };

/**
 * Which row of a running or finished search to make a link of.
 */
export type LinkRequest = { searchId: number, id: string, 
/**
 * Whether to go on to the next best row when this one fails.
 */
goOn: boolean, 
/**
 * Only this file of the torrent, by its path; null leaves the choice to the app.
 */
file: string | null, 
/**
 * Only this service, or only the links of this addon; null tries all, in the person's order.
 */
service: string | null, };

export type LinkEvent = { "type": "candidateStarted", 
/**
 * The info hash, as in every step: two may be tried at a service beside one another.
 */
id: string, release: string, 
/**
 * The label of the service or addon.
 */
service: string, position: number, of: number, } | { "type": "added", id: string, service: string, status: string, } | { "type": "waited", id: string, service: string, status: string, attempt: number, } | { "type": "fileChosen", id: string, service: string, name: string, size: number | null, score: number, reasons: Array<Say>, } | { "type": "verified", id: string, service: string, } | { "type": "candidateFailed", id: string, service: string, error: WireError, } | { "type": "learnt", verdict: Verdict, } | { "type": "linkMade", id: string, service: string, };

/**
 * A link that works, by handle. The URL stays in the shell.
 */
export type LinkView = { linkId: string, 
/**
 * The row it came from, which may be a later candidate than the one asked for.
 */
id: string, release: string, 
/**
 * `Real-Debrid`, or the label of the addon whose link it is.
 */
service: string, 
/**
 * An addon gave it.
 */
fromAddon: boolean, 
/**
 * The names of the headers without which the server gives nothing.
 */
headers: Array<string>, 
/**
 * A browser cannot play it by itself.
 */
notWebReady: boolean, fileName: string, fileSize: number | null, 
/**
 * The host the link leads to.
 */
host: string, score: number, reasons: Array<Say>, 
/**
 * What the file says of itself; null where it was not read or could not be.
 */
media: MediaView | null, 
/**
 * Its bit rate beside what the line carries; null until both are known.
 */
line: Say | null, 
/**
 * RFC 3339, UTC: when the link is expected to end; null when the service does not say.
 */
expiresAt: string | null, };

/**
 * What was read of a file. What it does not tell is null or not listed.
 */
export type MediaView = { 
/**
 * `Matroska`, `MP4`, …
 */
container: string, seconds: number | null, 
/**
 * The usual name of the picture's size: `2160p`.
 */
resolution: string | null, width: number | null, height: number | null, 
/**
 * With the bit depth, where that is not the usual one: `HEVC 10 bit`.
 */
codec: string | null, 
/**
 * `Dolby Vision 8`, `HDR10+`, `HDR10`, `HLG`
 */
hdr: Array<string>, frameRate: number | null, audio: Array<MediaTrack>, subtitles: Array<MediaTrack>, 
/**
 * The lists hold every track.
 */
hasAllTracks: boolean, chapters: number | null, };

/**
 * A track of sound or subtitles.
 */
export type MediaTrack = { 
/**
 * `E-AC-3`, `SRT`, …
 */
codec: string, 
/**
 * `ja`, `pt-BR`; null where the file does not tell.
 */
language: string | null, title: string | null, 
/**
 * `5.1`; null of subtitles.
 */
channels: string | null, isDefault: boolean, isForced: boolean, };

/**
 * All episodes of a pack, each with its link behind a handle.
 */
export type PackView = { packId: string, release: string, service: string, episodes: Array<PackEpisode>, 
/**
 * Files that were left out or failed.
 */
leftOut: number, 
/**
 * Requests made to the service for it.
 */
calls: number, };

export type PackEpisode = { linkId: string, season: number | null, episode: number, fileName: string, fileSize: number | null, };

export type PackEvent = { "type": "opened", episodes: number, } | { "type": "linked", done: number, of: number, };

/**
 * What is done with a pack's links.
 */
export type PackUse = "copyLinks" | "savePlaylist" | "play";

/**
 * A torrent a service was asked to fetch.
 */
export type Fetch = { fetchId: string, 
/**
 * The row's id.
 */
id: string, release: string, service: string, state: FetchState, 
/**
 * From 0 to 1, where the service says.
 */
progress: number | null, 
/**
 * RFC 3339, UTC.
 */
startedAt: string, };

export type FetchState = { "type": "queued" } | { "type": "fetching" } | { "type": "ready" } | { "type": "failed", error: WireError, };

/**
 * A page of what is in an account.
 */
export type CloudPage = { service: string, items: Array<CloudItem>, page: number, total: number, more: boolean, };

export type CloudItem = { itemId: string, name: string, size: number | null, 
/**
 * `downloaded`, `downloading`, …
 */
status: string, ready: boolean, 
/**
 * RFC 3339, UTC.
 */
addedAt: string | null, 
/**
 * This app added it.
 */
ours: boolean, };

export type CloudFile = { path: string, size: number | null, playable: boolean, };

/**
 * A torrent this app put into an account.
 */
export type AddedEntry = { addedId: string, release: string, service: string, 
/**
 * RFC 3339, UTC.
 */
addedAt: string, 
/**
 * A link was made of it.
 */
used: boolean, 
/**
 * It stays because it may have been there before.
 */
inDoubt: boolean, };

export type PlayerInfo = { 
/**
 * `mpv`, `vlc`, `iina`, `system`; `own` is a program the person chose.
 */
id: string, label: string, found: boolean, 
/**
 * Which player's language the app speaks with it: `mpv`, `iina`, `vlc`, or `plain` for none.
 */
speaks: string, };

/**
 * Which player was started.
 */
export type Played = { id: string, label: string, 
/**
 * The names of headers that the link wants and this player cannot be told.
 */
leftOut: Array<string>, };

export type SettingsView = { 
/**
 * The services in use, by name, in the order they are tried.
 */
order: Array<string>, services: Array<ServiceInfo>, 
/**
 * Torrents that were added stay in the account, also when they turned out useless.
 */
keepAdded: boolean, 
/**
 * A self-hosted StremThru's proxy authorisation is set.
 */
proxyAuth: boolean, players: Array<PlayerInfo>, 
/**
 * `auto` or a player's id.
 */
player: string, theme: Theme, language: LanguageChoice, 
/**
 * The languages of the system, by their codes, the first first.
 */
systemLanguages: Array<string>, 
/**
 * How large everything is drawn, in percent, 80 to 200.
 */
size: number, preferences: Preferences, line: LineView, skip: SkipSettings, playback: PlaybackSettings, downloads: DownloadSettings, 
/**
 * Null where none could be found.
 */
downloadsFolder: string | null, 
/**
 * The person chose it.
 */
ownDownloadsFolder: boolean, namingPresets: Array<NamingPreset>, sources: Array<SourceSetting>, httpProfile: HttpProfile, 
/**
 * The proxy's host, without its password; null takes the system's.
 */
proxy: string | null, 
/**
 * Looks once a day for a newer version.
 */
lookForUpdates: boolean, 
/**
 * Opens `magnet:` and `stremio:` links of the system.
 */
linkHandler: boolean, 
/**
 * The three first-run steps were finished or skipped.
 */
welcomed: boolean, 
/**
 * Where tokens are kept, in words.
 */
keyring: KeyringState, dataFolder: string, };

/**
 * What is skipped of a film, and who is asked where it lies.
 */
export type SkipSettings = { services: Array<SkipService>, 
/**
 * What is skipped without a press.
 */
always: Array<SegmentKind>, };

/**
 * A service that knows where openings and credits are.
 */
export type SkipService = { name: string, label: string, 
/**
 * The person lets it be asked.
 */
enabled: boolean, };

export type SegmentKind = "recap" | "opening" | "credits" | "preview";

/**
 * What is known of the person's line.
 */
export type LineView = { 
/**
 * Bits a second: what was typed, else what was measured; null until either is known.
 */
bits: number | null, 
/**
 * The latest first.
 */
measured: Array<MeasuredLine>, 
/**
 * A link is at hand by which it can be measured.
 */
measurable: boolean, };

/**
 * What a host sent when it was measured.
 */
export type MeasuredLine = { host: string, 
/**
 * Bits a second.
 */
bits: number, 
/**
 * RFC 3339, UTC.
 */
at: string, };

/**
 * What came of measuring the line.
 */
export type LineMeasure = "measured" | "inUse" | "tooLittle" | "noLink";

export type ServiceInfo = { name: string, label: string, 
/**
 * Why it cannot be chosen today; null when it can.
 */
unavailable: string | null, 
/**
 * Where the person finds the token, for opening in the browser with `openTokenPage`.
 */
tokenPage: string | null, signedIn: boolean, 
/**
 * How its account stood when the token was last tested; null where it never was.
 */
account: Account | null, };

export type SourceSetting = { source: string, label: string, enabled: boolean, baseUrl: string, defaultBaseUrl: string, 
/**
 * What it covers, in words.
 */
about: Say, 
/**
 * Seconds all its requests together may take.
 */
timeoutS: number, defaultTimeoutS: number, 
/**
 * Settings only this source has.
 */
options: Array<SourceOption>, 
/**
 * The person added it; null for the nine.
 */
own: OwnKind | null, health: SourceHealth, };

/**
 * A setting only one source has, such as MediaFusion's password.
 */
export type SourceOption = { key: string, label: Say, 
/**
 * Never sent for a secret; `set` tells whether there is one.
 */
value: string | null, secret: boolean, set: boolean, };

export type OwnKind = "addon" | "torznab";

/**
 * How a source has been doing.
 */
export type SourceHealth = { 
/**
 * What the last request came to; null before the first.
 */
last: LastOutcome | null, 
/**
 * RFC 3339, UTC.
 */
lastGood: string | null, 
/**
 * Milliseconds the last good answer took.
 */
latencyMs: number | null, 
/**
 * Seconds until it is asked again, after failing several times in a row.
 */
restingS: number | null, 
/**
 * The last seven days, today last.
 */
days: Array<HealthDay>, };

export type LastOutcome = { 
/**
 * Null when it was good.
 */
error: WireError | null, 
/**
 * RFC 3339, UTC.
 */
at: string, };

export type HealthDay = { good: number, bad: number, };

/**
 * What a probe of one source came to.
 */
export type Probe = { source: string, count: number | null, elapsedMs: number, error: WireError | null, };

export type HttpProfile = "automatic" | "plain" | "browser";

export type LanguageChoice = "system" | "english" | "turkish";

/**
 * What the person likes to see, and what not. The defaults hide nothing.
 */
export type Preferences = { order: PickOrder, packs: Packs, 
/**
 * Best liked first: `2160p`, `1080p`, …; those not named come after. Empty leaves it to the app.
 */
resolutions: Array<string>, resolutionsOut: Array<string>, 
/**
 * ISO 639-1 codes, best liked first.
 */
languages: Array<string>, 
/**
 * One of these has to be said; what says no language is not foreign.
 */
languagesRequired: Array<string>, 
/**
 * The languages the person understands; empty until they said, then the system's count.
 */
languagesUnderstood: Array<string>, wish: Wish, 
/**
 * Bits a second that the person's line carries, where known.
 */
line: number | null, codecs: Array<string>, codecsOut: Array<string>, hdr: Array<string>, hdrOut: Array<string>, 
/**
 * Bytes of the file that would play.
 */
minSize: number | null, maxSize: number | null, 
/**
 * Bits a second.
 */
minBitrate: number | null, maxBitrate: number | null, noCinemaRecordings: boolean, no3d: boolean, 
/**
 * Regular expressions over the release name.
 */
mustMatch: Array<string>, mustNotMatch: Array<string>, };

export type PickOrder = "best" | "sizeThenSeeders";

/**
 * What the better of two good releases is.
 */
export type Wish = "bestPicture" | "fitsLine" | "saveData";

export type Packs = "singleOnly" | "packsToo" | "packsFirst";

export type Theme = "system" | "dark" | "light";

export type KeyringState = { "type": "ready" } | { "type": "thisRun", reason: WireError, };

/**
 * One change; only what differs from the defaults is saved.
 */
export type SettingChange = { "type": "serviceOrder", names: Array<string>, } | { "type": "keepAdded", keep: boolean, } | { "type": "language", language: LanguageChoice, } | { "type": "preferences", preferences: Preferences, } | { "type": "skipServices", names: Array<string>, } | { "type": "skipAlways", kinds: Array<SegmentKind>, } | { "type": "playback", playback: PlaybackSettings, } | { "type": "downloads", downloads: DownloadSettings, } | { "type": "usualDownloadsFolder" } | { "type": "httpProfile", profile: HttpProfile, } | { "type": "proxy", url: string | null, } | { "type": "proxyAuth", credentials: string | null, } | { "type": "linkHandler", enabled: boolean, } | { "type": "lookForUpdates", enabled: boolean, } | { "type": "sourceTimeout", source: string, seconds: number | null, } | { "type": "sourceOption", source: string, key: string, value: string | null, } | { "type": "player", id: string, } | { "type": "theme", theme: Theme, } | { "type": "size", percent: number, } | { "type": "sourceEnabled", source: string, enabled: boolean, } | { "type": "sourceBaseUrl", source: string, url: string | null, } | { "type": "welcomed" };

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
message: string, 
/**
 * When it was tested.
 */
testedAt: string, };

export type HistoryEntry = { entryId: number, title: TitleCard, season: number | null, episode: number | null, fileName: string, 
/**
 * RFC 3339, UTC.
 */
playedAt: string, };

/**
 * A film or episode under way, or the next one of a series.
 */
export type ContinueItem = { title: TitleCard, season: number | null, episode: number | null, 
/**
 * From 0 to 1; null when it has not been begun.
 */
progress: number | null, 
/**
 * Minutes left, where the length is known.
 */
minutesLeft: number | null, 
/**
 * RFC 3339, UTC.
 */
at: string, };

/**
 * Figures for a bug report, without a title or a secret.
 */
export type Diagnostics = { version: string, system: string, dataFolder: string, calls: Array<ServiceCalls>, 
/**
 * The whole report as text, ready to be copied.
 */
report: string, };

/**
 * Requests made for one service in the last minute.
 */
export type ServiceCalls = { service: string, lastMinute: number, };

/**
 * How things stand with updates.
 */
export type UpdatesView = { 
/**
 * The version that runs.
 */
version: string, 
/**
 * Why this copy does not update itself; null when it does.
 */
off: UpdatesOff | null, 
/**
 * There is a page to download versions from.
 */
downloads: boolean, state: UpdateState, };

/**
 * Why a copy of the app does not update itself, which also says how it is updated.
 */
export type UpdatesOff = "demo" | "noKey" | "deb" | "rpm" | "flatpak" | "system" | "archive" | "source";

export type UpdateState = { "type": "current", 
/**
 * When it was looked last: RFC 3339, UTC.
 */
lookedAt: string | null, } | { "type": "offered", version: string, 
/**
 * Plain text of several lines; empty when there is none.
 */
notes: string, } | { "type": "ready", version: string, } | { "type": "failed", problem: UpdateProblem, };

/**
 * How much of an update has come.
 */
export type UpdateProgress = { bytes: number, 
/**
 * All of it, if the server told.
 */
of: number | null, };

/**
 * Why there is no update. The page has the words for each.
 */
export type UpdateProblem = "unreachable" | "refused" | "notEncrypted" | "ledAstray" | "tooLarge" | "malformed" | "older" | "notForThisSystem" | "brokeOff" | "badSignature" | "otherKey" | "otherVersion" | "otherProduct" | "notInstalled" | "nothing" | "stopped";

/**
 * What a player does at this moment, or did a moment ago.
 */
export type NowPlaying = { stage: PlayStage, 
/**
 * Null when idle.
 */
item: PlayingItem | null, 
/**
 * Null until one was started.
 */
player: Played | null, 
/**
 * Seconds from the start.
 */
position: number | null, 
/**
 * Seconds.
 */
length: number | null, paused: boolean, 
/**
 * From 0 to 100, more where the player amplifies.
 */
volume: number | null, audio: Array<PlayerTrack>, subtitles: Array<PlayerTrack>, 
/**
 * Subtitles that are not in the file and were not put on the screen yet, the best first.
 */
outside: Array<OutsideSubtitle>, chapters: Array<PlayerChapter>, can: PlayerCan, 
/**
 * The episode that follows, if it is out.
 */
next: NextEpisode | null, 
/**
 * Seconds until the next one begins by itself.
 */
counting: number | null, 
/**
 * Another release is looked for while this one plays on.
 */
switching: boolean, 
/**
 * What plays can be skipped; null where nothing can.
 */
skip: SegmentKind | null, 
/**
 * Where an unfinished film goes on, in seconds; only when it is over.
 */
resumeAt: number | null, };

export type PlayStage = "idle" | "searching" | "linking" | "starting" | "playing" | "over";

export type PlayingItem = { 
/**
 * The title's id; `torrent:…` and `cloud:…` are no title of a catalogue.
 */
id: string, kind: Kind, name: string, season: number | null, episode: number | null, poster: string | null, 
/**
 * The row it comes from; null while there is none yet.
 */
row: string | null, release: string | null, };

export type PlayerTrack = { id: number, 
/**
 * As the file says it: `ja`, `jpn`, `pt-BR`.
 */
language: string | null, title: string | null, codec: string | null, forced: boolean, selected: boolean, 
/**
 * How its times were moved to fit the file; null where they were not.
 */
moved: MovedTimes | null, };

/**
 * How the times of subtitles were moved to fit a file.
 */
export type MovedTimes = { 
/**
 * Seconds that its lines come later than they did at the start.
 */
by: number, 
/**
 * They were made for another frame rate.
 */
stretched: boolean, };

/**
 * Subtitles that can be put on the screen.
 */
export type OutsideSubtitle = { number: number, language: string, 
/**
 * The addon's name, or that of the file in the torrent.
 */
from: string, fit: SubtitleFit, forced: boolean, hearingImpaired: boolean, machineMade: boolean, coming: boolean, failed: boolean, };

/**
 * How well subtitles fit the file that plays.
 */
export type SubtitleFit = "sameFile" | "sameRelease" | "sameGroup" | "sameCut" | "unknown" | "otherCut";

export type PlayerChapter = { 
/**
 * Seconds from the start.
 */
at: number, title: string | null, };

/**
 * What this player lets the app do.
 */
export type PlayerCan = { pause: boolean, seek: boolean, volume: boolean, audio: boolean, subtitles: boolean, 
/**
 * Subtitles that are not in the file.
 */
outside: boolean, 
/**
 * Goes on in another release.
 */
switch: boolean, stop: boolean, };

/**
 * What is kept on disk and is to be.
 */
export type DownloadList = { 
/**
 * In their order.
 */
items: Array<DownloadItem>, followed: Array<FollowedShow>, };

/**
 * A show of which the next episodes are kept, as they are watched and come out.
 */
export type FollowedShow = { title: TitleCard, 
/**
 * How many episodes are kept ahead.
 */
count: number, };

/**
 * A film or episode that is kept on disk or is to be.
 */
export type DownloadItem = { downloadId: number, title: TitleCard, season: number | null, episode: number | null, 
/**
 * The row it is of; null until a release was found.
 */
row: string | null, release: string | null, 
/**
 * Where it lies or will.
 */
path: string | null, state: DownloadState, bytes: number, 
/**
 * Its length in bytes, once it is known.
 */
length: number | null, 
/**
 * Bytes a second.
 */
speed: number | null, secondsLeft: number | null, 
/**
 * Why it does not go on, or waits to be tried again.
 */
error: WireError | null, };

export type DownloadState = "waiting" | "metered" | "finding" | "coming" | "paused" | "failed" | "done" | "gone";

/**
 * What the person does with downloads.
 */
export type DownloadControl = { "type": "pause", id: number, } | { "type": "resume", id: number, } | { "type": "another", id: number, } | { "type": "pauseAll" } | { "type": "resumeAll" } | { "type": "goOnMetered" } | { "type": "remove", id: number, file: boolean, } | { "type": "arrange", ids: number[], } | { "type": "look" };

/**
 * How files are kept.
 */
export type DownloadSettings = { 
/**
 * Templates of paths; null for the usual ones.
 */
films: string | null, episodes: string | null, 
/**
 * Anime is numbered through all seasons rather than by season.
 */
animeAbsolute: boolean, atOnce: number, atOncePerService: number, 
/**
 * The most kilobytes a second of all together.
 */
limitKb: number | null, 
/**
 * Subtitles are put beside a file that has none in a wished language.
 */
subtitles: boolean, 
/**
 * Nothing comes over a connection whose traffic is counted.
 */
pausesOnMetered: boolean, };

/**
 * Templates as a program likes them.
 */
export type NamingPreset = { 
/**
 * `usual`, `plex`, `jellyfin`, `kodi`.
 */
id: string, films: string, episodes: string, };

/**
 * How invented works would be named.
 */
export type NamingExamples = { film: NamingExample, episode: NamingExample, anime: NamingExample, };

export type NamingExample = { 
/**
 * Null where the template cannot be used.
 */
path: string | null, error: WireError | null, };

export type NextEpisode = { season: number | null, episode: number | null, name: string | null, 
/**
 * Its link is made already.
 */
ready: boolean, };

/**
 * What the person does with the player.
 */
export type PlayerControl = { "type": "pause", paused: boolean, } | { "type": "seek", to: number, } | { "type": "volume", percent: number, } | { "type": "audio", track: number, } | { "type": "subtitles", track: number | null, } | { "type": "outside", number: number, } | { "type": "next" } | { "type": "stay" } | { "type": "skip" } | { "type": "stop" } | { "type": "resume" } | { "type": "again" } | { "type": "dismiss" };

/**
 * What the person says is wrong with a file.
 */
export type Complaint = "wrongEpisode" | "noSound" | "wrongLanguage" | "buffers";

/**
 * A film or episode to play from the last good release, or else from what a search finds.
 */
export type PlayRequest = { kind: Kind, id: string, season: number | null, episode: number | null, };

/**
 * Which tracks a film begins with, and what follows an episode.
 */
export type PlaybackSettings = { 
/**
 * The next episode begins by itself when the credits do.
 */
nextByItself: boolean, 
/**
 * Where no chapter says where the credits begin, they are the last so many percent: 1 to 10.
 */
creditsPercent: number, tracks: TrackWish, animeTracks: TrackWish, outside: OutsideWish, };

export type TrackWish = { 
/**
 * ISO 639-1 codes, the most wanted first. Empty leaves it to the player.
 */
audio: Array<string>, subtitles: SubtitleWish, subtitleLanguages: Array<string>, };

/**
 * Which subtitles are chosen among those that are not in the file.
 */
export type OutsideWish = { 
/**
 * Those with sounds in words before others.
 */
hearingImpaired: boolean, 
/**
 * Also those that a machine translated.
 */
machineMade: boolean, };

export type SubtitleWish = "player" | "languages" | "forced" | "none";

/** The most bytes a torrent file may have. */
export const largestTorrentFile = 8388608;
