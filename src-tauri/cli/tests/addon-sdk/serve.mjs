// An addon made with the SDK that most addons are made with, on a port of the loopback. Prints the address of its manifest.

import http from "node:http";
import sdk from "stremio-addon-sdk";

const { addonBuilder, getRouter } = sdk;

const hash = (digit) => digit.repeat(40);

const builder = new addonBuilder({
  id: "org.example.meadow",
  version: "1.0.0",
  name: "Meadow",
  description: "Streams in every form the protocol allows",
  resources: ["stream"],
  types: ["movie", "series"],
  idPrefixes: ["tt"],
  catalogs: [],
  behaviorHints: { configurable: true },
  config: [{ key: "key", type: "text" }],
});

const streams = {
  // Sintel
  tt1727587: [
    { name: "Sintel.2010.480p.in.name.only", infoHash: hash("1") },
    { name: "Meadow", title: "Sintel.2010.720p.WEB\n👤 12 💾 700 MB ⚙️ Orchard", infoHash: hash("2") },
    {
      name: "Meadow\n1080p",
      description: "🎥 BluRay\n📦 1.29 GB / 40.8 GB",
      infoHash: hash("3"),
      fileIdx: 4,
      behaviorHints: { filename: "Sintel.2010.1080p.BluRay.mkv", videoSize: 1288490189 },
    },
    { name: "Meadow", title: "1999-2003[2003-", infoHash: hash("4") },
    { name: "Meadow", title: "no hash that is one", infoHash: "nonsense" },
    { name: "❌ Meadow", description: "One site did not answer", externalUrl: "https://meadow.example.org/" },
  ],
  // Big Buck Bunny
  tt1254207: [{ name: "[🚫] Meadow", description: "Not released yet.", externalUrl: "https://meadow.example.org/" }],
};

// Links of its own server, with a key in each; one wants a header, and one is dead.
const links = (base) => [
  {
    name: "[RD⚡] Meadow 1080p",
    title: "Sintel.2010.1080p.WEB-DL\n💾 3 GB",
    url: `${base}/play/planted-key/Sintel.2010.1080p.WEB-DL.mkv`,
    behaviorHints: {
      filename: "Sintel.2010.1080p.WEB-DL.mkv",
      videoSize: 3221225472,
      notWebReady: true,
      proxyHeaders: { request: { "X-Meadow-Key": "planted-header" } },
    },
  },
  {
    name: "[RD+] Meadow 2160p",
    title: "Sintel.2010.2160p.WEB-DL\n💾 9 GB",
    url: `${base}/dead/planted-key/${hash("5")}/Sintel.2010.2160p.WEB-DL.mkv`,
  },
  { name: "Meadow", title: "Watch it elsewhere", externalUrl: "https://watch.example.org/1" },
  { name: "Meadow", title: "The trailer", ytId: "eRsGyueVLvQ" },
  { name: "⚠️ Meadow", title: "The key ends soon", url: `${base}/planted-key/configure` },
];

let base = "";
builder.defineStreamHandler(({ id }) => {
  if (id === "tt0000002") return Promise.resolve({ streams: links(base) });
  return id in streams || id === "tt0000001"
    ? Promise.resolve({ streams: streams[id] ?? [] })
    : Promise.reject(new Error("no"));
});

/** The beginning of a film of three gigabytes, for who sends the header. */
function play(request, response) {
  if (request.headers["x-meadow-key"] !== "planted-header") return response.writeHead(403).end();
  const body = Buffer.alloc(1024);
  Buffer.from([0x1a, 0x45, 0xdf, 0xa3]).copy(body);
  response.writeHead(206, { "content-type": "video/x-matroska", "content-range": "bytes 0-1023/3221225472" });
  return response.end(body);
}

const router = getRouter(builder.getInterface());
const server = http.createServer((request, response) =>
  request.url.startsWith("/play/")
    ? play(request, response)
    : router(request, response, () => response.writeHead(404).end()),
);
server.listen(0, "127.0.0.1", () => {
  base = `http://127.0.0.1:${server.address().port}`;
  console.log(`${base}/manifest.json`);
});
// Ends with the test that holds its input open.
process.stdin.resume().on("end", () => process.exit());
