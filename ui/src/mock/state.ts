// Which trouble the address asks for.
export const state = new URLSearchParams(location.search).get("state") ?? "fine";
