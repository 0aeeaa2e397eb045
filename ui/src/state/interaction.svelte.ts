// Whether the person is at the pick or the list, and whether they chose something there: nothing moves under a pointer, the
// focus or a choice.

export type Spot = "pick" | "list";

/** Whether the focus goes out of what listens, and not from one part of it to another. */
export const leaves = ({ currentTarget, relatedTarget }: FocusEvent): boolean =>
  !(currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget));

export class Interaction {
  /** Something was pressed or played: from now on nothing moves by itself. */
  chosen = $state(false);
  private pointer: { spot: Spot; x: number; y: number; moved: boolean } | null = null;
  private focus: Spot | null = null;
  private scrolled = false;

  constructor(
    /** Called when the person has gone and chose nothing. */
    private readonly onGone: () => void = () => {},
  ) {}

  choose() {
    this.chosen = true;
  }

  /** A pointer was seen there. One that rests may only have had things move under it. */
  pointerAt(spot: Spot, x: number, y: number) {
    const { pointer } = this;
    if (pointer?.spot !== spot) this.pointer = { spot, x, y, moved: false };
    else if (pointer.x !== x || pointer.y !== y) pointer.moved = true;
  }

  pointerGone(spot: Spot) {
    if (this.pointer?.spot === spot) this.pointer = null;
    this.gone();
  }

  focusAt(spot: Spot) {
    this.focus = spot;
  }

  focusGone(spot: Spot) {
    if (this.focus === spot) this.focus = null;
    this.gone();
  }

  /** The list was scrolled: it is being read, wherever the pointer goes. */
  scroll() {
    this.scrolled = true;
  }

  /** Whether somebody is there. A pointer that rested there before anything was shown counts once what is shown has `stood`. */
  isAt(spot: Spot, stood: boolean): boolean {
    const { pointer } = this;
    return this.focus === spot || (pointer?.spot === spot && (pointer.moved || stood));
  }

  /** Whether rows stay where they are. */
  holdsRows(stood: boolean): boolean {
    return this.chosen || this.scrolled || this.isAt("list", stood);
  }

  reset() {
    this.chosen = false;
    this.scrolled = false;
    this.focus = null;
    if (this.pointer) this.pointer.moved = false;
  }

  private gone() {
    if (!this.chosen && this.pointer === null && this.focus === null) this.onGone();
  }
}
