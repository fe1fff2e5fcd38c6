/** Every wait of the window and its supervision, in milliseconds, in one place: tests move them by name. */
export const delays = {
  /** Main asks page and station so often whether they live. */
  beat: 2_000,
  /** A page that has not answered for so long hangs. Drawing the longest screen takes well under a second. */
  pageSilence: 15_000,
  /** The same for a page that is being loaded, which has fonts to read. */
  pageStart: 30_000,
  /** A page that was ended, and whose end nobody has told for so long, is loaded again all the same. */
  endLimit: 5_000,
  /** A page that has answered for so long was a healthy one: its death is the first in a row. */
  healthyPage: 30_000,
  /** Pages that were loaded again and again for so long, and none was healthy: none will be here, all is started anew. */
  pageLost: 120_000,
  /** A station hangs after so long: its longest work at one go is opening a year's journal. */
  stationSilence: 30_000,
  /** A station that is starting reads and checks its journal first. */
  stationStart: 120_000,
  /** A station that has answered for so long, and went by itself, was a healthy one: its death is the first in a row. */
  healthyRun: 60_000,
  /** A station that has answered for so long has come up: only then is an update kept (electron/deploy/kiosk-update). */
  provenRun: 15_000,
  /** Before the second start in a row; doubles with every further one. */
  firstPause: 500,
  longestPause: 30_000,
  /** How long a station that was asked to stop may take to finish value in flight. */
  stopLimit: 20_000,
  /** Housekeeping looks so often whether it is night, and how much memory is used. */
  housekeeping: 60_000,
};
