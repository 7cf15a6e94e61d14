// A customer and a technician in two browsers, on the page that the server serves: they talk, lose the server in the middle
// of it, and go on without a loss, a double or a disorder.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { connected, launchBrowser, newPage, startVisit, texts, write } from './lib/browser.mjs';
import { mint, Server, wholeHistory } from './lib/server.mjs';

let browser;
let server;

before(async () => {
  browser = await launchBrowser();
  server = await Server.start({ flags: { 'allow-visitors': 1 }, env: { JWT_SECRET: null } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const shows = (page, text) => page.waitForFunction((wanted) => Array.from(document.querySelectorAll('.row.bubble .body')).some((body) => body.textContent === wanted), text);
const says = (page, selector, text) => page.waitForFunction(([where, wanted]) => document.querySelector(where).textContent === wanted, [selector, text]);
const settled = (page, count) => page.waitForFunction(
  (wanted) => document.querySelectorAll('.row.bubble').length === wanted && !document.querySelector('[data-state=waiting].row, [data-state=failed].row'), count, { timeout: 45_000 });

test('two pages talk, lose the server, and go on', { timeout: 150_000 }, async () => {
  const customer = await newPage(browser);
  const room = await startVisit(customer, server, 'Arta');
  assert.match(room, /^support-/);

  const technician = await newPage(browser);
  const token = await server.token('--sub', 'tech-ops-1', '--role', 'technician', '--name', 'Drita Hoxha', '--ttl', '1h');
  await technician.goto(`${server.url}/#token=${token}`);
  await technician.waitForSelector('#open:not([hidden])');
  assert.ok(!technician.url().includes(token), 'the token is still in the address bar');
  await technician.fill('#open [name=room]', room);
  await technician.press('#open [name=room]', 'Enter');
  await connected(technician);

  await says(customer, '.here', '1 other person is here');
  await says(technician, '.here', '1 other person is here');

  await customer.type('#message', 'Përshë');
  await says(technician, '.typing', 'Arta is typing…');
  await write(customer, 'Përshëndetje! Çfarë po ndodh me sensorin Gamma?');
  await shows(technician, 'Përshëndetje! Çfarë po ndodh me sensorin Gamma?');
  await says(technician, '.typing', '');
  await customer.waitForSelector('.row.own[data-state=read]');
  await write(technician, 'U rregullua sensori Gamma.');
  await shows(customer, 'U rregullua sensori Gamma.');

  let expected = 2;
  const writeSome = async (page, who, from, to) => {
    for (let number = from; number < to; number += 1) {
      await write(page, `${who} ${number}: mesazh gjatë ndërprerjes – ëç`);
      expected += 1;
    }
  };
  const customerWrites = async () => {
    await writeSome(customer, 'A', 0, 4);
    const killed = server.kill();
    await writeSome(customer, 'A', 4, 12);
    await killed;
  };
  await Promise.all([customerWrites(), writeSome(technician, 'B', 0, 10)]);
  await Promise.all([customer, technician].map((page) => page.waitForSelector('.bar:not([hidden])')));
  await writeSome(customer, 'A', 12, 14);
  await writeSome(technician, 'B', 10, 12);
  assert.match(await customer.textContent('.bar .why'), /^Reconnecting… \d+ messages? waits? to be sent$/);

  await server.launch();
  await Promise.all([writeSome(customer, 'A', 14, 18), writeSome(technician, 'B', 12, 16)]);
  await Promise.all([connected(customer), connected(technician)]);
  await writeSome(customer, 'A', 18, 20);
  await writeSome(technician, 'B', 16, 18);
  await Promise.all([settled(customer, expected), settled(technician, expected)]);

  const history = await wholeHistory(server, token, room);
  const stored = history.map((message) => message.text);
  assert.equal(stored.length, expected);
  assert.equal(new Set(stored).size, stored.length, 'a double');
  assert.deepEqual(history.map((message) => message.seq), history.map((_, index) => index + 1));
  assert.deepEqual(await texts(customer), stored);
  assert.deepEqual(await texts(technician), stored);
  for (const who of ['A', 'B']) {
    const numbers = stored.filter((text) => text.startsWith(`${who} `)).map((text) => Number(/\d+/.exec(text)[0]));
    assert.deepEqual(numbers, numbers.map((_, index) => index), `${who}: in the order written`);
  }

  await customer.reload();
  await settled(customer, expected);
  assert.deepEqual(await texts(customer), stored, 'after a reload');
  assert.deepEqual([customer.problems, technician.problems], [[], []]);
  await customer.context().close();
  await technician.context().close();
});

test('what was written while the server was away survives a reload of the page', { timeout: 60_000 }, async () => {
  const page = await newPage(browser);
  const room = await startVisit(page, server, 'Besa');
  await server.kill();
  await page.waitForSelector('.bar:not([hidden])');
  await write(page, 'e para');
  await write(page, 'e dyta');
  await page.waitForFunction(() => document.querySelectorAll('.row[data-state=waiting]').length === 2);
  await page.route('**/api/chat/messages/**', (route) => route.abort()); // so that this page itself cannot deliver them
  await server.launch();
  await page.unroute('**/api/chat/messages/**');
  await page.reload();
  await settled(page, 2);
  const token = await server.token('--sub', 'tech-ops-1', '--role', 'technician');
  assert.deepEqual((await wholeHistory(server, token, room)).map((message) => message.text), ['e para', 'e dyta']);
  await page.context().close();
});

test('a burst faster than the rate limit waits and arrives, in order', { timeout: 60_000 }, async () => {
  const slow = await Server.start({ flags: { 'rate-messages': '5/3' } });
  const page = await newPage(browser);
  const token = mint({ sub: 'client-007', role: 'client' });
  await page.goto(`${slow.url}/#token=${token}&room=burst`);
  await connected(page);
  const wanted = Array.from({ length: 12 }, (_, index) => `mesazhi ${index}`);
  for (const text of wanted) await write(page, text);
  await settled(page, wanted.length);
  assert.deepEqual((await wholeHistory(slow, token, 'burst')).map((message) => message.text), wanted);
  await page.context().close();
  await slow.stop();
});
