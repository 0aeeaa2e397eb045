// What a catalogue holds for the shell's coded texts.
import type { Code } from "../wire";

/** By the code of a `Say`; the value is empty where the code has none. */
export type Says = Record<string, (value: string) => string>;

/** By the code of an error: what happened to whom, and what to do. A null hint keeps the shell's own words there. */
export type Errors = Record<Code, (about: string) => [message: string, hint: string | null]>;

/** How an account stands, by the status the shell gives, for a service by its label. */
export type Accounts = Partial<Record<string, (label: string) => string>>;
