// Ana sayfa, arama ve yapım sayfaları.
import { decimal } from "../../format";
import type { Messages } from "../en";
import { s } from "./plural";

export const titles: Pick<Messages, "kind" | "kinds" | "home" | "search" | "title"> = {
  kind: { movie: "Film", series: "Dizi", anime: "Anime" },
  kinds: { movie: "Filmler", series: "Diziler", anime: "Animeler" },
  home: {
    continue: "İzlemeye devam et",
    again: (title) => `${title} ile devam et`,
    scrollLeft: "Sola kaydır",
    scrollRight: "Sağa kaydır",
    rowFailed: "Bu sıra yüklenemedi.",
    rowEmpty: "Bugün burada bir şey yok.",
  },
  search: {
    placeholder: "Film, dizi ve anime ara",
    label: "Ada göre ara ya da bir kimlik veya bağlantı yapıştır",
    clear: "Aramayı temizle",
    results: (query) => `“${query}” için sonuçlar`,
    none: (what, query) => `“${query}” adında sonuç yok (${what.toLocaleLowerCase("tr")}).`,
    failed: "Aramanın bu bölümü başarısız oldu.",
    start: "Ne izlemek istersin?",
    startHint: "Bir ad yaz ya da tt1727587 veya kitsu:12 gibi bir kimlik yapıştır.",
    nothing: (query) => `“${query}” için bir şey bulunamadı`,
    nothingHint: "Yazımı kontrol et, özgün adı dene ya da bir IMDb veya Kitsu kimliği yapıştır.",
    found: (n) => s(n, "yapım"),
  },
  title: {
    rating: (value) => `10 üzerinden ${decimal(value)}`,
    by: "Yönetmen",
    cast: "Oyuncular",
    genres: "Türler",
    knownAs: "Kimlikler",
    about: "Hakkında",
    more: "Daha fazla",
    less: "Daha az",
    episodes: "Bölümler",
    season: "Sezon",
    jump: "Bölüme git",
    jumpNone: (n) => `${n}. bölüm yok.`,
    watched: "İzlendi",
    notOut: "Henüz yayımlanmadı",
    airs: (date) => `Yayın: ${date}`,
    unlisted: "Katalog bu dizinin bölümlerini listelemiyor. İstediğin bölümü yaz.",
    seasonNumber: "Sezon",
    episodeNumber: "Bölüm",
    find: "Akışları bul",
    episodeOf: (n) => `${n}. bölüm`,
    failed: "Bu yapım açılamadı",
    noEpisodes: "Henüz listelenen bölüm yok.",
  },
};
