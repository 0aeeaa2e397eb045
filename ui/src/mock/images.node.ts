// Draws the mock's pictures on request: a sun, hills and a name, from a seed. Runs in the dev server, never in a page.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { random } from "./rows.ts";

const xml = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

export function draw(key: string): string | null {
  const [what = "", id = "", name = ""] = key.split("/");
  if (id === "missing") return null;
  let seed = 0;
  for (const letter of what === "still" ? key : id) seed = (seed * 31 + letter.charCodeAt(0)) >>> 0;
  const next = random(seed);
  const size = { poster: [300, 450], background: [1280, 720], still: [320, 180], logo: [800, 240] }[what] ?? [300, 450];
  const [w = 300, h = 450] = size;
  if (what === "logo") {
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}"><text x="8" y="175" fill="#fff4df" font-family="Georgia, serif" font-size="150" letter-spacing="14">${xml(name.toUpperCase())}</text></svg>`;
  }
  const hue = [18, 32, 205, 222, 248, 275, 305, 338][Math.floor(next() * 8)] ?? 30;
  const tone = (shift: number, sat: number, light: number) => `hsl(${(hue + shift + 360) % 360} ${sat}% ${light}%)`;
  const sunX = w * (0.3 + next() * 0.5);
  const sunY = h * (0.22 + next() * 0.25);
  const sunR = Math.min(w, h) * (0.12 + next() * 0.12);
  const hills = [0, 1, 2, 3].map((layer) => {
    const base = h * (0.5 + layer * 0.12);
    const points = Array.from({ length: 9 }, (_, at) => [(w / 8) * at, base + (next() - 0.5) * h * 0.17] as const);
    const path = points
      .map(([x, y], at) => (at === 0 ? `M0 ${y}` : `Q${x - w / 16} ${y - h * 0.06} ${x} ${y}`))
      .join(" ");
    return `<path d="${path} V${h} H0Z" fill="${tone(layer * 9, 46 - layer * 5, 34 - layer * 8)}"/>`;
  });
  const stars = Array.from(
    { length: 40 },
    () =>
      `<circle cx="${next() * w}" cy="${next() * h * 0.5}" r="${0.5 + next() * 1.2}" fill="#fff" opacity="${0.2 + next() * 0.6}"/>`,
  );
  const words = name.split(" ");
  const label =
    what === "poster"
      ? words.map(
          (word, at) =>
            `<text x="150" y="${h - 34 - (words.length - 1 - at) * 34}" text-anchor="middle" fill="#fff" font-family="Georgia, serif" font-weight="700" font-size="${Math.min(34, 330 / word.length)}" letter-spacing="2">${xml(word.toUpperCase())}</text>`,
        )
      : [];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"><defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="${tone(-30, 45, 13)}"/><stop offset=".7" stop-color="${tone(14, 50, 46)}"/></linearGradient></defs><rect width="${w}" height="${h}" fill="url(#g)"/>${stars.join("")}<circle cx="${sunX}" cy="${sunY}" r="${sunR}" fill="${tone(40, 90, 78)}"/>${hills.join("")}${label.join("")}</svg>`;
}

function answer(request: IncomingMessage, response: ServerResponse, next: () => void) {
  const match = /^\/mock-image\/([^?]+)/.exec(request.url ?? "");
  if (!match) return next();
  const svg = draw(decodeURIComponent(match[1] ?? ""));
  response.statusCode = svg ? 200 : 404;
  response.setHeader("Content-Type", "image/svg+xml");
  response.end(svg ?? "");
}

export function mockImages(): Plugin {
  return {
    name: "mock-images",
    configureServer: (server) => void server.middlewares.use(answer),
    configurePreviewServer: (server) => void server.middlewares.use(answer),
  };
}
