// The places, bars and dialogs that do not stand there when the app starts.
export { default as PlayingBar } from "../parts/playing/PlayingBar.svelte";
export { default as Commands } from "../parts/shell/Commands.svelte";
export { default as Shortcuts } from "../parts/shell/Shortcuts.svelte";
export { default as UpdateSheet } from "../parts/shell/UpdateSheet.svelte";
export { default as Browse } from "./Browse.svelte";
export { default as FirstRun } from "./FirstRun.svelte";
export { default as Library } from "./Library.svelte";
export { default as Search } from "./Search.svelte";
export { default as Settings } from "./Settings.svelte";
export { default as Sources } from "./Sources.svelte";
export { default as Title } from "./Title.svelte";
export { default as Torrent } from "./Torrent.svelte";
