// What was dropped on the window, and what it asks for.
import { ipc } from "../ipc";
import { largestTorrentFile, type Query } from "../wire";

export type Dropped =
  { type: "file"; file: File } | { type: "text"; text: string } | { type: "tooLarge" } | { type: "unknown" };

type Transfer = Pick<DataTransfer, "getData"> & { files: ArrayLike<File> };

export function dropped(transfer: Transfer | null): Dropped {
  const file = transfer?.files[0];
  if (file) {
    const torrent = /\.torrent$/i.test(file.name) || file.type === "application/x-bittorrent";
    if (!torrent) return { type: "unknown" };
    return file.size > largestTorrentFile ? { type: "tooLarge" } : { type: "file", file };
  }
  const text = (transfer?.getData("text/uri-list") || transfer?.getData("text/plain") || "").split("\n")[0]?.trim();
  return text ? { type: "text", text: text.slice(0, 4096) } : { type: "unknown" };
}

export async function queryOf(what: Extract<Dropped, { type: "file" | "text" }>): Promise<Query> {
  if (what.type === "text") return ipc.readQuery(what.text);
  return ipc.readTorrentFile(new Uint8Array(await what.file.slice(0, largestTorrentFile).arrayBuffer()));
}
