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

builder.defineStreamHandler(({ id }) =>
  id in streams || id === "tt0000001" ? Promise.resolve({ streams: streams[id] ?? [] }) : Promise.reject(new Error("no")),
);

const router = getRouter(builder.getInterface());
const server = http.createServer((request, response) =>
  router(request, response, () => response.writeHead(404).end()),
);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/manifest.json`));
// Ends with the test that holds its input open.
process.stdin.resume().on("end", () => process.exit());
