// Freely licensed films and invented series for the mock.
import type { Kind, Season, TitleCard, TitleDetails } from "../wire";

type Seed = { id: string; kind: Kind; name: string; years: string; rating: number; genres: string[]; about: string };

const film = (id: string, name: string, years: string, rating: number, genres: string[], about: string): Seed => ({
  id,
  kind: "movie",
  name,
  years,
  rating,
  genres,
  about,
});

const seeds: Seed[] = [
  film(
    "tt1727587",
    "Sintel",
    "2010",
    7.5,
    ["Animation", "Fantasy", "Adventure"],
    "A lonely young woman helps and befriends a dragon whom she calls Scales. When he is taken by an adult dragon, she sets out on a quest across deserts and snow to find her friend again, and learns what time has done to both of them.",
  ),
  film(
    "tt1254207",
    "Big Buck Bunny",
    "2008",
    6.5,
    ["Animation", "Comedy"],
    "A giant rabbit with a heart bigger than himself is bullied by three rodents, until one morning he has had enough.",
  ),
  film(
    "tt2285752",
    "Tears of Steel",
    "2012",
    5.5,
    ["Science Fiction", "Action"],
    "A group of warriors and scientists gather at the Old Church in Amsterdam to stage a crucial event from the past, in a desperate attempt to rescue the world from robots.",
  ),
  film(
    "tt0807840",
    "Elephants Dream",
    "2006",
    6.0,
    ["Animation", "Surreal"],
    "Two men explore a seemingly endless machine.",
  ),
  film(
    "tt4957236",
    "Cosmos Laundromat",
    "2015",
    7.3,
    ["Animation", "Drama"],
    "On a desolate island a suicidal sheep meets the quirky salesman who offers him the gift of a lifetime.",
  ),
  film(
    "tt7957776",
    "Spring",
    "2019",
    7.1,
    ["Animation", "Fantasy"],
    "A shepherd girl and her dog face ancient spirits in order to continue the cycle of life.",
  ),
  film(
    "tt6890376",
    "Agent 327: Operation Barbershop",
    "2017",
    7.4,
    ["Animation", "Action"],
    "A secret agent investigates a clue which leads him to a shady barbershop.",
  ),
  film(
    "tt15475330",
    "Sprite Fright",
    "2021",
    6.9,
    ["Animation", "Comedy", "Horror"],
    "A group of rowdy teenagers trek into an isolated forest and discover peaceful mushroom creatures that turn out to be an unexpected force of nature.",
  ),
  film(
    "tt24077284",
    "Charge",
    "2022",
    6.6,
    ["Animation", "Action"],
    "In an energy-scarce dystopia an old destitute man breaks into a battery factory.",
  ),
  film(
    "tt12471138",
    "Coffee Run",
    "2020",
    6.8,
    ["Animation", "Short"],
    "Fuelled by caffeine, a young woman runs through the bittersweet memories of her past relationship.",
  ),
  film("tt3007512", "Caminandes: Llama Drama", "2013", 6.9, ["Animation", "Comedy"], "A llama meets a road."),
  film(
    "tt29283108",
    "Wing It!",
    "2023",
    6.7,
    ["Animation", "Comedy"],
    "A cat with the proper plans and a dog without any build a spaceship.",
  ),
  {
    id: "tt9100001",
    kind: "series",
    name: "Harbour Lights",
    years: "2018–2021",
    rating: 8.3,
    genres: ["Drama", "Mystery"],
    about:
      "When the lighthouse of a small northern port goes dark for one night, three families find that each of them has something to hide from the other two.",
  },
  {
    id: "tt9100002",
    kind: "series",
    name: "The Cartographers",
    years: "2022–",
    rating: 8.0,
    genres: ["Adventure", "History"],
    about: "An expedition maps a coast that changes whenever nobody looks.",
  },
  {
    id: "tt9100003",
    kind: "series",
    name: "Nine Lanterns",
    years: "2020",
    rating: 7.6,
    genres: ["Crime", "Drama"],
    about: "One inquest, nine witnesses, nine episodes.",
  },
  {
    id: "tt9100004",
    kind: "series",
    name: "Low Orbit",
    years: "2024–",
    rating: 7.9,
    genres: ["Science Fiction"],
    about: "The night shift of a station that was meant to be empty.",
  },
  {
    id: "tt9100005",
    kind: "series",
    name: "Salt & Iron",
    years: "2016–2019",
    rating: 7.2,
    genres: ["Western", "Drama"],
    about: "A railway, a lake of salt, and a town between the two.",
  },
  {
    id: "tt9100006",
    kind: "series",
    name: "The Long Rehearsal",
    years: "2023",
    rating: 8.1,
    genres: ["Comedy"],
    about: "An orchestra without a conductor prepares for a concert without a date.",
  },
  {
    id: "kitsu:90001",
    kind: "anime",
    name: "Tideway Chronicle",
    years: "1999–",
    rating: 8.8,
    genres: ["Adventure", "Comedy", "Fantasy"],
    about:
      "A ferryman's daughter sets out to row the river that runs around the world. One thousand one hundred and ten episodes later she has not yet seen the same bank twice.",
  },
  {
    id: "tt9200001",
    kind: "series",
    name: "Tideway Chronicle",
    years: "1999–",
    rating: 8.8,
    genres: ["Animation", "Adventure", "Comedy"],
    about:
      "A ferryman's daughter sets out to row the river that runs around the world. One thousand one hundred and ten episodes later she has not yet seen the same bank twice.",
  },
  {
    id: "kitsu:90002",
    kind: "anime",
    name: "Paper Moons",
    years: "2021",
    rating: 8.2,
    genres: ["Romance", "Drama"],
    about: "Letters folded into moons find their readers.",
  },
  {
    id: "kitsu:90003",
    kind: "anime",
    name: "Gearheart Academy",
    years: "2019–2020",
    rating: 7.1,
    genres: ["Mecha", "School"],
    about: "The final exam is still walking.",
  },
  {
    id: "kitsu:90004",
    kind: "anime",
    name: "Snowbound Diner",
    years: "2023",
    rating: 7.8,
    genres: ["Slice of Life"],
    about: "Twelve guests, one stove, and a pass that stays closed.",
  },
];

export const cardOf = ({ id, kind, name, years, rating, genres }: Seed): TitleCard => ({
  id,
  kind,
  name,
  years,
  rating,
  poster: name === "Charge" ? "poster/missing" : name === "Nine Lanterns" ? null : `poster/${id}/${name}`,
  genres,
  imdb: id === "kitsu:90001" ? "tt9200001" : id.startsWith("tt") ? id : null,
});

export const cards = seeds.map(cardOf);

/** Ids on the watchlist. */
export const watchlist = new Set(["tt2285752", "tt9100002", "kitsu:90002", "tt4957236"]);
const marks = new Map<string, boolean>();

export function mark(id: string, season: number | null, episode: number | null, watched: boolean) {
  marks.set(`${id}/${season}/${episode}`, watched);
}

export function details(id: string): TitleDetails | null {
  const seed = seeds.find((one) => one.id === id);
  if (!seed) return null;
  const seasons = seed.kind === "movie" || seed.name === "The Long Rehearsal" ? [] : seasonsOf(seed);
  return {
    ...cardOf(seed),
    runtime: seed.kind === "movie" ? "15 min" : seed.kind === "anime" ? "24 min" : "52 min",
    cast: ["Halina Reijn", "Thom Hoffman", "Derek de Lint", "Sergio Hasselbaink", "Rogier Schippers"],
    directors: seed.kind === "movie" ? ["Colin Levy"] : [],
    description: seed.about,
    background: seed.name === "Nine Lanterns" ? null : `background/${id}/${seed.name}`,
    logo: seed.name === "Sintel" ? `logo/${id}/${seed.name}` : null,
    seasons,
    episodesUnknown: seed.name === "The Long Rehearsal",
    inWatchlist: watchlist.has(id),
    trailer: seed.kind === "movie",
    progress: id === "tt1727587" ? 0.31 : null,
    knownAs: seed.kind === "anime" ? [`Kitsu ${id.slice(6)}`, "IMDb tt9200001", "AniDB 70001"] : [`IMDb ${id}`],
  };
}

function seasonsOf(seed: Seed): Season[] {
  const long = seed.id === "kitsu:90001";
  const seasonal = seed.id === "tt9200001";
  const sizes = seasonal
    ? [...Array.from({ length: 21 }, () => 52), 18, 3]
    : long
      ? [1110, 6]
      : seed.name === "Low Orbit"
        ? [8]
        : [10, 10, 8, 3];
  return sizes.map((size, index) => {
    const special = index === sizes.length - 1 && sizes.length > 1;
    const number = special ? 0 : index + 1;
    return {
      number,
      episodes: Array.from({ length: size }, (_, at) => {
        const aired = new Date(Date.UTC(long ? 1999 : 2018 + index, 9, 20 + at * 7));
        const ahead = (!special && seed.name === "Low Orbit" && at > 4) || (long && !special && at > 1106);
        return {
          season: number,
          episode: at + 1,
          also:
            seasonal && index > 0 && !special
              ? `episode ${index * 52 + at + 1}`
              : long && !special && at > 60
                ? `S${Math.ceil((at + 1) / 52)}E${(at % 52) + 1}`
                : null,
          name:
            [
              "The Night It Went Dark",
              "Undertow",
              "What the Ferryman Kept",
              "A Quiet Inventory",
              "Kittiwakes",
              "The Other Key",
              "Fathoms",
              "Slack Water",
              "All the Way Out and Back Again Before Anyone Could Notice",
              "Lamp Oil",
            ][at % 10] ?? null,
          aired: ahead ? "2027-02-14" : aired.toISOString().slice(0, 10),
          out: !ahead,
          overview:
            at % 4 === 3
              ? null
              : "The harbour master finds a log book with one page too many, and the ferry is an hour late for the first time in eleven years.",
          still: at % 7 === 6 ? null : `still/${seed.id}/${number}-${at + 1}`,
          watched: marks.get(`${seed.id}/${number}/${at + 1}`) ?? at < 3,
          progress: !special && index === 0 && at === 3 ? 0.62 : null,
        };
      }),
    };
  });
}
