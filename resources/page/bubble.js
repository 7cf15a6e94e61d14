// One message as elements. What may change of it is built again when it has changed; the row itself stays.

import { hueOf, icon, initials, linked, make } from './dom.js';
import { text, timeOf, wholeTime } from './strings.js';

const ticks = { waiting: 'clock', sent: 'check', delivered: 'checks', read: 'checks', failed: 'failed' };
const tickNames = { waiting: text.stateWaiting, sent: text.stateSent, delivered: text.stateDelivered, read: text.stateRead, failed: text.stateFailed };

const timeElement = (at) => make('time', { datetime: at.toISOString(), title: wholeTime(at) }, timeOf(at));

/** Who has read it, else who has received it, else its state. */
export function seenText({ state, seen }) {
  if (state === 'read' && seen?.read.length) return text.readBy(seen.read);
  if (state === 'delivered' && seen?.delivered.length) return text.deliveredTo(seen.delivered);
  return tickNames[state];
}

export function buildBubble(row) {
  const element = make('li', { class: `row bubble ${row.style}`, 'data-kind': 'bubble', 'data-key': row.key, tabindex: '-1' });
  if (!row.own || row.style === 'agi') {
    const avatar = make('span', { class: `avatar hue${hueOf(row.sender)}`, 'aria-hidden': 'true' });
    avatar.append(row.style === 'agi' ? icon('robot') : initials(row.name));
    element.append(avatar);
  }
  element.append(make('div', { class: 'stack' }));
  return element;
}

export function updateBubble(element, row) {
  element.classList.toggle('first', row.first);
  element.classList.toggle('last', row.last);
  const { text: body, reply, state, seen, editedAt, gone, trouble, id } = row;
  const signature = JSON.stringify([id, body, reply, state, seen, editedAt, gone, trouble]);
  if (element.dataset.signature === signature) return;
  element.dataset.signature = signature;
  if (id !== null) element.dataset.id = id;
  if (state) element.dataset.state = state;
  else delete element.dataset.state;
  element.classList.toggle('gone', gone !== null);
  const hadFocus = element.contains(document.activeElement);
  element.querySelector('.stack').replaceChildren(...[gone ? goneBubble(row) : wholeBubble(row), toolsOf(row), troubleOf(row)].filter(Boolean));
  if (hadFocus && !element.contains(document.activeElement)) element.focus({ preventScroll: true });
}

const nameLine = (row) => make('p', { class: 'name', hidden: row.own && row.style !== 'agi' },
  make('bdi', {}, row.name), make('span', { class: 'role' }, text.roles[row.role] ?? row.role));

function wholeBubble(row) {
  const meta = make('span', { class: 'meta', dir: 'ltr' },
    row.editedAt ? make('span', { class: 'edited', title: text.editedAt(wholeTime(row.editedAt)) }, text.edited) : null, timeElement(row.at), tickOf(row));
  return make('div', { class: 'bubble' }, nameLine(row), quoteOf(row),
    make('div', { class: 'text', dir: 'auto' }, make('span', { class: 'body' }, ...linked(row.text)), meta));
}

function goneBubble(row) {
  const undo = row.gone === 'undoable' ? make('button', { class: 'plain', type: 'button', 'data-do': 'undo' }, icon('undo'), text.undo) : null;
  return make('div', { class: 'bubble' }, nameLine(row), make('p', { class: 'text' }, make('span', { class: 'deleted' }, text.deleted), undo));
}

/** By keyboard, the quote and the ticks are in the message's menu: fifty messages are not to be a hundred stops. */
function quoteOf(row) {
  if (!row.reply) return null;
  return make('button', { class: 'quote', type: 'button', tabindex: '-1', 'data-do': 'original', 'data-original': row.reply.id, title: text.toOriginal },
    make('b', { dir: 'auto' }, row.reply.name), make('span', { dir: 'auto' }, row.reply.excerpt));
}

function tickOf(row) {
  if (!row.state) return null;
  if (!row.seen || !['delivered', 'read'].includes(row.state)) return icon(ticks[row.state], tickNames[row.state]);
  const said = seenText(row);
  return make('button', { class: 'ticks', type: 'button', tabindex: '-1', 'data-do': 'seen', title: said, 'aria-label': said, 'aria-haspopup': 'dialog' }, icon(ticks[row.state]));
}

function toolsOf(row) {
  if (row.id === null || row.gone) return null;
  const who = row.own ? text.you : row.name;
  return make('div', { class: 'tools' },
    make('button', { class: 'quiet', type: 'button', tabindex: '-1', 'data-do': 'reply', title: text.reply, 'aria-label': text.replyTo(who) }, icon('reply')),
    make('button', { class: 'quiet', type: 'button', tabindex: '-1', 'data-do': 'menu', title: text.more, 'aria-label': text.moreOf(who, timeOf(row.at)), 'aria-haspopup': 'menu' }, icon('more')));
}

function troubleOf({ trouble }) {
  if (!trouble) return null;
  const { kind, id, sentence } = trouble;
  const button = (what, label) => make('button', { class: 'plain', type: 'button', 'data-do': what, 'data-kind': kind, 'data-item': id }, label);
  return make('p', { class: 'failure', role: 'alert' }, make('span', {}, sentence), button('again', text.again[kind]), button('drop', text.drop[kind]));
}
