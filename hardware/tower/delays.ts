/** Milliseconds. */
export const delays = {
  /** A tower that was unplugged is looked for this often: nobody waits for a lamp, and looking is cheap. */
  reopen: 2_000,
  /** A report of eight bytes is taken within one USB frame; a tower that takes none for so long is opened again. */
  write: 1_000,
} as const;
