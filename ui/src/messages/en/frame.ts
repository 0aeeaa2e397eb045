// The frame: names of places, general verbs, the keyboard sheet.

export const frame = {
  app: {
    demo: "Demo",
    demoAbout: "Everything you see is answered inside the app: no account, no network.",
    dismiss: "Dismiss",
    close: "Close",
    cancel: "Cancel",
    back: "Back",
    retry: "Try again",
    loading: "Loading",
    notices: "Notices",
    drop: "Drop it here",
    dropAbout: "A .torrent file, or a link.",
    dropTooLarge: "This file is larger than a torrent file can be.",
    dropUnknown: "Only .torrent files and links can be dropped here.",
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
          ["W", "Watchlist"],
          ["Alt ↑ ↓", "Move in an order"],
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
          ["D", "Fetch with your service"],
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
