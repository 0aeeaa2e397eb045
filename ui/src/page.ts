// Mounts the app in place of the logo in index.html.
import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/dialogs.css";

const target = document.getElementById("app");
target?.replaceChildren();
if (target) mount(App, { target });
// From here on the page answers to clicks.
performance.mark("answers");
