// What components expect around them: the page's main landmark, into which menus are put, and a clean end.
import { afterEach } from "vitest";
import { cleanup, configure } from "@testing-library/svelte";

document.body.append(document.createElement("main"));
// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });
afterEach(() => cleanup());
