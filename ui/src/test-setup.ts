// What components expect around them: the page's main landmark, into which menus are put, and a clean end.
import { afterEach } from "vitest";
import { cleanup } from "@testing-library/svelte";

document.body.append(document.createElement("main"));
afterEach(() => cleanup());
