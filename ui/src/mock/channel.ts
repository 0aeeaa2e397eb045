// Tauri's channel, as far as the page uses it.
export class Channel<T> {
  onmessage: (event: T) => void = () => {};
}
