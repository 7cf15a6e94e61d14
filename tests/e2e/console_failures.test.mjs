// What can go wrong around the console, and what its window says then: the real program, offscreen.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import test from 'node:test';

import { Console } from './lib/console.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const drita = { sub: 'tech-ops-1', role: 'technician', name: 'Drita Hoxha' };
const customer = mint({ sub: 'client-007', role: 'client', name: 'Besa' });
const says = (server, text) => send(server, customer, { room: 'support-7', text });
const asks = (path) => async (server) => (await request(server, path, { token: mint(drita) })).body;
const stored = async (server) => (await asks('/api/chat/messages/support-7?limit=200')(server)).messages.map(({ content }) => content);

/** A server with one message in it, and a console that shows it. */
async function begin(options = {}) {
  const server = await Server.start();
  await says(server, 'hello');
  const console = await Console.start({ server, token: mint(drita), ...options });
  await console.open('Besa');
  await console.shows('hello');
  return { server, console };
}

/** Overwrites all files of this name that the console keeps. */
function damage(console, name) {
  const folder = join(console.dataDir, 'console');
  const found = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(name));
  assert.equal(found.length, 1, `${name} in ${folder}`);
  const path = join(folder, found[0]);
  writeFileSync(path, Buffer.alloc(readFileSync(path).length, 'no database '));
}

test('a token that ends in the middle', { timeout: 90_000 }, async () => {
  const server = await Server.start();
  await says(server, 'hello');
  // The server allows clocks to differ by 30 s, and looks each second.
  const console = await Console.start({ server, token: mint({ ...drita, exp: Math.floor(Date.now() / 1000) + 5 }) });
  await console.open('Besa');
  await console.write('before');
  await console.settled(2);
  await console.type('mean'); // nothing takes the keyboard from who writes
  const { texts, labels } = await console.until((seen) => seen.texts.connectionHeadline === 'Signed out', 'that the token has expired', 45_000);
  assert.equal(labels.filter((text) => text.includes('expired')).length, 1, 'said once, in the bar');
  assert.match(texts.connectionDetail, /expired/);
  await console.write('while');
  await console.untilRows((rows) => rows.at(-1).text === 'meanwhile' && rows.at(-1).tick === 'Waiting to be sent', 'that it waits');
  assert.deepEqual(await stored(server), ['hello', 'before']);

  await console.click('connectionButton');
  await console.until((seen) => seen.focus === 'tokenField', 'where the token goes');
  await console.paste(mint(drita));
  await console.press('Return');
  await console.online();
  await console.settled(3);
  assert.deepEqual(await stored(server), ['hello', 'before', 'meanwhile']);
  await Promise.all([console.stop(), server.stop()]);
});

test('a message of 16 KiB, and of one byte more', { timeout: 60_000 }, async () => {
  const { server, console } = await begin();
  const longest = `${'ë'.repeat(8191)}ab`; // two bytes each
  await console.paste(`${longest}c`);
  const { texts } = await console.until((seen) => 'composerHint' in seen.texts, 'that it is too long');
  assert.match(texts.composerHint, /\b1\b/);
  await console.press('Return');
  assert.equal((await console.see()).texts.composerField, `${longest}c`, 'nothing of it is lost');
  await console.press('Backspace');
  await console.press('Return');
  await console.settled(2);
  assert.deepEqual(await stored(server), ['hello', longest]);
  assert.equal((await console.see()).texts.composerField, '');
  await Promise.all([console.stop(), server.stop()]);
});

for (const [file, what] of [['cache.db', 'what was seen'], ['outbox.db', 'what was written']]) {
  test(`a damaged file of ${what}`, { timeout: 60_000 }, async () => {
    const { server, console } = await begin();
    await console.write('welcome');
    await console.settled(2);
    await console.stop();
    damage(console, file);
    await console.launch();
    const { labels } = await console.until((seen) => seen.labels.some((text) => text.includes('.damaged-')), 'that it was set aside');
    const aside = /\S+\.damaged-[\w-]+/.exec(labels.find((text) => text.includes('.damaged-')))[0];
    assert.match(readFileSync(aside, 'latin1'), /^no database/);
    await console.open('Besa');
    await console.settled(2);
    await console.write('all is well');
    await console.settled(3);
    assert.deepEqual(await stored(server), ['hello', 'welcome', 'all is well']);
    await console.stop();
    await console.launch();
    await console.online();
    assert.ok(!(await console.see()).labels.some((text) => text.includes('.damaged-')), 'said again');
    await Promise.all([console.stop(), server.stop()]);
  });
}

test('a second start raises the first window', { timeout: 60_000 }, async () => {
  const { server, console } = await begin();
  await console.minimise();
  await console.until((seen) => seen.minimised, 'that it is away');
  const second = console.spawn();
  const code = await new Promise((resolve) => { second.once('exit', resolve); });
  assert.equal(code, 0);
  await console.until((seen) => !seen.minimised, 'that it is back');
  await console.write('still here');
  await console.settled(2);
  await Promise.all([console.stop(), server.stop()]);
});

test('a port that is taken', { timeout: 60_000 }, async (t) => {
  const thief = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => { thief.once('listening', resolve); });
  const taken = String(thief.address().port);
  const console = await Console.start({ args: ['--port', taken, '--host', '127.0.0.1'] });
  t.after(() => [console.stop(), thief.close()]);
  const { texts, labels } = await console.until((seen) => 'portTakenDialog' in seen.texts, 'that the port is taken');
  assert.ok(labels.some((text) => text.includes(taken) && text.includes(String(process.pid))), 'by whom');
  await console.click('usePortButton');
  await console.online();
  const page = new URL((await console.see()).texts.emptyAddress);
  assert.notEqual(page.port, taken);
  page.hostname = '127.0.0.1'; // where it listens: Node 18 tries ::1 alone for localhost
  assert.equal((await fetch(page)).status, 200);
  assert.ok(texts.portField);
});

test('a session that is refused, and a room that is not of this token', { timeout: 60_000 }, async () => {
  const server = await Server.start();
  await says(server, 'hello');
  const console = await Console.start({ server, token: mint({ ...drita, rooms: ['support-8'] }) });
  await console.online();
  await send(server, customer, { room: 'support-8', text: 'over here' });
  await console.open('Besa');
  await console.shows('over here');
  assert.equal((await console.see()).lists.sessionList.length, 1, 'no other room');
  await Promise.all([console.stop(), server.stop()]);
});
