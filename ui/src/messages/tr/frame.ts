// Çerçeve: yer adları, genel eylemler, klavye sayfası.
import type { Messages } from "../en";

export const frame: Pick<Messages, "app" | "nav" | "sheet"> = {
  app: {
    name: "Perihelion",
    demo: "Tanıtım",
    demoAbout: "Gördüğün her şey uygulamanın içinden geliyor: hesap yok, ağ yok.",
    dismiss: "Kapat",
    close: "Kapat",
    back: "Geri",
    retry: "Yeniden dene",
    loading: "Yükleniyor",
    notices: "Bildirimler",
  },
  nav: {
    label: "Yerler",
    home: "Ana sayfa",
    library: "Kitaplık",
    sources: "Kaynaklar",
    settings: "Ayarlar",
    shortcuts: "Klavye kısayolları",
  },
  sheet: {
    title: "Klavye",
    groups: [
      [
        "Her yerde",
        [
          ["/", "Ara"],
          ["Ctrl K", "Ara"],
          ["↑ ↓ ← →", "Gezin"],
          ["Enter", "Aç"],
          ["Esc", "Geri"],
          ["?", "Bu sayfa"],
        ],
      ],
      [
        "Akışlar",
        [
          ["P", "Seçileni oynat"],
          ["C", "Bağlantıyı kopyala"],
          ["O", "Tarayıcıda aç"],
          ["M", "Magnet'i kopyala"],
          ["F", "Süz"],
          ["L", "Listeye git"],
          ["R", "Tüm kaynaklara yeniden sor"],
          ["[", "Önceki bölüm"],
          ["]", "Sonraki bölüm"],
        ],
      ],
    ],
  },
};
