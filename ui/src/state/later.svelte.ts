// A module that is fetched once the page has started, so that the page itself answers sooner.

export class Later<Module> {
  #module = $state.raw<Module | null>(null);
  #fetching: Promise<void> | null = null;

  constructor(private readonly from: () => Promise<Module>) {}

  /** Null until it has been fetched, which is begun as soon as it is needed. From then on it is there whether it is needed or not. */
  when(needed: boolean): Module | null {
    if (needed && this.#module === null) void this.fetch();
    return this.#module;
  }

  /** Never fails: what could not be fetched is fetched again when it is needed. */
  fetch(): Promise<void> {
    this.#fetching ??= this.from().then(
      (module) => {
        this.#module = module;
      },
      () => {
        this.#fetching = null;
      },
    );
    return this.#fetching;
  }
}
