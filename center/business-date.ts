/** The day it is in Japan; asked anew for every call (design §4: the business date comes from the center). */
export type BusinessDate = () => string;

/** A day that stands still, for demos, tests and runs over the past. */
export function fixedDate(date: string): BusinessDate {
  return () => date;
}

/** Today in Japan, from midnight to midnight (A2, A21), whatever this machine's own time zone. */
export function todayInJapan(): BusinessDate {
  // Swedish writes dates as YYYY-MM-DD.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' });
  return () => format.format();
}
