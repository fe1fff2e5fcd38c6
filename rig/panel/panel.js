// The front panel: shows the bench's state as it comes over server-sent events, sends one action a touch.
// Plain JavaScript without a build step: the rig must work from a checkout.

const byId = (id) => document.getElementById(id);

/** Builds an element: attributes, then children; strings become text, never markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick') made.addEventListener('click', value);
    else if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

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

/** What can be broken: a heading, then a button an action; a pressed one is broken now. */
function faultButtons(state) {
  const { reader, printer, center, station } = state;
  const toggle = (label, pressed, on, off) => ({ label, pressed, action: pressed ? off : on });
  const groups = [
    [
      'At the next write to the card (once)',
      ...state.cardFaults.map(({ id, label }) => ({
        label,
        pressed: reader.armedFault === id,
        action: { do: 'arm-fault', fault: reader.armedFault === id ? null : id },
      })),
    ],
    [
      'Devices',
      toggle(
        'Reader: pull the cable',
        !reader.plugged,
        { do: 'reader', action: 'unplug' },
        { do: 'reader', action: 'plug-in' },
      ),
      toggle(
        'Printer: pull the cable',
        !printer.plugged,
        { do: 'printer', action: 'unplug' },
        { do: 'printer', action: 'plug-in' },
      ),
      toggle(
        'Printer: paper nearly used up',
        printer.paper === 'low',
        { do: 'printer', action: 'paper-low' },
        { do: 'printer', action: 'paper-in' },
      ),
      toggle(
        'Printer: out of paper',
        printer.paper === 'out',
        { do: 'printer', action: 'paper-out' },
        { do: 'printer', action: 'paper-in' },
      ),
      toggle(
        'Printer: cover open',
        printer.cover === 'open',
        { do: 'printer', action: 'open-cover' },
        { do: 'printer', action: 'close-cover' },
      ),
    ],
    [
      'Processes',
      toggle('Center: gone', !center.running, { do: 'center', action: 'stop' }, { do: 'center', action: 'start' }),
      {
        label: 'Station: power cut, then on again',
        pressed: !station.running,
        action: { do: 'station', action: 'kill' },
      },
    ],
  ];
  return groups.flatMap(([title, ...buttons]) => [
    element('h3', {}, title),
    ...buttons.map(({ label, pressed, action }) =>
      element('button', { type: 'button', 'aria-pressed': String(pressed), onclick: () => act(action) }, label),
    ),
  ]);
}

const readerText = (reader, laid) => {
  if (!reader.plugged) return 'Its cable is pulled.';
  if (laid.length === 0) return 'No card on it.';
  return laid.length === 1 ? 'A card lies on it.' : `${laid.length} cards lie on it.`;
};

const paperText = { ok: 'has paper', low: 'paper nearly used up', out: 'out of paper' };

/** The paper as the simulator drew it from the bytes it received; parsed as SVG, so nothing in it can run. */
function picture(piece) {
  const parsed = new DOMParser().parseFromString(piece.svg, 'image/svg+xml');
  const figure = element('figure', { 'data-piece': piece.id, 'aria-label': 'A printed receipt' });
  figure.append(document.importNode(parsed.documentElement, true));
  return figure;
}

let shownPieces = '';

function draw(state) {
  byId('demo').textContent = `DEMO: ${state.businessDate}, ${state.profile}, ${state.stationName}`;
  const laid = state.cards.filter((card) => card.onReader);
  byId('reader').dataset.state = state.reader.plugged ? (laid.length > 0 ? 'card' : 'empty') : 'unplugged';
  byId('reader-text').textContent = readerText(state.reader, laid);
  byId('reader-cards').replaceChildren(...laid.map(cardButton));
  byId('cards').replaceChildren(...state.cards.map(cardButton));
  const cover = state.printer.cover === 'open' ? ', cover open' : '';
  byId('printer-text').textContent = state.printer.plugged
    ? `It ${state.printer.paper === 'ok' ? 'has paper' : `says: ${paperText[state.printer.paper]}`}${cover}.`
    : 'Its cable is pulled.';
  byId('faults').replaceChildren(...faultButtons(state));
  byId('tower-text').textContent = `Signal tower: ${state.tower.lit.join(', ') || 'dark'}.`;
  const breaches = [...state.reader.breaches, ...state.printer.breaches];
  byId('wire').textContent =
    breaches.length === 0
      ? 'The station has kept to both protocols so far.'
      : `The station broke a protocol: ${breaches.slice(-3).join(', ')}`;
  const pieces = state.printer.pieces.map(({ id }) => id).join(',');
  if (pieces !== shownPieces) {
    shownPieces = pieces;
    const pictures = state.printer.pieces.map(picture).reverse();
    byId('paper').replaceChildren(
      ...(pictures.length > 0 ? pictures : [element('p', { class: 'quiet' }, 'Nothing has been printed yet.')]),
    );
  }
  showPage(state.page);
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
