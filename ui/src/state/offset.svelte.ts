// The offset of a list inside its scroller, measured again when what stands above it appears, goes or is resized.

export class Offset {
  top = $state(0);

  /** Watches until the returned function is called. */
  watch(list: HTMLElement, scroller: HTMLElement): () => void {
    const measure = () => (this.top = list.offsetTop);
    const sizes = new ResizeObserver(measure);
    const watchAll = () => {
      sizes.disconnect();
      // Each first answer comes right after the layout of the frame, when the offset costs nothing to read.
      for (const child of scroller.children) if (child !== list) sizes.observe(child);
    };
    const children = new MutationObserver(watchAll);
    children.observe(scroller, { childList: true });
    watchAll();
    return () => {
      sizes.disconnect();
      children.disconnect();
    };
  }
}
