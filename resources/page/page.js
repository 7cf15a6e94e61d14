// The page's screens, and the way between them: start (visitors), token, open a room (staff), the conversation.

import { startVisit, urlOf } from './api.js';
import { Chat } from './chat.js';
import { closeCode } from './connection.js';
import { loadIcons, make } from './dom.js';
import { Header } from './header.js';
import * as session from './session.js';
import { httpProblem, text } from './strings.js';

const screens = ['start', 'token', 'open', 'stopped', 'chat'];
const find = (selector) => document.querySelector(selector);

let me = null;

for (const element of document.querySelectorAll('[data-text]')) element.textContent = text[element.dataset.text];
for (const element of document.querySelectorAll('[data-label]')) {
  element.setAttribute('aria-label', text[element.dataset.label]);
  if (element.tagName === 'BUTTON') element.title = text[element.dataset.label];
}
for (const element of document.querySelectorAll('[data-placeholder]')) element.placeholder = text[element.dataset.placeholder];

loadIcons(urlOf('icons.svg'));

const header = new Header(find('#chat'));
const chat = new Chat(find('#chat'), header, { refused });

function show(name) {
  for (const screen of screens) find(`#${screen}`).hidden = screen !== name;
  if (name !== 'chat') {
    chat.close();
    document.title = text.appName;
    find(`#${name} input, #${name} button`)?.focus();
  }
}

function problem(screen, sentence) {
  const line = find(`#${screen} .problem`);
  line.hidden = !sentence;
  line.textContent = sentence ?? '';
}

/** Where somebody with this identity belongs. */
function enter(who) {
  me = who;
  if (!me) showStart();
  else if (isOver(me)) tokenEnded(text.tokenOver);
  else if (me.room) openRoom(me.room);
  else askRoom();
}

function showStart(sentence = null) {
  problem('start', sentence);
  show('start');
}

function askToken(sentence = null) {
  problem('token', sentence);
  find('#token input').value = '';
  show('token');
}

const isOver = (who) => who.expiresAtMs > 0 && who.expiresAtMs < Date.now();

/** A visitor has no other token to enter, but may begin anew. */
function tokenEnded(sentence) {
  if (me.visitor) leave(text.visitOver);
  else askToken(sentence);
}

function askRoom() {
  problem('open', null);
  const recent = session.recentRooms();
  find('#open .recent').hidden = !recent.length;
  find('#open .recent ul').replaceChildren(...recent.map((room) =>
    make('li', {}, make('button', { class: 'plain', type: 'button', onclick: () => openRoom(room) }, room))));
  find('#open .who span').textContent = text.signedInAs(me.name, text.roles[me.role] ?? me.role);
  show('open');
}

function openRoom(room) {
  me.room = room;
  if (!me.visitor) {
    session.saveStaff(me);
    session.noteRoom(room);
  }
  show('chat');
  chat.open(me, room);
}

function refused(code) {
  if (code === closeCode.token) {
    tokenEnded(isOver(me) ? text.tokenOver : text.tokenRefused);
    return;
  }
  const replaced = code === closeCode.replaced;
  find('#stopped h1').textContent = replaced ? text.stopped : text.forbiddenTitle;
  find('#stopped .lead').textContent = replaced ? text.replaced : text.forbiddenLead;
  find('#stopped [data-action=again]').textContent = text.retry;
  find('#stopped [data-action=other]').textContent = me.visitor ? text.startButton : text.otherRoom;
  show('stopped');
}

function leave(sentence = null) {
  session.forget(me);
  me = null;
  showStart(sentence);
}

find('#start form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('[type=submit]');
  if (button.disabled) return;
  if (!form.elements.email.checkValidity()) {
    problem('start', text.emailWrong);
    form.elements.email.focus();
    return;
  }
  problem('start', null);
  button.disabled = true;
  button.textContent = text.starting;
  const details = { page: location.origin + location.pathname, locale: navigator.language };
  for (const field of ['name', 'email']) {
    const value = form.elements[field].value.trim();
    if (value) details[field] = value;
  }
  try {
    session.saveVisitor(await startVisit(details));
    enter(session.restore());
  } catch (error) {
    problem('start', error.status === 403 ? text.visitorsOff : httpProblem(error));
  } finally {
    button.disabled = false;
    button.textContent = text.startButton;
  }
});

find('#token form').addEventListener('submit', (event) => {
  event.preventDefault();
  const value = event.target.elements.token.value.trim();
  const who = session.fromToken(value, me?.visitor ? null : me?.room ?? null);
  if (!who) {
    problem('token', value ? text.tokenMalformed : text.tokenEmpty);
    return;
  }
  session.saveStaff(who);
  enter(who);
});

find('#open form').addEventListener('submit', (event) => {
  event.preventDefault();
  const room = event.target.elements.room.value.trim();
  if (session.isRoomName(room)) openRoom(room);
  else problem('open', text.roomWrong);
});

const actions = {
  token: () => askToken(),
  visitor: () => {
    if (me) session.forget(me);
    me = null;
    showStart();
  },
  signout: () => leave(),
  rooms: askRoom,
  hurry: () => chat.connection.hurry(),
  latest: () => chat.list.toBottom(),
  search: () => chat.toggleSearch(),
  leave: () => find('#leaving').showModal(),
  again: () => enter(me),
  other: () => (me.visitor ? leave() : askRoom()),
};
for (const [action, run] of Object.entries(actions)) {
  for (const element of document.querySelectorAll(`[data-action=${action}]`)) element.addEventListener('click', run);
}
find('#leaving').addEventListener('close', (event) => {
  if (event.target.returnValue === 'leave') leave();
  event.target.returnValue = '';
});

/** A link with a token was opened, in a new tab or in this one. */
function start() {
  const linked = session.takeFragment();
  if (linked?.malformed) askToken(text.tokenMalformed);
  else enter(linked ?? session.restore());
}
window.addEventListener('hashchange', () => location.hash.includes('token=') && start());
start();
