// The fleet board: asks the operator's calls again and again and draws what they say. Decides nothing and changes nothing.
// Plain JavaScript without a build step: it is served as it stands.

import { languages } from './words.js';

const EVERY_MS = 15_000;
/** Rows of a table; who looks for another one searches. */
const ROWS = 200;
/** A station says twice a minute that it is there. */
const SILENT_S = 180;
/** What a device says where nothing is the matter; `0`: nothing waits in the outbox. */
const WELL = new Set(['ready', '0']);

const byId = (id) => document.getElementById(id);
let language = navigator.language.startsWith('ja') ? 'ja' : 'en';
let words = languages[language];
let fleet = null;
let runs = null;

/** Strings become text, never markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function ask(call, body) {
  const response = await fetch(`/v1/operator/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${call}: ${response.status}`);
  return await response.json();
}

/** Page after page; `key` names what the next one begins after. */
async function askAll(call, list, key) {
  const found = [];
  for (let after = null; ; ) {
    const page = (await ask(call, { after }))[list];
    found.push(...page);
    if (page.length < 200) return found;
    after = page.at(-1)[key];
  }
}

const isSilent = ({ silentSeconds }) => silentSeconds === null || silentSeconds > SILENT_S;
const notWell = ({ devices }) => Object.entries(devices).filter(([, status]) => !WELL.has(status));
const needsLook = (station) => isSilent(station) || notWell(station).length > 0 || station.openTransfers > 0;
const word = (text) => (Object.hasOwn(words.words, text) ? words.words[text] : text);
const number = (value) => value.toLocaleString(language);

function table(place, columns, rows, more = 0) {
  if (rows.length === 0) {
    place.replaceChildren(element('p', { class: 'none' }, words.none));
    return;
  }
  const head = columns.map(([name, isNumber]) =>
    element('th', { scope: 'col', class: isNumber ? 'number' : null }, words.columns[name]),
  );
  const body = rows.map(({ cells, look }) =>
    element(
      'tr',
      { class: look ? 'look' : null },
      ...cells.map((cell, index) => {
        const isNumber = columns[index][1];
        const attributes = index === 0 ? { scope: 'row' } : { class: isNumber ? 'number' : null };
        return element(index === 0 ? 'th' : 'td', attributes, ...(Array.isArray(cell) ? cell : [cell]));
      }),
    ),
  );
  const made = element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...body));
  place.replaceChildren(made, ...(more > 0 ? [element('p', { class: 'none' }, words.more(number(more)))] : []));
  reachable(place);
}

/** What is wider than its place is moved with the arrow keys: then it takes the focus, and says what it is. */
function reachable(place) {
  const isWide = place.scrollWidth > place.clientWidth;
  const attributes = { tabindex: '0', role: 'region', 'aria-labelledby': `${place.id}-title` };
  for (const [name, value] of Object.entries(attributes)) {
    if (isWide) place.setAttribute(name, value);
    else place.removeAttribute(name);
  }
}

/** A sign and words, never a colour alone. */
function sign(text, isWell) {
  return element(
    'span',
    { class: isWell ? 'sign good' : 'sign care' },
    element('span', { 'aria-hidden': 'true' }, isWell ? '✓ ' : '! '),
    text,
  );
}

function lastHeard({ silentSeconds, heardOn }) {
  if (silentSeconds === null) return words.heardOn(heardOn);
  return words.silent(Math.floor(silentSeconds / 60));
}

function drawStations() {
  const wanted = byId('search').value.trim().toUpperCase();
  const only = byId('trouble-only').checked;
  const chosen = fleet.stations
    .filter((station) => station.stationId.includes(wanted) && (!only || needsLook(station)))
    .sort((a, b) => Number(needsLook(b)) - Number(needsLook(a)));
  const rows = chosen.slice(0, ROWS).map((station) => ({
    look: needsLook(station),
    cells: [
      station.stationId,
      [lastHeard(station), ...(isSilent(station) ? [' ', sign(words.quiet, false)] : [])],
      station.softwareVersion,
      Object.entries(station.devices).map(([device, status]) =>
        sign(`${word(device)} ${word(status)}`, WELL.has(status)),
      ),
      number(station.openTransfers),
    ],
  }));
  const columns = [['station'], ['heard'], ['version'], ['devices'], ['openCount', true]];
  table(byId('stations'), columns, rows, chosen.length - rows.length);
}

/** In one line. */
const whole = (text) => element('span', { class: 'whole' }, text);
/** Enough to tell two cards apart; the whole number is the operator's systems' business. */
const endOf = (cardNumber) => whole(`…${cardNumber.slice(-4)}`);

function drawOpen() {
  const rows = fleet.open.slice(0, ROWS).map(({ transferId, stationId, on, evidence }) => ({
    cells: [stationId, whole(on), endOf(evidence.cardNumber), number(evidence.points), element('code', {}, transferId)],
  }));
  const columns = [['station'], ['on'], ['card'], ['points', true], ['transfer']];
  table(byId('open'), columns, rows, fleet.open.length - rows.length);
}

function drawDiscrepancies() {
  const rows = fleet.discrepancies.slice(0, ROWS).map((each) => ({
    cells: [
      each.stationId,
      whole(each.bookedOn),
      endOf(each.cardNumber),
      word(each.claimed),
      each.stands === null ? '–' : word(each.stands),
      word(each.proof),
      element('code', {}, each.transferId),
    ],
  }));
  const columns = [['station'], ['on'], ['card'], ['claimed'], ['stands'], ['proof'], ['transfer']];
  table(byId('discrepancies'), columns, rows, fleet.discrepancies.length - rows.length);
}

function drawRuns() {
  if (!runs) return;
  const rows = runs.map(({ bookedOn, measure, grants, points }) => ({
    cells: [bookedOn, word(measure), number(grants), number(points)],
  }));
  table(byId('runs'), [['on'], ['measure'], ['grants', true], ['points', true]], rows);
}

function figure(name, value, isWell, beside = '') {
  return element(
    'li',
    { class: isWell ? 'good' : 'care' },
    element('b', {}, number(value)),
    element('span', {}, words.figures[name], beside && ` (${beside})`),
  );
}

function drawFigures() {
  const { stations, open, discrepancies } = fleet;
  const heard = stations.filter((station) => !isSilent(station)).length;
  const trouble = stations.filter(needsLook).length;
  byId('figures').replaceChildren(
    figure('heard', heard, heard === stations.length, words.ofAll(number(stations.length))),
    figure('trouble', trouble, trouble === 0),
    figure('open', open.length, open.length === 0),
    figure('discrepancies', discrepancies.length, discrepancies.length === 0),
  );
  byId('updated').textContent = words.updated(fleet.at.toLocaleTimeString(language));
  byId('ready').replaceChildren(sign(fleet.ready ? words.ready : words.notReady, fleet.ready));
  return { trouble, open: open.length };
}

function drawWords() {
  document.documentElement.lang = language;
  document.title = words.title;
  for (const each of document.querySelectorAll('[data-word]')) each.textContent = words[each.dataset.word];
  byId('language').textContent = words.otherLanguage;
  byId('language').lang = language === 'ja' ? 'en' : 'ja';
}

function draw() {
  drawWords();
  if (!fleet) return { trouble: 0, open: 0 };
  drawStations();
  drawOpen();
  drawDiscrepancies();
  drawRuns();
  return drawFigures();
}

let asking = false;

/** `aloud`: somebody asked for it, and a screen reader says that it is done. By itself it stays silent. */
async function refresh(aloud) {
  if (asking) return;
  asking = true;
  const problem = byId('problem');
  try {
    const [stations, open, discrepancies, ready] = await Promise.all([
      askAll('stations', 'stations', 'stationId'),
      askAll('open-transfers', 'holds', 'transferId'),
      askAll('discrepancies', 'discrepancies', 'transferId'),
      fetch('/ready').then((response) => response.ok),
    ]);
    fleet = { stations, open, discrepancies, ready, at: new Date() };
    problem.hidden = true;
    const { trouble, open: count } = draw();
    if (aloud) byId('status').textContent = words.refreshed(trouble, count);
  } catch {
    problem.textContent = words.problem;
    problem.hidden = false;
  } finally {
    asking = false;
  }
}

byId('refresh').addEventListener('click', () => refresh(true));
byId('search').addEventListener('input', () => fleet && drawStations());
byId('trouble-only').addEventListener('change', () => fleet && drawStations());
byId('language').addEventListener('click', () => {
  language = language === 'ja' ? 'en' : 'ja';
  words = languages[language];
  draw();
});
byId('count').addEventListener('click', async () => {
  const button = byId('count');
  button.setAttribute('aria-busy', 'true');
  const answer = await ask('grant-runs', {}).catch(() => null);
  button.removeAttribute('aria-busy');
  if (answer) {
    runs = answer.runs;
    drawRuns();
  } else {
    byId('problem').textContent = words.problem;
    byId('problem').hidden = false;
  }
});
addEventListener('resize', () => document.querySelectorAll('.table').forEach(reachable));
drawWords();
await refresh(false);
setInterval(() => void refresh(false), EVERY_MS);
