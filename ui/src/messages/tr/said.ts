// Kabuğun kodlu metinleri: neden, eksik ve hata sözleri.
import type { Accounts, Errors, Says } from "../said";

const complained: Record<string, string> = {
  wrong_episode: "yanlış bölüm ya da film",
  no_sound: "ses yok",
  wrong_language: "dili yanlış",
  buffers: "sürekli yükleniyor",
};

const who = (about: string, other: string) => about || other;

/** `35/60`: a bit rate and the line's, in megabits. */
function ofLine(rates: string, text: (rate: string, line: string) => string): string | null {
  const [rate, line] = rates.replaceAll(".", ",").split("/");
  return rate && line ? text(rate, line) : null;
}

export const says: Says = {
  // Why a row ranks where it does.
  cached: () => "hemen oynar",
  notCached: () => "hizmette yok",
  opensElsewhere: () => "tarayıcıda açılır",
  inCloud: () => "zaten bulutunda",
  workedBefore: (at) => (at ? `burada ${at} önce çalıştı` : "burada daha önce çalıştı"),
  failedBefore: (at) => (at ? `burada ${at} önce olmadı` : "burada daha önce olmadı"),
  fileFound: () => "doğru dosya içinde",
  fileMissing: () => "doğru dosya içinde değil",
  theFilm: () => "filmin kendisi",
  exactEpisode: () => "tam bu bölüm",
  exactMatch: () => "tam eşleşme",
  fitsLine: (rates) => ofLine(rates, (rate, line) => `${rate} Mb/s, hattın ≈ ${line}`) ?? "hattına sığar",
  overLine: (rates) =>
    ofLine(rates, (rate, line) => `${rate} Mb/s, ≈ ${line} olan hattına çok`) ?? "hattının taşıdığından fazla",
  savesData: () => "veri tasarrufu sağlar",
  needsData: () => "çok veri harcar",
  onlyIn: (codes) => `yalnız ${codes.toUpperCase()}`,
  seasonPack: () => "sezon paketi",
  seriesPack: () => "dizi paketi",
  saysOtherwise: () => "adı başka bir şey söylüyor",
  anotherTitle: () => "başka bir yapımın adı",
  longerTitle: () => "adı daha uzun, belki başka bir dizi",
  resolution: (value) => value,
  preferredResolution: (value) => `${value}, tercih ettiğin gibi`,
  quality: (value) => value,
  hdr: (value) => value,
  codec: (value) => value,
  language: (value) => `${value}, tercih ettiğin dil`,
  poorCopy: () => "kötü kopya",
  veryLarge: () => "çok büyük",
  seeders: (value) => `${value} gönderen`,
  // Why a file of a torrent got its points.
  multiEpisode: () => "dosyadaki bölümlerden biri",
  episodeOnly: () => "bölüm uyuyor, sezon uymuyor",
  exactName: () => "torrent ile aynı adda",
  alias: () => "diğer adlardan birini taşıyor",
  title: () => "adı taşıyor",
  index: () => "kaynağın gösterdiği dosya",
  size: () => "boyut",
  absolute: () => "genel bölüm numarasıyla bulundu",
  airDate: () => "yayın gününe göre bulundu",
  onlyFile: () => "tek video",
  film: () => "filmin adı",
  year: () => "filmin yılı",
  version: (value) => (value ? `${value}. sürüm` : "daha yeni sürüm"),
  remembered: () => "daha önce sen seçtin",
  taught: () => "başka bir dosyayı düzelttiğin gibi sayıldı",
  noSeason: () => "sezonunu söylemiyor",
  sample: () => "örnek",
  extra: () => "fragman ya da ek",
  special: () => "özel bölüm",
  otherTitle: () => "başka bir yapımın adı",
  otherYear: () => "başka bir yıl",
  wrongSeason: () => "başka bir sezon",
  otherPart: () => "sezonun başka bir kısmı",
  unprovenSeason: () => "hangi sezon olduğunu hiçbir ad söylemiyor",
  tooSmall: () => "diğerlerine göre çok küçük",
  laterPart: () => "sonraki bir parça",
  noLink: () => "hizmet bu dosyaya bağlantı vermiyor",
  notVideo: () => "video değil",
  // Why a find was left out.
  otherName: () => "başka bir ad",
  season: () => "başka bir sezon",
  episode: () => "başka bir bölüm",
  // Why the preferences hide a row.
  resolutionOut: (value) => `istemediğin çözünürlük${value ? `: ${value}` : ""}`,
  languageMissing: () => "dillerinde değil",
  codecOut: (value) => `istemediğin kodek${value ? `: ${value}` : ""}`,
  hdrOut: (value) => `istemediğin HDR${value ? `: ${value}` : ""}`,
  tooLarge: () => "çok büyük",
  bitrateLow: () => "bit hızı çok düşük",
  bitrateHigh: () => "bit hızı çok yüksek",
  cinemaRecording: () => "sinema çekimi",
  threeD: () => "3D",
  mustMatch: (value) => `kalıba uymuyor${value ? `: ${value}` : ""}`,
  mustNotMatch: (value) => `dışlanan kalıp${value ? `: ${value}` : ""}`,
  isPack: () => "paket",
  // What a source covers and what only it has.
  filmsAndSeries: () => "Filmler ve diziler, IMDb kimliğiyle; kimliği bildiği animeler.",
  anime: () => "Anime, ad ve bölüm numarasıyla.",
  ownAddon: () => "Senin eklediğin bir Stremio eklentisi.",
  ownTorznab: () => "Senin eklediğin bir Torznab akışı, ada göre.",
  password: () => "Sunucunun parolası",
  userConfig: () => "Kullanıcı yapılandırması",
  configPath: () => "Yapılandırma yolu",
  apiKey: () => "API anahtarı",
  // Hizmetlerde ve tercihlerde geçenler.
  workedHere: (days) => (days === "0" ? "bugün burada çalıştı" : `${days} gün önce burada çalıştı`),
  failedHere: () => "burada daha önce olmadı",
  complained: (value) => `sen söyledin: ${complained[value] ?? value}`,
  likelyRefused: () => "hizmet adından ötürü büyük olasılıkla reddedecek",
  preferred: (value) => `${value}, tercih ettiğin gibi`,
  otherLanguages: () => "başka dillerde",
  sameRelease: () => "geçen seferki sürüm",
  tooSmallToBeTrue: () => "gerçek olamayacak kadar küçük",
  tooLargeForLength: () => "süresine göre çok büyük",
  notAired: () => "daha yayınlanmadı",
  nothingFits: () => "istenen olduğunu gösteren bir şey yok",
  sizeSmall: () => "çok küçük",
  // How the files of a torrent are numbered.
  perSeason: () => "sezon ve bölüm",
  running: () => "bütün sezonlar boyunca süren numaralar",
  seasonless: () => "sezonsuz bölüm numaraları",
  compact: () => "sezon ve bölüm tek sayıda, 103 gibi",
  dates: () => "yayın günü",
  // Why a find was left out, after a count.
  ofOtherYear: () => "başka bir yıl",
  extras: () => "ek, yapımın kendisi değil",
  private: () => "özel izleyiciden",
  adult: () => "yetişkin içerik",
  trash: () => "değersiz sayılan",
  v2Only: () => "yalnız v2 özetli",
  noHash: () => "özetsiz",
  fileOnly: () => "yalnız .torrent dosyası olarak",
  debridOnly: () => "yalnız eklentinin kendi debrid bağlantısı",
  notice: () => "duyuru",
  unreadable: () => "okunamayan",
  // What a source covers, and its own settings.
  aboutStremThru: () => "Ortak veritabanı: film, dizi, anime. Önbelleği denetler, bağlantıları da o yapar",
  aboutTrackers: () => "Birçok izleyiciden film, dizi ve anime",
  aboutComet: () => "Başka kaynaklardan toplanmış film, dizi ve anime",
  aboutZilean: () => "Debrid Media Manager'ın listeleri, adla aranır",
  aboutAnimeTosho: () => "Anime; adla ve AniDB kimliğiyle aranır",
  aboutPeerflix: () => "Film ve dizi, İspanyolcada güçlü",
  aboutMediaFusion: () => "Film ve dizi; herkese açık sunucusu konukları sık sık geri çevirir",
  aboutNyaa: () => "Anime ve Asya yapımları, adla aranır",
  aboutOwn: () => "Senin eklediğin",
  optionConfig: () => "Adresindeki yapılandırma",
  optionPassword: () => "Parola",
  optionForm: () => "Nasıl sorulduğu",
  optionKey: () => "API anahtarı",
};

const languages = new Intl.DisplayNames("tr", { type: "language", fallback: "code" });

/** A language by a code that a file told, which may be none. */
function languageInTurkish(code: string): string {
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

export const errors: Errors = {
  noAccount: () => ["Hiçbir debrid hizmetine giriş yapılmadı.", "Ayarlar'da hizmetini seç ve anahtarını yapıştır."],
  tokenRefused: (about) => [
    `${who(about, "Hizmet")} anahtarı reddetti.`,
    "İptal edilmiş ya da yanlış yazılmış olabilir. Ayarlar'a yenisini yapıştır.",
  ],
  subscriptionEnded: (about) => [
    about ? `${about} aboneliğin sona ermiş ya da bunu kapsamıyor.` : "Aboneliğin sona ermiş ya da bunu kapsamıyor.",
    "Hizmetin sayfasında yenile, sonra yeniden dene.",
  ],
  keyringUnavailable: () => [
    "Yanıt veren bir anahtarlık yok; anahtar yalnız bu çalışma boyunca tutulur.",
    "GNOME Keyring, KWallet veya KeePassXC gibi bir anahtarlık kur ve başlat.",
  ],
  keyringLocked: () => [
    "Anahtarlık kilitli; anahtar yalnız bu çalışma boyunca tutulur.",
    "Kilidini aç ve anahtarı yeniden kaydet.",
  ],
  rateLimited: (about) => [`${who(about, "Hizmet")} çok sık soruldu.`, "Biraz bekleyip yeniden dene."],
  timeout: (about) => [`${who(about, "Karşı taraf")} zamanında yanıt vermedi.`, "Birazdan yeniden dene."],
  blocked: (about) => [
    `${who(about, "Kaynak")} bot korumasının arkasında.`,
    "Bazı ağlar ve VPN'ler reddedilir; başka birini dene.",
  ],
  refused: (about) => [`${who(about, "Karşı taraf")} bir hatayla yanıt verdi.`, null],
  unreachable: (about) => [`${who(about, "Karşı tarafa")} ulaşılamıyor.`, "Bağlantıyı ve adresi kontrol et."],
  malformed: (about) => [
    `${who(about, "Karşı taraf")} anlaşılmayan bir yanıt verdi.`,
    "Biçimi değişmiş olabilir; diğerleri bundan etkilenmez.",
  ],
  legalBlock: (about) => [`${who(about, "Hizmet")} bu dosyayı yasal nedenlerle reddediyor.`, "Başka bir sürüm dene."],
  notCached: (about) => [`${who(about, "Hizmet")} bunu elinde bulundurmuyor.`, "Önbellekte olan bir sürüm seç."],
  noFile: () => [
    "Dosyalarından hangisinin istediğin olduğu kesin değil.",
    "Yanlış dosya oynatmaktansa hiç oynatılmadı: dosyayı kendin seç ya da başka bir torrent dene.",
  ],
  noPicture: () => ["Dosyada ses var, görüntü yok.", "Başka bir sürüm dene."],
  wrongLength: (about) => [
    about
      ? `Dosya yalnız ${about.replace(/min$/, "dk").replace(/s$/, "sn")} sürüyor: aranan yapım bu değil.`
      : "Dosya çok kısa: aranan yapım bu değil.",
    "Başka bir sürüm dene.",
  ],
  wrongResolution: (about) => [`Görüntü adının söylediğinden küçük${about && `: ${about}`}.`, "Başka bir sürüm dene."],
  wrongLanguage: (about) => [
    `Ses istediğin dilde değil${about && `: ${about.split(", ").map(languageInTurkish).join(", ")}`}.`,
    "Başka bir sürüm dene.",
  ],
  notFound: () => ["Aranan bulunamadı.", null],
  resting: (about) => [
    `${who(about, "Kaynak")} art arda başarısız oldu, bir süre sorulmuyor.`,
    "Kendiliğinden yeniden sorulacak.",
  ],
  noPlayer: () => ["Açılamadı.", null],
  cancelled: () => ["Durduruldu.", ""],
  badInput: () => ["Bu girdi kullanılamıyor.", null],
  diskFull: () => ["Disk dolu.", "Yer aç; kendiliğinden sürer."],
  folderGone: () => [
    "İndirilenler klasörü yerinde değil.",
    "Diskini bağla; kendiliğinden sürer. Ya da Ayarlar'da başka bir klasör seç.",
  ],
  notWritable: () => ["Klasöre yazılamıyor.", "Uygulamaya yazma izni ver ya da Ayarlar'da başka bir klasör seç."],
  fileTooLarge: () => [
    "Bu disk bu boyda bir dosyayı almıyor.",
    "Ayarlar'da başka diskte bir klasör seç ve yeniden sakla.",
  ],
  otherFile: () => ["Bağlantı artık başlanan dosyaya gitmiyor.", "Kaldır ve yeniden sakla."],
  storage: () => ["Bir dosya okunamadı ya da yazılamadı.", null],
  internal: () => ["Uygulamada beklenmedik bir hata oluştu.", null],
};

/** Bir hesabın durumu. */
export const accounts: Accounts = {
  premium: (label) => `${label}: üyelik sürüyor`,
  trial: (label) => `${label}: deneme süresi; sürdüğü sürece üyelik gibi çalışır`,
  expired: (label) => `${label}: üyelik sona ermiş; bağlantı almak için yenile`,
  unknown: (label) => `${label}: hesabın ne olduğunu söylemiyor`,
};
