// Whether the person is using the list or the pick: once something there was pointed at, nothing moves by itself.

export class Interaction {
  touched = $state(false);
  private pointer: { x: number; y: number } | null = null;

  touch() {
    this.touched = true;
  }

  /** A pointer was seen here. Only one that really moves counts: browsers also report one that things moved under. */
  pointerAt(x: number, y: number) {
    if (this.pointer && (this.pointer.x !== x || this.pointer.y !== y)) this.touch();
    this.pointer = { x, y };
  }

  reset() {
    this.touched = false;
    this.pointer = null;
  }
}
