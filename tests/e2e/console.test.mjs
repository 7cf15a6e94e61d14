// The console's real program, offscreen, and customers in Chromium on the page that the server serves: they talk, lose
// the server in the middle of it, and go on without a loss, a double or a disorder.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { connected, launchBrowser, newPage, startVisit, texts, write } from './lib/browser.mjs';
import { Console } from './lib/console.mjs';
import { mint, request, Server } from './lib/server.mjs';

let browser;
before(async () => { browser = await launchBrowser(); });
after(async () => { await browser?.close(); });

const technician = (sub, name) => mint({ sub, role: 'technician', name });
const drita = technician('tech-ops-1', 'Drita Hoxha');
const ilir = technician('tech-ops-2', 'Ilir Meta');

const shows = (page, text) => page.waitForFunction((wanted) => Array.from(document.querySelectorAll('.row.bubble .body')).some((body) => body.textContent === wanted), text);
const says = (page, selector, text) => page.waitForFunction(([where, wanted]) => document.querySelector(where).textContent === wanted, [selector, text]);
const settled = (page, count) => page.waitForFunction(
  (wanted) => document.querySelectorAll('.row.bubble').length === wanted && !document.querySelector('[data-state=waiting].row, [data-state=failed].row'), count, { timeout: 45_000 });

/** What the store holds of the room, oldest first; checked for a gap or a double in its numbers. */
async function stored(server, room) {
  const { status, body } = await request(server, `/api/chat/messages/${room}?limit=200&after_seq=0`, { token: drita });
  assert.equal(status, 200);
  assert.equal(body.has_more, false);
  assert.deepEqual(body.messages.map(({ seq }) => seq), body.messages.map((_, index) => index + 1));
  return body.messages.map(({ content }) => content);
}

/** `A 0: …`, `A 1: …`: each who wrote is there in the order written, and no text is there twice. */
function checkOrder(all, counts) {
  assert.equal(new Set(all).size, all.length, 'a double');
  for (const [who, count] of Object.entries(counts)) {
    const numbers = all.filter((text) => text.startsWith(`${who} `)).map((text) => Number(/\d+/.exec(text)[0]));
    assert.deepEqual(numbers, Array.from({ length: count }, (_, index) => index), `${who}: in the order written`);
  }
}

async function writeSome(say, who, from, to) {
  for (let number = from; number < to; number += 1) await say(`${who} ${number}: mesazh gjatë ndërprerjes – ëç`);
}

test('a customer and a technician talk, lose the server, and go on', { timeout: 120_000 }, async () => {
  const server = await Server.start({ flags: { 'allow-visitors': 1 } });
  const customer = await newPage(browser);
  const room = await startVisit(customer, server, 'Arta');
  const console = await Console.start({ server, token: drita });
  await console.online();

  await write(customer, 'Përshëndetje! Çfarë po ndodh me sensorin Gamma?');
  await console.open('Arta');
  await console.shows('Përshëndetje! Çfarë po ndodh me sensorin Gamma?');
  await customer.waitForSelector('.row.own[data-state=read]');
  await says(customer, '.here', '1 other person is here');
  await customer.type('#message', 'A mund');
  await console.until((seen) => 'typingIndicator' in seen.texts, 'that Arta types');
  await customer.fill('#message', '');
  await console.until((seen) => !('typingIndicator' in seen.texts), 'that Arta stopped');
  await console.type('Po e shikoj');
  await says(customer, '.typing', 'Drita Hoxha is typing…');
  await console.press('Return');
  await shows(customer, 'Po e shikoj');
  await says(customer, '.typing', '');
  await console.untilRows((rows) => rows.at(-1).tick === 'Read', 'that it was read');

  const customerSays = (text) => write(customer, text);
  const dritaSays = (text) => console.write(text);
  const customerWrites = async () => {
    await writeSome(customerSays, 'A', 0, 4);
    const killed = server.kill();
    await writeSome(customerSays, 'A', 4, 12);
    await killed;
  };
  await Promise.all([customerWrites(), writeSome(dritaSays, 'B', 0, 10)]);
  await Promise.all([console.offline(), customer.waitForSelector('.bar:not([hidden])')]);
  await Promise.all([writeSome(customerSays, 'A', 12, 14), writeSome(dritaSays, 'B', 10, 12)]);
  const { texts: bar } = await console.until((seen) => seen.texts.connectionDetail?.includes('wait'), 'what waits');
  assert.match(bar.connectionHeadline, /^Reconnecting…/);
  assert.match(bar.connectionDetail, /\d+ messages wait to be sent/);

  await server.launch();
  await Promise.all([writeSome(customerSays, 'A', 14, 18), writeSome(dritaSays, 'B', 12, 16)]);
  await Promise.all([connected(customer), console.online()]);
  await Promise.all([writeSome(customerSays, 'A', 18, 20), writeSome(dritaSays, 'B', 16, 18)]);
  const count = 2 + 20 + 18;
  await Promise.all([settled(customer, count), console.settled(count)]);

  const all = await stored(server, room);
  assert.equal(all.length, count);
  checkOrder(all, { A: 20, B: 18 });
  assert.deepEqual(await texts(customer), all);
  assert.deepEqual(await console.texts(), all);
  await console.untilRows((rows) => rows.filter(({ who }) => who === 'You').every(({ tick }) => tick === 'Read'), 'that all was read');
  assert.deepEqual(customer.problems, []);
  assert.deepEqual(await console.stop(), { code: 0, signal: null });

  await server.stop();
  await console.launch(); // with content, though nobody answers
  await console.untilRows((rows) => rows.length === count && rows.every(({ text }) => text !== 'Loading'), 'what it has kept');
  assert.deepEqual(await console.texts(), all);
  await server.launch();
  await console.online();
  await settled(customer, count);
  assert.deepEqual(await console.texts(), all);
  await Promise.all([console.stop(), customer.context().close(), server.stop()]);
});

test('two consoles and a browser in one session see the same', { timeout: 90_000 }, async () => {
  const server = await Server.start({ flags: { 'allow-visitors': 1 } });
  const customer = await newPage(browser);
  const room = await startVisit(customer, server, 'Besa');
  await write(customer, 'hello');
  const consoles = await Promise.all([Console.start({ server, token: drita }), Console.start({ server, token: ilir })]);
  const [first, second] = consoles;
  await Promise.all(consoles.map((console) => console.open('Besa')));
  await Promise.all(consoles.map((console) => console.shows('hello')));
  await says(customer, '.here', '2 other people are here');

  await first.type('one moment');
  await second.until((seen) => seen.texts.typingIndicator?.includes('Drita Hoxha'), 'that Drita types');
  await says(customer, '.typing', 'Drita Hoxha is typing…');
  await first.press('Return');
  await Promise.all([shows(customer, 'one moment'), second.shows('one moment')]);
  await first.untilRows((rows) => rows.at(-1).tick === 'Read', 'that it was read');

  const each = 15;
  await Promise.all([
    writeSome((text) => write(customer, text), 'A', 0, each),
    writeSome((text) => first.write(text), 'B', 0, each),
    writeSome((text) => second.write(text), 'C', 0, each),
  ]);
  const count = 2 + 3 * each;
  await Promise.all([settled(customer, count), ...consoles.map((console) => console.settled(count))]);
  const all = await stored(server, room);
  checkOrder(all, { A: each, B: each, C: each });
  assert.deepEqual(await texts(customer), all);
  for (const console of consoles) {
    assert.deepEqual(await console.texts(), all);
    await console.untilRows((rows) => rows.filter(({ who }) => who === 'You').every(({ tick }) => tick === 'Read'), 'that all was read');
  }
  const names = (await second.rows()).map(({ who }) => who);
  assert.deepEqual([...new Set(names)].sort(), ['Besa', 'Drita Hoxha', 'You']);

  await second.stop();
  await says(customer, '.here', '1 other person is here');
  assert.deepEqual(customer.problems, []);
  await Promise.all([first.stop(), customer.context().close(), server.stop()]);
});

test('what one console has read is read in the same person’s other one', { timeout: 60_000 }, async () => {
  const server = await Server.start({ flags: { 'allow-visitors': 1 } });
  const customer = await newPage(browser);
  await startVisit(customer, server, 'Besa');
  const [desk, laptop] = await Promise.all([Console.start({ server, token: drita }), Console.start({ server, token: drita })]);
  await Promise.all([desk.online(), laptop.online()]);
  await write(customer, 'hello');
  const listed = (seen) => seen.lists.sessionList?.[0] ?? '';
  await Promise.all([desk, laptop].map((console) => console.until((seen) => listed(seen).includes('1 unread'), 'that one is unread')));
  await desk.open('Besa');
  await Promise.all([desk, laptop].map((console) => console.until((seen) => listed(seen).includes('hello') && !listed(seen).includes('unread'), 'that nothing is unread')));
  await customer.waitForSelector('.row.own[data-state=read]');
  await Promise.all([desk.stop(), laptop.stop(), customer.context().close(), server.stop()]);
});

test('what was written while the server was away survives the death of the console', { timeout: 60_000 }, async () => {
  const server = await Server.start({ flags: { 'allow-visitors': 1 } });
  const customer = await newPage(browser);
  const room = await startVisit(customer, server, 'Besa');
  const console = await Console.start({ server, token: drita });
  await write(customer, 'hello');
  await console.open('Besa');
  await console.shows('hello');
  await console.write('welcome');
  await console.settled(2);
  await server.kill();
  await console.offline();
  const late = Array.from({ length: 5 }, (_, number) => `B ${number}: e shkruar pa server`);
  for (const text of late) await console.write(text);
  await console.untilRows((rows) => rows.length === 7 && rows.slice(2).every(({ tick }) => tick === 'Waiting to be sent'), 'what waits');
  await console.untilKept(late.at(-1));
  await console.kill();

  await console.launch();
  await console.open('Besa');
  await console.untilRows((rows) => rows.slice(-5).every(({ tick }) => tick === 'Waiting to be sent'), 'what still waits');
  assert.deepEqual((await console.texts()).slice(-5), late);
  await server.launch();
  await console.settled(7);
  assert.deepEqual(await stored(server, room), ['hello', 'welcome', ...late]);
  await settled(customer, 7);
  assert.deepEqual(await texts(customer), ['hello', 'welcome', ...late]);
  assert.deepEqual(await console.texts(), ['hello', 'welcome', ...late]);
  await Promise.all([console.stop(), customer.context().close(), server.stop()]);
});

test('the console that is its own server dies and comes back', { timeout: 90_000 }, async () => {
  const console = await Console.start({ args: ['--port', '0', '--host', '127.0.0.1'] });
  const page = new URL((await console.until((seen) => seen.texts.emptyAddress, 'the address of the page')).texts.emptyAddress);
  console.args.push('--port', page.port);
  const customer = await newPage(browser);
  await startVisit(customer, { url: page.origin }, 'Besa');
  await write(customer, 'hello');
  await console.open('Besa');
  await console.shows('hello');
  await writeSome((text) => console.write(text), 'B', 0, 3);
  await settled(customer, 4);
  const dying = console.kill();
  await writeSome((text) => write(customer, text), 'A', 0, 5);
  await dying;
  await customer.waitForSelector('.bar:not([hidden])');
  await console.launch();
  await console.online();
  await connected(customer);
  await console.open('Besa');
  await console.settled(9);
  await writeSome((text) => console.write(text), 'B', 3, 6);
  await writeSome((text) => write(customer, text), 'A', 5, 6);
  await Promise.all([console.settled(13), settled(customer, 13)]);
  const all = await console.texts();
  checkOrder(all, { A: 6, B: 6 });
  assert.deepEqual(await texts(customer), all);
  assert.deepEqual(customer.problems, []);
  assert.deepEqual(await console.stop(), { code: 0, signal: null });
  await customer.context().close();
});
