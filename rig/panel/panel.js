// The front panel: shows the bench's state as it comes over server-sent events, sends one action a touch.
// Plain JavaScript without a build step: the rig must work from a checkout.

import { byId, element } from './element.js';

async function act(action) {
  const problem = byId('problem');
  problem.hidden = true;
  const response = await fetch('/rig/actions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  }).catch(() => null);
  if (response?.ok) return;
  const answer = await response?.json().catch(() => null);
  problem.textContent = answer?.error ?? 'The rig does not answer.';
  problem.hidden = false;
}

function cardButton(card) {
  const value = card.balanceYen === null ? '' : `${card.balanceYen.toLocaleString('en')} yen`;
  return element(
    'button',
    {
      type: 'button',
      class: 'card',
      'data-look': card.look,
      'data-card': card.id,
      'aria-pressed': String(card.onReader),
      onclick: () => act(card.onReader ? { do: 'lift', card: card.id } : { do: 'lay', card: card.id }),
    },
    element('b', {}, card.label),
    element('span', {}, card.about),
    element('span', {}, value),
  );
}

/** What can be broken: a name, then a button a fault; a pressed one is broken now. */
function faultButtons(state) {
  const { reader, printer, tower, center, station } = state;
  const toggle = (label, pressed, device, on, off) => ({
    label,
    pressed,
    action: { do: device, action: pressed ? off : on },
  });
  const cable = (device, name) => toggle('Pull the cable', !device.plugged, name, 'unplug', 'plug-in');
  const strikes = state.cardFaults.map(({ id, label }) => ({
    label,
    pressed: reader.armedFault === id,
    action: { do: 'arm-fault', fault: reader.armedFault === id ? null : id },
  }));
  const groups = [
    ['Next write, once', reader, ...strikes],
    [
      'Reader',
      reader,
      cable(reader, 'reader'),
      { label: 'Stops answering', pressed: false, action: { do: 'reader', action: 'hang' } },
      { label: 'Power off and on', pressed: false, action: { do: 'reader', action: 'power-cycle' } },
    ],
    [
      'Printer',
      printer,
      cable(printer, 'printer'),
      toggle('Paper nearly used up', printer.paper === 'low', 'printer', 'paper-low', 'paper-in'),
      toggle('Out of paper', printer.paper === 'out', 'printer', 'paper-out', 'paper-in'),
      toggle('Cover open', printer.cover === 'open', 'printer', 'open-cover', 'close-cover'),
      printer.cutter === 'jammed'
        ? { label: 'Take the jammed paper out', pressed: true, action: { do: 'printer', action: 'clear-jam' } }
        : { label: 'Jam the next cut', pressed: false, action: { do: 'printer', action: 'jam-cutter' } },
      { label: 'Head too hot', pressed: printer.head === 'hot', action: { do: 'printer', action: 'overheat' } },
      { label: 'Power off and on', pressed: false, action: { do: 'printer', action: 'power-cycle' } },
    ],
    ...(tower ? [['Tower', tower, cable(tower, 'tower')]] : []),
    [
      'Processes',
      null,
      toggle('Center gone', !center.running, 'center', 'stop', 'start'),
      {
        label: 'Station: power cut',
        pressed: !station.running,
        action: { do: 'station', action: 'kill' },
      },
    ],
  ];
  return groups.map(([title, device, ...buttons]) =>
    element(
      'div',
      { class: 'fault-row', role: 'group', 'aria-label': title },
      element('h3', {}, title),
      ...(device && device.is !== 'simulated'
        ? [element('p', { class: 'quiet' }, `It is ${device.is}: a hand has to do that.`)]
        : buttons.map(({ label, pressed, action }) =>
            element('button', { type: 'button', 'aria-pressed': String(pressed), onclick: () => act(action) }, label),
          )),
    ),
  );
}

const speeds = [
  [1, '×1', 'as in life'],
  [10, '×10', 'ten times as fast'],
  ['instant', 'instant', 'devices without any time of their own'],
];

function speedButtons(now) {
  return speeds.map(([speed, label, title]) =>
    element(
      'button',
      {
        type: 'button',
        title,
        'data-speed': speed,
        'aria-pressed': String(speed === now),
        onclick: () => act({ do: 'speed', speed }),
      },
      label,
    ),
  );
}

const paperWords = { ok: 'has paper', low: 'paper nearly used up', out: 'out of paper' };

const connected = ({ address }) => (address.startsWith('hid:') ? 'opened by the station' : 'connected');

function deviceRows({ reader, printer, tower, cards }) {
  const laid = cards.filter(({ onReader }) => onReader).map(({ label }) => label);
  const lit = Object.entries(tower?.lamps ?? {}).filter(([, lamp]) => lamp !== 'off');
  const rows = [
    ['Reader', reader, laid.length > 0 ? `${laid.join(', ')} on it` : 'nothing on it'],
    ['Printer', printer, `${paperWords[printer.paper]}, cover ${printer.cover}, cutter ${printer.cutter}`],
    ...(tower ? [['Tower', tower, lit.map(([name, lamp]) => `${name} ${lamp}`).join(', ') || 'dark']] : []),
  ];
  return rows.map(([name, device, words]) =>
    element(
      'tr',
      { 'data-device': name.toLowerCase() },
      element('th', { scope: 'row' }, name),
      element('td', {}, element('span', { class: 'badge', 'data-is': device.is }, device.is)),
      element('td', {}, !device.plugged ? 'cable pulled' : device.is === 'simulated' ? words : connected(device)),
      element('td', { class: 'address' }, device.address),
    ),
  );
}

const readerText = (reader, laid) => {
  if (!reader.plugged) return 'Its cable is pulled.';
  if (reader.is !== 'simulated') return `It is ${reader.is}.`;
  if (laid.length === 0) return 'No card on it.';
  return laid.length === 1 ? 'A card lies on it.' : `${laid.length} cards lie on it.`;
};

/** The paper as the simulator drew it from the bytes it received; parsed as SVG, so nothing in it can run. */
function picture(piece) {
  const parsed = new DOMParser().parseFromString(piece.svg, 'image/svg+xml');
  const figure = element('figure', { 'data-piece': piece.id, 'aria-label': 'A printed receipt' });
  figure.append(document.importNode(parsed.documentElement, true));
  return figure;
}

/** Buttons are replaced only where something is different: one that is being pressed must not go from under the hand. */
const drawn = new Map();
function show(id, what, make) {
  const now = JSON.stringify(what);
  if (drawn.get(id) === now) return;
  drawn.set(id, now);
  byId(id).replaceChildren(...make());
}

function draw(state) {
  const { reader, printer, tower, cards } = state;
  byId('demo').textContent = `DEMO: ${state.businessDate}, ${state.profile}, ${state.stationName}`;
  const laid = cards.filter((card) => card.onReader);
  byId('reader').dataset.state = reader.plugged ? (laid.length > 0 ? 'card' : 'empty') : 'unplugged';
  byId('reader-text').textContent = readerText(reader, laid);
  show('reader-cards', laid, () => laid.map(cardButton));
  show('cards', cards, () => cards.map(cardButton));
  byId('printer-text').textContent = printerText(printer);
  const { cardFaults, center, station } = state;
  show('faults', [cardFaults, reader, { ...printer, pieces: [] }, tower, center, station], () => faultButtons(state));
  show('speed', state.speed, () => speedButtons(state.speed));
  show('devices', [cards, reader, { ...printer, pieces: [] }, tower], () => deviceRows(state));
  show('tower', tower, () => lamps(tower));
  const breaches = [reader, printer, tower].flatMap((device) => device?.breaches ?? []);
  byId('wire').textContent =
    breaches.length === 0
      ? 'The station has kept to the protocols so far.'
      : `The station broke a protocol: ${breaches.slice(-3).join(', ')}`;
  const pieces = printer.pieces.map(({ id }) => id);
  show('slip', pieces.at(-1) ?? null, () => printer.pieces.slice(-1).map(picture));
  show('paper', pieces, () =>
    pieces.length > 0
      ? printer.pieces.map(picture).reverse()
      : [element('p', { class: 'quiet' }, 'Nothing has been printed yet.')],
  );
  showPage(state.page);
}

function printerText({ is, plugged, paper, cover }) {
  if (!plugged) return 'Its cable is pulled.';
  if (is !== 'simulated') return `It is ${is}.`;
  return `It ${paper === 'ok' ? 'has paper' : `says: ${paperWords[paper]}`}${cover === 'open' ? ', cover open' : ''}.`;
}

/** The tower from above to below, as it is built; a pattern blinks. */
function lamps(tower) {
  if (!tower) return [];
  const names = ['red', 'yellow', 'green', 'blue', 'white'];
  return names.map((name) => element('i', { 'data-lamp': name, 'data-look': tower.lamps[name] ?? 'off' }));
}

/** The passenger's page at its own size, scaled to the frame; or a line where it is shown elsewhere. */
function showPage(here) {
  const frame = byId('screen-frame');
  if (frame.childElementCount > 0) return;
  if (!here) {
    frame.append(element('p', {}, "The passenger's screen is in the Electron window."));
    return;
  }
  frame.append(element('iframe', { src: '/page/', title: "The passenger's screen" }));
  scalePage();
}

function scalePage() {
  const frame = byId('screen-frame');
  const page = frame.querySelector('iframe');
  if (page) page.style.transform = `scale(${frame.clientWidth / 1024})`;
}

/** The machine's keypad: what it sends is what a USB keypad sends, key events in the passenger's page. */
const PAD = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const PAD_LABELS = { '*': 'Star: voice guide, back', '#': 'Hash: next', 9: '9: call staff', 0: '0: once more' };

function pressKey(key) {
  const page = byId('screen-frame').querySelector('iframe')?.contentWindow;
  if (!page) return;
  const digit = /\d/.test(key) ? `Numpad${key}` : '';
  const init = { key, code: digit, bubbles: true, cancelable: true };
  for (const type of ['keydown', 'keyup']) page.document.dispatchEvent(new page.KeyboardEvent(type, init));
}

byId('ten-key').append(
  ...PAD.map((key) =>
    element(
      'button',
      { type: 'button', 'data-key': key, 'aria-label': PAD_LABELS[key] ?? key, onclick: () => pressKey(key) },
      key,
    ),
  ),
);

byId('take-paper').addEventListener('click', () => act({ do: 'take-paper' }));
new ResizeObserver(scalePage).observe(byId('screen-frame'));
new EventSource('/rig/events').addEventListener('message', (event) => draw(JSON.parse(event.data)));
