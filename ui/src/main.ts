// The start: styles, fonts, the one component.
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app");
target?.replaceChildren();
if (target) mount(App, { target });
