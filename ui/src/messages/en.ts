// Every English text of the page, by key. The shell's own words are English already, so `says`, `errors` and `accounts` are not needed.
import { downloads } from "./en/downloads";
import { frame } from "./en/frame";
import { library } from "./en/library";
import { line } from "./en/line";
import { links } from "./en/links";
import { picks } from "./en/picks";
import { playing } from "./en/playing";
import { settings } from "./en/settings";
import { titles } from "./en/titles";
import { updates } from "./en/updates";
import type { Accounts, Errors, Says } from "./said";

export const en = {
  ...frame,
  ...titles,
  ...picks,
  ...playing,
  ...line,
  ...links,
  ...library,
  ...downloads,
  ...settings,
  ...updates,
  says: null as Says | null,
  errors: null as Errors | null,
  accounts: null as Accounts | null,
};

export type Messages = typeof en;
