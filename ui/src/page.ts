// The one component, in the place of the sign that stands there until then.
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app");
target?.replaceChildren();
if (target) mount(App, { target });
// Whatever is clicked from here on is heard.
performance.mark("answers");
