// How the page is built: plain files, nothing inline (the window's CSP allows none), and in `--mode mock` the shell is
// replaced by src/mock so that the page can be looked at in any browser.
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { mockImages } from "./src/mock/images.node.ts";

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' image: http://image.localhost",
  "font-src 'self'",
  "connect-src ipc: http://ipc.localhost",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export default defineConfig(({ mode }) => {
  const mock = mode === "mock";
  const alias = { "@tauri-apps/api/core": fileURLToPath(new URL("./src/mock/core.ts", import.meta.url)) };
  return {
    plugins: [svelte(), ...(mock ? [mockImages()] : [])],
    base: "./",
    clearScreen: false,
    resolve: {
      alias: mock || mode === "test" ? alias : {},
      conditions: mode === "test" ? ["browser"] : undefined,
    },
    server: { port: mock ? 5178 : 5173, strictPort: true },
    preview: { port: 5179, strictPort: true, headers: { "Content-Security-Policy": csp } },
    build: {
      // New enough to keep light-dark() as written.
      target: ["safari17.5", "chrome123"],
      outDir: mock ? "dist-mock" : "dist",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      emptyOutDir: true,
    },
    test: {
      environment: "happy-dom",
      testTimeout: 20_000,
      include: ["src/**/*.test.ts"],
      setupFiles: ["src/test-setup.ts"],
    },
  };
});
