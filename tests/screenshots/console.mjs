// Makes packaging/screenshots/console-*.png: the console's real program, offscreen, over a desk with customers in it.
// Run by packaging/screenshots.sh, which names the programs in the environment.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Console } from '../e2e/lib/console.mjs';
import { RoomClient } from '../e2e/lib/room.mjs';
import { mint, Server, temporaryFolder } from '../e2e/lib/server.mjs';
import { arta, crowd, desk, layla, me, thomas } from './desk.mjs';

const sampleDesk = process.env.ULTRACOM_SAMPLE_DESK;
if (!sampleDesk) throw new Error('ULTRACOM_SAMPLE_DESK must name the ultracom-sample-desk program.');
const folder = fileURLToPath(new URL('../../packaging/screenshots/', import.meta.url));
const looks = { light: 1, dark: 2 };
const scale = 2;

/** Early afternoon, wherever and whenever the pictures are made. */
function afternoon() {
  const east = (14 - new Date().getUTCHours() + 36) % 24 - 12;
  const sign = east < 0 ? '-' : '+';
  const hours = String(Math.abs(east)).padStart(2, '0');
  return `<${sign}${hours}>${sign === '+' ? '-' : '+'}${hours}`;
}

function filledFolder(sessions, self = me) {
  const dataDir = temporaryFolder();
  const { status, stderr } = spawnSync(sampleDesk, [dataDir], { input: JSON.stringify({ me: self, sessions }), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return dataDir;
}

async function openConsole({ look = 'light', language = 'en-GB', ...options }) {
  const dataDir = options.dataDir ?? temporaryFolder();
  writeFileSync(join(dataDir, 'window.ini'), `[window]\nlook=${looks[look]}\nserverPanel=${Boolean(options.panel)}\n`);
  const console = await Console.start({
    token: options.server && mint({ sub: me.id, role: 'technician', name: me.name }), ...options, dataDir,
    args: ['--language', language, ...(options.args ?? [])], env: { QT_SCALE_FACTOR: String(scale), TZ: afternoon(), QT_LOGGING_RULES: 'default.warning=false' },
  });
  await console.resize(1280, 800);
  return console;
}

/** What this machine has not is no part of the picture. */
async function dismissNotices(console) {
  while ('noticeClose' in (await console.see()).texts) await console.click('noticeClose');
}

async function shoot(console, name) {
  await dismissNotices(console);
  await second(); // what fades and grows has come to its end
  await console.grab(join(folder, `console-${name}.png`));
  process.stdout.write(`console-${name}.png\n`);
}

const enter = (server, { id, name }, key) => RoomClient.join(server, `support-${id.slice('client-'.length)}`, mint({ sub: id, role: 'client', name }, { key }));
const second = () => new Promise((resolve) => { setTimeout(resolve, 1000); });

/** The desk with some customers there, and one of them writing. */
async function atTheDesk(shots) {
  const server = await Server.start({ dataDir: filledFolder(desk) });
  const there = await Promise.all([arta, layla, thomas].map((who) => enter(server, who)));
  for (const { name, look, language, open, typing, draft, away } of shots) {
    const console = await openConsole({ server, look, language });
    await console.open(open.name);
    await console.until((seen) => seen.lists.conversation?.every((row) => !/^(Loading|جار)/.test(row)), 'the conversation');
    const who = there[[arta, layla, thomas].indexOf(open)];
    if (draft) await console.type(draft);
    if (typing) {
      who.ws.send(JSON.stringify({ type: 'typing', is_typing: true }));
      await console.until((seen) => 'typingIndicator' in seen.texts, 'who types');
    }
    if (away) {
      await server.kill();
      await console.until((seen) => 'connectionBar' in seen.texts, 'that nobody answers');
      for (const text of away) await console.write(text);
    }
    await shoot(console, name);
    await console.stop();
    if (typing) who.ws.send(JSON.stringify({ type: 'typing', is_typing: false }));
  }
  there.forEach((who) => who.ws.close());
  await server.stop();
}

/** What is found in all conversations, and an answer that is being written while another is taken back. */
async function findingAndAnswering() {
  const server = await Server.start({ dataDir: filledFolder([...desk, ...crowd.slice(0, 60)]) });
  const there = await enter(server, arta);
  const console = await openConsole({ server });
  await console.open(arta.name);
  await console.press('Ctrl+K');
  await console.type('sensor');
  await console.until((seen) => seen.lists.hitList?.length > 0, 'what was found');
  await shoot(console, 'search');
  await console.press('Escape');
  await console.click('composerField');
  await console.write('I have put it on the list for Monday.');
  await console.untilRows((rows) => rows.at(-1).text.startsWith('I have put') && rows.at(-1).tick !== 'Waiting to be sent', 'the answer');
  await console.press('Up');
  await console.type(' Ilir brings a new fan.');
  await console.press('Return');
  await console.untilRows((rows) => rows.at(-1).text.endsWith('a new fan.') && rows.at(-1).tick !== 'Waiting to be saved', 'the edited one');
  await console.press('Shift+Tab');
  for (const key of ['End', 'Up', 'Up', 'R']) await console.press(key);
  await console.type('Is the door closed?');
  await shoot(console, 'reply');
  await console.stop();
  there.ws.close();
  await server.stop();
}

async function empty() {
  const server = await Server.start();
  const console = await openConsole({ server });
  await console.online();
  await shoot(console, 'empty');
  await console.stop();
  await server.stop();
}

async function manySessions() {
  const server = await Server.start({ dataDir: filledFolder(crowd) });
  const console = await openConsole({ server });
  await console.open(crowd[2].customer.name);
  await shoot(console, 'sessions');
  await console.stop();
  await server.stop();
}

/** The panel of the console's own server, while several customers write. */
async function ownServer() {
  const dataDir = filledFolder(desk, { id: userInfo().username, name: me.name });
  const console = await openConsole({ dataDir, panel: true, args: ['--port', '0', '--host', '127.0.0.1'] });
  await console.online();
  await console.open(arta.name);
  const { texts } = await console.until((seen) => seen.texts.serverAddress, 'the address');
  const server = { port: new URL(texts.serverAddress).port, url: `http://127.0.0.1:${new URL(texts.serverAddress).port}` };
  const key = readFileSync(join(dataDir, 'secret'), 'utf8').trim();
  const there = await Promise.all(desk.map((session) => enter(server, session.customer, key)));
  let next = 0;
  for (const count of [1, 0, 3, 2, 5, 4, 2, 6, 3]) {
    await second();
    for (let number = 0; number < count; number += 1) {
      there[3 + next % 9].ws.send(JSON.stringify({ text: crowd[next].lines[0].text }));
      next += 1;
    }
  }
  await shoot(console, 'server');
  await console.stop();
}

mkdirSync(folder, { recursive: true });
await atTheDesk([
  { name: 'light', look: 'light', open: arta, typing: true },
  { name: 'dark', look: 'dark', open: arta, typing: true },
  { name: 'arabic', look: 'light', language: 'ar', open: layla, draft: 'لا، لن تحتاجي إلى إيقافها.' },
  {
    name: 'disconnected', look: 'light', open: arta,
    away: ['It is at 11.2 °C now.', 'I have switched the alarm off until 15:00.', 'The certificate for this month will say so.'],
  },
]);
await findingAndAnswering();
await empty();
await manySessions();
await ownServer();
