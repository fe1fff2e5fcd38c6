/** How loud each volume is, of what the loudspeaker can do. */
const GAINS = [0, 0.2, 0.5, 1] as const;
/** Two notes, falling, as at a platform: Hz. */
const NOTES = [880, 660] as const;
const NOTE_S = 0.35;

let audio: AudioContext | null = null;

/** Sounds the chime. False: this page has no sound to give (no device, or the browser has not let it). */
export async function chime(volume: number): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false;
  try {
    audio ??= new AudioContext();
    await audio.resume();
  } catch {
    return false;
  }
  if (audio.state !== 'running') return false;
  const gain = audio.createGain();
  gain.gain.value = GAINS[volume] ?? 0;
  gain.connect(audio.destination);
  for (const [index, frequency] of NOTES.entries()) {
    const note = audio.createOscillator();
    note.frequency.value = frequency;
    note.connect(gain);
    note.start(audio.currentTime + index * NOTE_S);
    note.stop(audio.currentTime + (index + 1) * NOTE_S);
  }
  return true;
}
