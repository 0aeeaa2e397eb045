// Every Turkish text of the page. The type makes a missing key an error.
import type { Messages } from "./en";
import { downloads } from "./tr/downloads";
import { frame } from "./tr/frame";
import { library } from "./tr/library";
import { line } from "./tr/line";
import { links } from "./tr/links";
import { picks } from "./tr/picks";
import { playing } from "./tr/playing";
import { accounts, errors, says } from "./tr/said";
import { settings } from "./tr/settings";
import { titles } from "./tr/titles";
import { updates } from "./tr/updates";

export const tr: Messages = {
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
  says,
  errors,
  accounts,
};
