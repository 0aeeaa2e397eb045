// The frame: names of places, general verbs, the keyboard sheet.

export const frame = {
  app: {
    name: "Perihelion",
    demo: "Demo",
    demoAbout: "Everything you see is answered inside the app: no account, no network.",
    dismiss: "Dismiss",
    close: "Close",
    back: "Back",
    retry: "Try again",
    loading: "Loading",
    notices: "Notices",
  },
  nav: {
    label: "Places",
    home: "Home",
    library: "Library",
    sources: "Sources",
    settings: "Settings",
    shortcuts: "Keyboard shortcuts",
  },
  sheet: {
    title: "Keyboard",
    groups: [
      [
        "Everywhere",
        [
          ["/", "Search"],
          ["Ctrl K", "Search"],
          ["↑ ↓ ← →", "Move"],
          ["Enter", "Open"],
          ["Esc", "Back"],
          ["?", "This sheet"],
        ],
      ],
      [
        "Streams",
        [
          ["P", "Play the pick"],
          ["C", "Copy link"],
          ["O", "Open in browser"],
          ["M", "Copy magnet"],
          ["F", "Filter"],
          ["L", "To the list"],
          ["R", "Ask all sources again"],
          ["[", "Previous episode"],
          ["]", "Next episode"],
        ],
      ],
    ] as [string, [string, string][]][],
  },
};
