// The values a preference can take, as the engine spells them, with how people read them.
const same = (...values: string[]) => values.map((value) => ({ value, label: value }));

export const resolutions = same("2160p", "1440p", "1080p", "720p", "576p", "480p");
export const codecs = ["av1", "hevc", "avc", "vp9", "vc-1", "xvid", "mpeg"].map((value) => ({
  value,
  label: value === "xvid" ? "XviD" : value.toUpperCase(),
}));
export const hdrs = [{ value: "DV", label: "Dolby Vision" }, ...same("HDR10+", "HDR", "SDR")];

/** ISO 639-1: the languages releases are labelled with. */
export const languageCodes = (
  "ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ml ms nl no pl pt ro ru sk sl sr sv ta te th tr " +
  "uk vi zh"
).split(" ");
