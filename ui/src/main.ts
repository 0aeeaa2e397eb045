// The entry point: loads styles and fonts, then the page once the logo in index.html has been painted.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

// A hidden window gets no animation frames.
const NO_FRAME_MS = 100;

async function painted() {
  const frame = new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const patience = new Promise((done) => setTimeout(done, NO_FRAME_MS));
  await Promise.race([frame, patience]);
}

await painted();
await import("./page");
