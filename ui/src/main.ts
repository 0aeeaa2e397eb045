// The start: styles and fonts; then the page, once the sign that stands in its place has been painted.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

// A window that nobody sees is given no frames to paint in.
const NO_FRAME_MS = 100;

async function painted() {
  const frame = new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const patience = new Promise((done) => setTimeout(done, NO_FRAME_MS));
  await Promise.race([frame, patience]);
}

await painted();
await import("./page");
