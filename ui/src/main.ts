// The entry point: loads styles and fonts, then the page with the frame that paints the logo in index.html.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";

// A hidden window gets no animation frames.
const NO_FRAME_MS = 100;

async function frame() {
  const next = new Promise((done) => requestAnimationFrame(done));
  const patience = new Promise((done) => setTimeout(done, NO_FRAME_MS));
  await Promise.race([next, patience]);
}

// The logo is painted with this frame, while the page is being fetched.
await frame();
await import("./page");
