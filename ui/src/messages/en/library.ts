// History and lists.

export const library = {
  library: {
    title: "Library",
    about: "What you played, newest first. It never leaves this computer.",
    today: "Today",
    yesterday: "Yesterday",
    again: "Play again",
    forget: "Forget",
    forgetLabel: (title: string) => `Forget ${title}`,
    forgotten: "Removed from your history",
    empty: "Nothing played yet",
    emptyHint: "Films and episodes you play are kept here, so you can come back to them.",
    search: "Search for something",
  },
};
