// What every part of the mock says things with.
import type { Code, Say, WireError } from "../wire";
import { state } from "./state";

export const wait = (ms: number) => new Promise((done) => setTimeout(done, state === "slow" ? ms * 6 : ms));

export const fail = (
  code: Code,
  message: string,
  hint: string | null = null,
  about: string | null = null,
): WireError => ({ code, message, hint, about });

export const say = (code: string, text: string, value: string | null = null): Say => ({ code, text, value });

export const before = (ms: number) => new Date(Date.now() - ms).toISOString();
