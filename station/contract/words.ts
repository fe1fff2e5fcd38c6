import * as z from 'zod/mini';

/** `easy-ja`: やさしい日本語, short sentences with readings above the characters. */
export const Language = z.enum(['ja', 'easy-ja', 'en', 'zh-Hans', 'zh-Hant', 'ko']);
export type Language = z.infer<typeof Language>;

/**
 * How this passenger wants the machine, besides the language: on every screen, and gone with the passenger. `low`:
 * everything in the lower part of the screen (wheelchair). `voice`: spoken, operated by the ten keys, the screen dark.
 */
export const Modes = z.object({
  contrast: z.boolean(),
  largeText: z.boolean(),
  low: z.boolean(),
  voice: z.boolean(),
  /** 0 is silent, 3 the loudest. */
  volume: z.int().check(z.minimum(0), z.maximum(3)),
});
export type Modes = z.infer<typeof Modes>;

/** What every passenger begins with. */
export const FRESH_MODES: Modes = { contrast: false, largeText: false, low: false, voice: false, volume: 2 };

/** Machine colours: navy and pink register, light blue does not (facts/points.md §2). */
export const Profile = z.enum(['navy', 'pink', 'light-blue']);
export type Profile = z.infer<typeof Profile>;

export const Job = z.enum(['registration', 'point-charge', 'inquiry']);
export type Job = z.infer<typeof Job>;

export const CardKind = z.enum(['icoca', 'smart-icoca', 'mobile-icoca', 'child-icoca', 'pass-without-sf']);
export type CardKind = z.infer<typeof CardKind>;

export const Issuer = z.enum([
  'ICOCA',
  'Suica',
  'PASMO',
  'TOICA',
  'manaca',
  'Kitaca',
  'SUGOCA',
  'nimoca',
  'hayakaken',
  'PiTaPa',
  'icsca',
]);
export type Issuer = z.infer<typeof Issuer>;

/** A calendar day in Japan, `YYYY-MM-DD`. The page formats it; it never calculates with it. */
export const Day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
export const Yen = z.int();
export const Points = z.int();
/** The last four characters of the card number: all of it that a screen ever shows. */
export const CardTail = z.string().check(z.regex(/^[0-9A-Z]{4}$/));
/** What a passenger reads to staff: four and four letters or digits, `K7QF-2M9T`. */
export const Reference = z.string().check(z.regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/));

/** The official Japanese name (never translated) and what it means, by language. */
export const PointName = z.object({ name: z.string(), gloss: z.record(z.string(), z.string()) });
export type PointName = z.infer<typeof PointName>;
