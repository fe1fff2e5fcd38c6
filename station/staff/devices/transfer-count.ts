import type { EntryBody, Journal } from '../../journal/index.ts';

/** The same journal, and how many transfers it has taken down as written since it was opened. */
export function countingTransfers(journal: Journal): { readonly journal: Journal; transfers(): number } {
  let written = 0;
  const counting: Journal = {
    path: journal.path,
    stationId: journal.stationId,
    get state() {
      return journal.state;
    },
    head: () => journal.head(),
    secureSpace: () => journal.secureSpace(),
    append(...bodies: readonly EntryBody[]) {
      const appended = journal.append(...bodies);
      if (appended.ok) written += bodies.filter(({ kind }) => kind === 'transfer-written').length;
      return appended;
    },
    contains: (head) => journal.contains(head),
    continueWhenDue: (on) => journal.continueWhenDue(on),
    entries: (first) => journal.entries(first),
    export: (file) => journal.export(file),
    close: () => journal.close(),
  };
  return { journal: counting, transfers: () => written };
}
