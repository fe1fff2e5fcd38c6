/** Whoever stands at the desk of real devices; made by the caller (cli/rig). */
export interface Person {
  /** Asks for a deed. Resolves when it is said to be done, or as soon as `isSo`; rejects where nobody answers any more. */
  does(words: string, isSo?: () => boolean): Promise<void>;
  /** Asks for what only eyes can see. */
  sees(words: string): Promise<boolean>;
}
