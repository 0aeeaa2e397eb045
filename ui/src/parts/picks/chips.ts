// A source's state in words: two for its chip, a sentence for its details.
import { seconds } from "../../format";
import { sentence, t } from "../../messages";
import type { Chip } from "../../state/searchstate";

export function chipShort(chip: Chip): string {
  switch (chip.state) {
    case "asking":
      return t.picks.waiting;
    case "answered":
      return t.picks.chipFound(chip.count ?? 0, chip.elapsedMs);
    case "failed":
      return t.picks.chipFailed[chip.error?.code as keyof typeof t.picks.chipFailed] ?? t.picks.chipRefused;
    case "off":
      return t.picks.off;
    case "noId":
      return t.picks.noId;
    case "noDetails":
      return t.picks.noDetails;
    case "remembered":
      return t.picks.rememberedChip;
    case "resting":
      return t.picks.resting;
  }
}

export function chipLong(chip: Chip): string {
  if (chip.state === "answered") return t.picks.chipAnswered(chip.count ?? 0, seconds(chip.elapsedMs) ?? "");
  if (chip.state === "failed") return chip.error ? sentence(chip.error) : t.picks.chipRefused;
  return t.picks.chipAbout[chip.state];
}

/** Two letters where there is no room for a name: `ST` for StremThru, `To` for Torrentio. */
export function initials(label: string): string {
  const first = label.match(/[A-Z]|(?<=[\s._-])\w/g) ?? [];
  return (first.length > 1 ? first.slice(0, 2).join("") : label.slice(0, 2)) || "?";
}

export const retriable = (chip: Chip) =>
  ["failed", "answered", "remembered", "resting", "noDetails"].includes(chip.state);
