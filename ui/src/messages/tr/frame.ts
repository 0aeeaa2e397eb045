// Çerçeve: yer adları, genel eylemler, klavye sayfası.
import type { Messages } from "../en";

export const frame: Pick<Messages, "app" | "nav" | "sheet"> = {
  app: {
    demo: "Tanıtım",
    demoAbout: "Gördüğün her şey uygulamanın içinden geliyor: hesap yok, ağ yok.",
    dismiss: "Kapat",
    close: "Kapat",
    cancel: "Vazgeç",
    back: "Geri",
    retry: "Yeniden dene",
    loading: "Yükleniyor",
    notices: "Bildirimler",
    drop: "Buraya bırak",
    dropAbout: "Bir .torrent dosyası ya da bağlantı.",
    dropTooLarge: "Bu dosya bir torrent dosyası olamayacak kadar büyük.",
    dropUnknown: "Buraya yalnız .torrent dosyaları ve bağlantılar bırakılabilir.",
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
          ["W", "İzleme listesi"],
          ["Alt ↑ ↓", "Sırada taşı"],
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
          ["D", "Servise getirt"],
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
