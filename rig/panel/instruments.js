// What goes on inside: states of the machines, journal, wire. Each comes once, in order, over server-sent events.
import { byId, element } from './element.js';

const ROWS_KEPT = 400;

/** How often what was said is drawn, ms: faster than anybody reads, and the passenger's page beside it stays quick. */
const DRAWN_EVERY_MS = 150;

/** Rows that wait to be drawn, by list: the page is laid out once for all of them, however much is said. */
const waiting = new Map();
let latestStates = null;

function soon() {
  if (waiting.size === 0 && latestStates === null) setTimeout(drawWaiting, DRAWN_EVERY_MS);
}

function append(list, row) {
  soon();
  const rows = waiting.get(list) ?? [];
  waiting.set(list, [...rows, row].slice(-ROWS_KEPT));
}

/** A list stays at its end only where it was there before, so that a hand can read in peace. */
function drawWaiting() {
  for (const [list, rows] of waiting) {
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    list.append(...rows);
    while (list.childElementCount > ROWS_KEPT) list.firstElementChild.remove();
    if (atEnd) list.scrollTop = list.scrollHeight;
  }
  waiting.clear();
  if (latestStates) drawMachines(latestStates);
  latestStates = null;
}

// —— the wire ——

/** Looks at the field and acknowledgements: true of every second, and rarely what is looked for. */
const QUIET = [
  /^(ACK|RFConfiguration: .*|InListPassiveTarget: (felica|type|nothing).*)$/,
  /^(to|from) the card: Request Response( answered)?$/,
  /^(DLE EOT \d|status ..|go-on|hold)$/,
];

const filters = [
  ['reader', 'reader', true],
  ['printer', 'printer', true],
  ['tower', 'tower', true],
  ['quiet', 'looks, ACKs', false],
];

byId('filters').append(
  ...filters.map(([name, label, checked]) => {
    const box = element('input', { type: 'checkbox', ...(checked && { checked: '' }) });
    const apply = () => byId('trace').classList.toggle(`no-${name}`, !box.checked);
    box.addEventListener('change', apply);
    apply();
    return element('label', {}, box, label);
  }),
);

/** When each device was heard last, to say how long it took. */
const lastAt = new Map();

function wireRow({ n, device, at, from, hex, words }) {
  const since = at - (lastAt.get(device) ?? at);
  lastAt.set(device, at);
  const quiet = words.length === 0 || words.every((word) => QUIET.some((quiet) => quiet.test(word)));
  const direction = from === 'host' ? '→' : '←';
  return element(
    'li',
    { 'data-n': n, 'data-device': device, 'data-from': from, class: quiet ? 'quiet-row' : null },
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('time', {}, (at / 1000).toFixed(3)),
        element('span', { class: 'since' }, `+${since < 100 ? since.toFixed(1) : Math.round(since)} ms`),
        element('b', { title: from === 'host' ? 'from the station' : `from the ${device}` }, `${device} ${direction}`),
        element('span', { class: 'words' }, words.join(' · ') || 'part of a message'),
      ),
      element('code', {}, hex.replace(/(..)/g, '$1 ').trim()),
    ),
  );
}

// —— the journal ——

/** The fields that a person looks for first; everything is below. */
function gistOf({ kind, ...fields }) {
  const plain = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  const short = (value) => (/^[0-9a-f]{8}-/.test(value) ? value.slice(0, 8) : value);
  return plain.map(([name, value]) => `${name} ${short(String(value))}`).join(', ');
}

function journalRow({ number, atMs, body }) {
  return element(
    'li',
    { 'data-entry': number, 'data-kind': body.kind },
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('time', { title: 'monotonic clock of the run, seconds' }, `${number}`),
        element('b', {}, body.kind),
        element('span', { class: 'words' }, gistOf(body)),
      ),
      element('code', {}, `${(atMs / 1000).toFixed(3)} s\n${JSON.stringify(body, null, 1)}`),
    ),
  );
}

const shownEntries = new Set();

// —— the state chart ——

let machines = new Map();
/** The states before, newest first, by machine: a trail to look back on. */
const trails = new Map();

function trailOf({ machine, states }) {
  const before = trails.get(machine) ?? [];
  const fresh = states.filter((state) => state !== before[0]);
  const trail = [...fresh, ...before.filter((state) => !fresh.includes(state))].slice(0, 6);
  trails.set(machine, trail);
  return trail;
}

function drawMachines(running) {
  const cards = running.filter(({ machine }) => machines.has(machine)).map(drawMachine);
  byId('chart').replaceChildren(...cards);
  byId('chart').scrollTop = byId('chart').scrollHeight;
}

function drawMachine(run) {
  const { about, states, arrows } = machines.get(run.machine);
  const isIn = (path) => run.states.some((state) => state === path || state.startsWith(`${path}.`));
  const trail = trailOf(run);
  const inside = (parent) =>
    states
      .filter(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('.'))) === parent)
      .map(({ path, runs, isFinal }) =>
        element(
          'div',
          {
            class: `state${isFinal ? ' final' : ''}`,
            'data-state': path,
            'data-now': isIn(path) ? '' : null,
            'data-before': !isIn(path) && trail.includes(path) ? '' : null,
            title: runs.length > 0 ? `runs ${runs.join(', ')}` : null,
          },
          element('span', {}, path.split('.').at(-1)),
          // What is inside a state is drawn while the machine is in it.
          ...(isIn(path) ? inside(path) : []),
        ),
      );
  const ways = arrows.filter(({ from, to }) => isIn(from) && from !== '' && !run.states.includes(to));
  return element(
    'article',
    { class: 'chart-machine', 'data-machine': run.machine },
    element('h3', {}, run.machine, element('small', {}, about)),
    element('div', { class: 'states' }, ...inside('')),
    element(
      'ul',
      { class: 'ways' },
      ...ways.map(({ label, to }) => element('li', {}, element('span', {}, label || 'at once'), ` → ${to}`)),
    ),
  );
}

fetch('/rig/chart')
  .then((response) => response.json())
  .then((chart) => {
    machines = new Map(chart.map((machine) => [machine.id, machine]));
    new EventSource('/rig/log').addEventListener('message', (event) => hear(JSON.parse(event.data)));
  });

/** A kind that this page does not know is passed over. After the connection broke, what is known comes again. */
let newestOfWire = -1;
function hear(message) {
  if (message.kind === 'wire' && message.entry.n > newestOfWire) {
    newestOfWire = message.entry.n;
    append(byId('trace'), wireRow(message.entry));
  }
  if (message.kind === 'journal' && !shownEntries.has(message.entry.number)) {
    shownEntries.add(message.entry.number);
    append(byId('journal'), journalRow(message.entry));
  }
  if (message.kind === 'states') {
    byId('chart-event').textContent = message.event.startsWith('xstate.') ? '' : `after ${message.event}`;
    soon();
    latestStates = message.machines;
  }
}
