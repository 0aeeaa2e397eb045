// All texts of the page: `t` in the language in use, and the shell's coded texts said in it.
import type { Account, Say, WireError } from "../wire";
import { en, type Messages } from "./en";
import { language, type Language } from "./language.svelte";
import { tr } from "./tr";

export { language } from "./language.svelte";
export type { Messages } from "./en";

export const catalogues: Record<Language, Messages> = { en, tr };

/** Read a text where it is shown, in markup or a `$derived`, so that it follows a change of language. */
export const t = Object.defineProperties(
  {},
  Object.fromEntries(
    (Object.keys(en) as (keyof Messages)[]).map((key) => [
      key,
      { enumerable: true, get: () => catalogues[language.current][key] },
    ]),
  ),
) as Messages;

/** A coded text in the language in use; its own English words where the code is not known. */
export function say({ code, text, value }: Say): string {
  return t.says?.[code]?.(value ?? "") ?? text;
}

/** How an account stands, in the language in use; a kind nobody has heard of in the service's own words. */
export function sayAccount({ status, message }: Account, label: string): string {
  return t.accounts?.[status]?.(label) ?? message;
}

/** An error in the language in use. */
export function sayError(error: WireError): { message: string; hint: string | null } {
  const words = t.errors?.[error.code]?.(error.about ?? "");
  if (!words) return { message: error.message, hint: error.hint };
  // Where only the shell knows the particulars, they follow in its words rather than get lost.
  return { message: words[0], hint: words[1] ?? breath(error.message, error.hint) };
}

/** The same as one sentence. */
export function sentence(error: WireError): string {
  const { message, hint } = sayError(error);
  return breath(message, hint);
}

function breath(message: string, hint: string | null): string {
  if (!hint) return message;
  return `${message}${/[.!?…]$/.test(message) ? "" : "."} ${hint}`;
}
