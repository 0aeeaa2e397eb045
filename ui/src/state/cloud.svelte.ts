// What lies in one account: its pages, the files of one torrent, and what is done with them.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import { playerName } from "./links.svelte";
import type { CloudFile, CloudItem, CloudPage } from "../wire";
import { Loaded } from "./loaded.svelte";
import type { Toasts } from "./toasts.svelte";

export class Cloud {
  page = $state(0);
  /** The torrent whose files are shown. */
  opened = $state<string | null>(null);
  /** The item or file something is being done with. */
  busy = $state<string | null>(null);
  readonly list = new Loaded<CloudPage>(() => ipc.cloud(this.service, this.page));
  readonly files = new Loaded<CloudFile[]>(() => ipc.cloudFiles(this.service, this.opened ?? ""));

  constructor(
    readonly service: string,
    private readonly toasts: Toasts,
  ) {
    void this.list.load();
  }

  async go(by: -1 | 1) {
    this.page += by;
    this.opened = null;
    await this.list.load();
  }

  open(item: CloudItem) {
    this.opened = this.opened === item.itemId ? null : item.itemId;
    this.files.value = null;
    if (this.opened !== null) void this.files.load();
  }

  /** Plays or copies a file; without one, the only or largest video of the torrent. */
  async use(item: CloudItem, path: string | null, act: "play" | "copy") {
    if (this.busy !== null) return;
    this.busy = path ?? item.itemId;
    await this.toasts.attempt(async () => {
      const file = path ?? (await this.best(item));
      const link = await ipc.cloudLink(this.service, item.itemId, file);
      if (act === "copy") {
        await ipc.copyLink(link.linkId);
        this.toasts.say(t.verb.copied, "good");
      } else {
        const player = playerName(await ipc.playLink(link.linkId, null));
        this.toasts.say(t.library.playing(player), "good");
      }
    });
    this.busy = null;
  }

  async remove(item: CloudItem) {
    const done = await this.toasts.attempt(() => ipc.cloudRemove(this.service, item.itemId));
    if (!done) return;
    this.toasts.say(t.library.removed(item.name));
    if (this.list.value?.items.length === 1 && this.page > 0) this.page -= 1;
    await this.list.load();
  }

  private async best(item: CloudItem): Promise<string> {
    const files = await ipc.cloudFiles(this.service, item.itemId);
    const video = files.filter((file) => file.playable).sort((a, b) => (b.size ?? 0) - (a.size ?? 0))[0];
    if (!video) throw asWireError({ code: "noFile", message: t.library.noFiles, hint: null, about: null });
    return video.path;
  }
}
