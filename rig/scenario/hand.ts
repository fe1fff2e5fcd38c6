/** What stands between a passenger's fingers and the station: a page, or the page's words alone. Made by the caller (cli/rig). */
import type { Touch } from './schema.ts';

export interface Hand {
  /** Throws, with what is there, where the screen has no such button. */
  touch(what: Touch): Promise<void>;
  /** One of the ten keys. */
  press(key: string): Promise<void>;
  /** The page is loaded anew. Throws where there is none. */
  reload(): Promise<void>;
  /** What can be seen now, as PNG; null where there is no page. */
  picture(): Promise<Uint8Array | null>;
  close(): Promise<void>;
}
