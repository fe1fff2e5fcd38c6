import { unreachable } from '../../hardware/result.ts';
import type { OpenError } from '../../station/journal/index.ts';

/** Why a journal cannot be read, and what to do, in one line. */
export function inWords(error: OpenError): string {
  switch (error.kind) {
    case 'journal-broken':
      return `not a whole journal: ${error.detail}. Keep the file as it is and compare it with another export.`;
    case 'journal-newer':
      return `written by a newer program (schema ${error.version}): verify it with that one.`;
    case 'storage':
      return `cannot be read: ${error.detail}.`;
    default:
      return unreachable(error);
  }
}
