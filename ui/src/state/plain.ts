// A text without case and accents, so that it is found however it is typed. The dotless ı of Turkish counts as i.
export const plain = (text: string) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
