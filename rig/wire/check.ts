import { toHex } from '../../hardware/bytes.ts';
import {
  ackFrame,
  commandFrame,
  errorFrame,
  FrameParser,
  nackFrame,
  responseFrame,
} from '../../hardware/reader/codec.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import { messageReader } from './messages.ts';
import type { Recording } from './recording.ts';

export interface Checked {
  readonly host: number;
  readonly device: number;
}

/**
 * Holds our codecs against a recording: everything in it must be understood, and what a reader's frames mean must come
 * out as the same bytes again. The error names the line of the recording, then what.
 */
export function checkRecording({ device, said }: Recording): Result<Checked, string> {
  const read = messageReader(device);
  const same = device === 'reader' ? sameBytes() : () => null;
  const counts = { host: 0, device: 0 };
  for (const each of said) {
    const messages = read(each);
    counts[each.from] += messages.length;
    const strange = messages.find(({ isStrange }) => isStrange);
    if (strange) return fail(`line ${each.lineNumber}: the ${each.from} said what no codec knows: ${strange.words}`);
    const other = same(each);
    if (other !== null) return fail(`line ${each.lineNumber}: ${other}`);
  }
  return ok(counts);
}

/** Encodes every frame again and looks for it in what was said: in the same order, nothing but filling between. */
function sameBytes() {
  const sides = {
    host: { parser: new FrameParser(), rest: '' },
    device: { parser: new FrameParser(), rest: '' },
  };
  return ({ from, bytes }: Recording['said'][number]): string | null => {
    const side = sides[from];
    side.rest += toHex(bytes);
    for (const frame of side.parser.push(bytes)) {
      if (frame.kind === 'damaged') continue;
      const encoded = toHex(
        frame.kind === 'command'
          ? commandFrame(frame.data)
          : frame.kind === 'response'
            ? responseFrame(frame.data)
            : { ack: ackFrame, nack: nackFrame, error: errorFrame }[frame.kind],
      ).slice(2, -2);
      const at = side.rest.indexOf(encoded);
      if (at < 0) return `our codec would say ${encoded} where the ${from} said something else`;
      side.rest = side.rest.slice(at + encoded.length);
    }
    return null;
  };
}
