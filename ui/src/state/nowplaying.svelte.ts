// What plays in the person's player: followed as long as the window is open, and what the person does with it here.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { Complaint, ContinueItem, NowPlaying, PlayerControl, PlayingItem } from "../wire";
import { playerName } from "./links.svelte";
import { nothing } from "./nothingplaying";
import type { Here } from "./rowwork";
import type { Toasts } from "./toasts.svelte";

/** A film or episode, by the title's id. */
export type Spot = { id: string; season: number | null; episode: number | null };
export const sameSpot = (a: Spot, b: Spot) => a.id === b.id && a.season === b.season && a.episode === b.episode;

export class Player {
  now = $state.raw<NowPlaying>(nothing);
  /** What was asked to be played by its card, until it plays: its name is known here first. */
  asked = $state.raw<(Spot & { name: string }) | null>(null);
  opening = $derived(["searching", "linking", "starting"].includes(this.now.stage));
  /** Its bar is shown. */
  shown = $derived(this.now.stage !== "idle" || this.asked !== null);

  constructor(
    private readonly toasts: Toasts,
    /** Called when something began, moved on to another episode or release, or ended. */
    private readonly onChange: (now: NowPlaying) => void,
  ) {}

  /** Follows the player until the window closes. */
  follow() {
    void ipc.nowPlaying((event) => this.take(event)).catch(() => {});
  }

  take(event: NowPlaying) {
    const before = this.now;
    this.now = event;
    const spot = ({ item, stage }: NowPlaying) => [stage, item?.id, item?.season, item?.episode, item?.row].join("/");
    if (spot(before) !== spot(event)) this.onChange(event);
  }

  async control(control: PlayerControl) {
    await this.toasts.attempt(() => ipc.controlPlayer(control));
  }

  /** Goes on in another release; what is wrong with this one is remembered, and then told. */
  async another(complaint: Complaint | null, onComplained: (item: PlayingItem) => void): Promise<void> {
    const { item } = this.now;
    try {
      await ipc.anotherRelease(complaint);
    } catch (thrown) {
      const error = asWireError(thrown);
      if (error.code === "notFound") this.toasts.say(t.playing.noOther, "danger", t.playing.noOtherHint);
      else this.toasts.fail(error);
    }
    if (complaint !== null && item) onComplained(item);
  }

  /** Plays a title from its card. False when nothing plays and the person did not stop it. */
  async play(item: Pick<ContinueItem, "title" | "season" | "episode">): Promise<boolean> {
    const { title, season, episode } = item;
    const asked = { id: title.id, season, episode, name: title.name };
    this.asked = asked;
    try {
      await ipc.playTitle({ kind: title.kind, id: title.id, season, episode });
    } catch (thrown) {
      const error = asWireError(thrown);
      if (error.code === "cancelled") return true;
      this.toasts.fail(error);
      return false;
    } finally {
      if (this.asked === asked) this.asked = null;
    }
    return true;
  }

  /** The person is about to play this, or is not any more: its link is made ready. */
  ready(item: Pick<ContinueItem, "title" | "season" | "episode"> | null) {
    const request = item && { kind: item.title.kind, id: item.title.id, season: item.season, episode: item.episode };
    void ipc.prepareTitle(request).catch(() => {});
  }

  /** Whether this is being looked for or started. */
  opens(spot: Spot): boolean {
    return (this.asked !== null && sameSpot(this.asked, spot)) || (this.opening && this.isAbout(spot));
  }

  plays(spot: Spot): boolean {
    return this.now.stage === "playing" && this.isAbout(spot);
  }

  /** What a row shows of it. */
  at(row: string): Here | null {
    const { item, stage, player, resumeAt } = this.now;
    if (item?.row !== row) return null;
    if (stage === "playing" && player) return { stage, player: playerName(player) };
    return stage === "over" ? { stage, resumeAt } : null;
  }

  private isAbout(spot: Spot): boolean {
    return this.now.item !== null && sameSpot(this.now.item, spot);
  }
}
