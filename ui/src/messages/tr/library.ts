// Geçmiş ve listeler.
import type { Messages } from "../en";

export const library: Pick<Messages, "library"> = {
  library: {
    title: "Kitaplık",
    about: "Oynattıkların, en yenisi önce. Bu bilgisayardan hiç çıkmaz.",
    today: "Bugün",
    yesterday: "Dün",
    again: "Yeniden oynat",
    forget: "Unut",
    forgetLabel: (title) => `Unut: ${title}`,
    forgotten: "Geçmişinden silindi",
    empty: "Henüz bir şey oynatılmadı",
    emptyHint: "Oynattığın filmler ve bölümler burada durur; geri dönebilesin diye.",
    search: "Bir şey ara",
  },
};
