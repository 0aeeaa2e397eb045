// Where a list begins inside its scroller, kept true while what stands above it comes, goes and changes its height.

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
