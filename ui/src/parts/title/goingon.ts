/** The episode that a series is gone on with. */
export interface GoingOn {
  /** "Continue S2 E6", in the person's language. */
  label: string;
  busy: boolean;
  play: () => void;
  /** Told when its button is about to be pressed, and when it is not. */
  poised: (poised: boolean) => void;
}
