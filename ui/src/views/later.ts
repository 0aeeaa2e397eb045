// What of the page is fetched after its start.
import { Later } from "../state/later.svelte";

export const rest = new Later(() => import("./rest"));
