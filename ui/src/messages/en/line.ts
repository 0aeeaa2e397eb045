// What the person's line carries, and the bit rates held against it.
export const line = {
  line: {
    title: "My line",
    about: "Measured in passing: once a day from each host, when a link was made and nothing plays. 8 MB at most.",
    measured: (speed: string, when: string, host: string) => `≈ ${speed}, measured ${when} from ${host}`,
    unmeasured: "Not measured yet",
    counts: (speed: string) => `${speed} counts, as you typed`,
    typed: "Type it instead",
    measure: "Measure now",
    again: "Measure again",
    measuring: "Measuring…",
    needsLink: "It is measured by a link: copy or open one first.",
    forget: "Forget",
    outcome: {
      measured: "Your line is measured",
      inUse: "Something plays or is downloaded: measure when the line is free",
      tooLittle: "Too little came from the host to tell",
      noLink: "There is no link to measure by: copy or open one first",
    },
    off: "“Fits my line” is off until the line was measured, or its speed typed.",
    rate: "Bit rate",
  },
};
