// Small habits in the browser's storage, such as the order of the list. The page works without them.
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(`perihelion/${key}`);
  } catch {
    return null;
  }
}

export function store(key: string, value: string) {
  try {
    localStorage.setItem(`perihelion/${key}`, value);
  } catch {
    // A full or forbidden store changes nothing for this run.
  }
}
