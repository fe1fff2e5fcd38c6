/**
 * Events as CSV: the first line names the fields as the JSON lines do (`type,on,person,card,measure`), each line after it
 * is one event; an empty field is none. No field of ours has a comma, a quote or a line end in it, so there are no quotes.
 */
export type Read = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly why: string };

const NUMBERS: ReadonlySet<string> = new Set(['yen', 'points']);

/** The fields of the first line; null where it is none. */
export function csvHeader(line: string): readonly string[] | null {
  const fields = line
    .replace(/\r?\n$/, '')
    .replace(/^\uFEFF/, '')
    .split(',');
  const isOurs = fields.includes('type') && fields.every((field) => /^[a-zA-Z]{1,40}$/.test(field));
  return isOurs && new Set(fields).size === fields.length ? fields : null;
}

/** A line as the object that a JSON line would be. A file that was cut off is told by its last line, which has no end. */
export function csvRecord(header: readonly string[], line: string): Read {
  if (!line.endsWith('\n')) return { ok: false, why: 'cut off: the line has no end' };
  const values = line.replace(/\r?\n$/, '').split(',');
  if (line.includes('"')) return { ok: false, why: 'a quote: no field has one' };
  if (values.length !== header.length) {
    return { ok: false, why: `${values.length} fields, the first line names ${header.length}` };
  }
  const record: Record<string, string | number> = Object.create(null);
  for (const [index, field] of header.entries()) {
    const value = values[index] ?? '';
    if (value === '') continue;
    // Only what is written as a whole number is one: '1e3', '0x10' and ' 5' stay text and are refused.
    record[field] = NUMBERS.has(field) && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  }
  return { ok: true, json: { ...record } };
}
