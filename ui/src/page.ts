// Mounts the app in place of the logo in index.html.
import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/dialogs.css";
import { rest } from "./views/later";

/** By then what the app starts with has been drawn. */
const DRAWN_MS = 400;

const target = document.getElementById("app");
target?.replaceChildren();
if (target) mount(App, { target });
// From here on the page answers to clicks.
performance.mark("answers");
setTimeout(() => void rest.fetch(), DRAWN_MS);
