// Hattın ne taşıdığı ve onunla karşılaştırılan bit hızları.
import type { line as english } from "../en/line";

export const line: typeof english = {
  line: {
    title: "Hattım",
    about: "Yeri geldikçe ölçülür: her sunucudan günde bir kez, bağlantı alınıp bir şey oynamıyorken. En çok 8 MB.",
    measured: (speed, when, host) => `≈ ${speed}, ${when} ölçüldü (${host})`,
    unmeasured: "Henüz ölçülmedi",
    counts: (speed) => `Yazdığın ${speed} geçerli`,
    typed: "Kendin yaz",
    measure: "Şimdi ölç",
    again: "Yeniden ölç",
    measuring: "Ölçülüyor…",
    needsLink: "Bir bağlantıyla ölçülür: önce birini kopyala ya da aç.",
    forget: "Unut",
    outcome: {
      measured: "Hattın ölçüldü",
      inUse: "Bir şey oynuyor ya da indiriliyor: hat boşken ölç",
      tooLittle: "Sunucudan ölçmeye yetecek kadar veri gelmedi",
      noLink: "Ölçmek için bağlantı yok: önce birini kopyala ya da aç",
    },
    off: "“Hattıma sığan”, hat ölçülene ya da hızı yazılana dek kapalıdır.",
    rate: "Bit hızı",
  },
};
