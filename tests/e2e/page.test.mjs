// The page by itself: who may come in, what it shows of what others send, and how it explains a refusal.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { connected, launchBrowser, newPage, startVisit, texts, write } from './lib/browser.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, send, Server } from './lib/server.mjs';

let browser;
let server;
const technician = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Drita Hoxha' });

before(async () => {
  browser = await launchBrowser();
  server = await Server.start({ flags: { 'allow-visitors': 1, 'rate-messages': 0 } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function opened(options, fragment) {
  const page = await newPage(browser, options);
  await page.goto(`${server.url}/#${new URLSearchParams(fragment)}`);
  return page;
}

async function closeSound(page) {
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

test('the page loads nothing from elsewhere and breaks no rule of its own policy', { timeout: 60_000 }, async () => {
  const page = await newPage(browser);
  const foreign = [];
  page.on('request', (request) => !request.url().startsWith(server.url) && foreign.push(request.url()));
  const response = await page.goto(`${server.url}/`);
  assert.match(response.headers()['content-security-policy'], /default-src 'none'.*script-src 'self'/);
  await page.waitForSelector('#start:not([hidden])');
  await page.waitForSelector('svg.sprite', { state: 'attached' });
  assert.deepEqual(foreign, []);
  await closeSound(page);
});

test('a visitor may leave out everything, and comes back to the same room', { timeout: 60_000 }, async () => {
  const page = await newPage(browser);
  const room = await startVisit(page, server, '');
  await write(page, 'Mirëdita');
  await page.waitForSelector('.row.own[data-state=sent]');
  const again = await page.context().newPage();
  await again.goto(`${server.url}/`);
  await connected(again);
  assert.equal(await again.textContent('.about .room'), room);
  await again.waitForSelector('.row.own');
  assert.deepEqual(await texts(again), ['Mirëdita']);
  await again.click('[data-action=leave]');
  await again.click('#leaving [value=leave]');
  await again.waitForSelector('#start:not([hidden])');
  await closeSound(page);
});

test('a server that takes no visitors is explained', { timeout: 60_000 }, async () => {
  const closed = await Server.start();
  const page = await newPage(browser);
  await page.goto(`${closed.url}/`);
  await page.click('#start [type=submit]');
  await page.waitForSelector('#start .problem:not([hidden])');
  assert.match(await page.textContent('#start .problem'), /takes no visitors/);
  await page.click('[data-action=token]');
  await page.fill('#token [name=token]', technician);
  await page.click('#token [type=submit]');
  await page.waitForSelector('#open:not([hidden])');
  await page.context().close();
  await closed.stop();
});

for (const [name, token] of [
  ['an expired token', mint({ sub: 'tech-ops-1', role: 'technician', exp: Math.floor(Date.now() / 1000) - 3600 })],
  ['a forged token', mint({ sub: 'tech-ops-1', role: 'technician' }, { key: 'somebody else\'s secret of 32 bytes or so' })],
]) {
  test(`${name} leads to a field for a new one`, { timeout: 60_000 }, async () => {
    const page = await opened({}, { token, room: 'support-1' });
    await page.waitForSelector('#token:not([hidden]) .problem:not([hidden])');
    await page.fill('#token [name=token]', technician);
    await page.click('#token [type=submit]');
    await connected(page);
    assert.equal(await page.textContent('.about .room'), 'support-1');
    await page.context().close();
  });
}

test('a room of somebody else is refused in words', { timeout: 60_000 }, async () => {
  await send(server, mint({ sub: 'owner', role: 'client' }), { room: 'owned', text: 'mine' });
  const page = await opened({}, { token: mint({ sub: 'stranger', role: 'client' }), room: 'owned' });
  await page.waitForSelector('#stopped:not([hidden])');
  assert.equal(await page.textContent('#stopped h1'), 'You may not open this room');
  await page.context().close();
});

test('what others send is text: no markup, no script, links only to http', { timeout: 60_000 }, async () => {
  const nasty = '<img src=x onerror="document.title=1"><script>document.title=1</script> javascript:alert(1) https://example.org/a?b=1&c=2. مرحبا';
  await send(server, technician, { room: 'nasty', text: nasty, role: 'system', sender: '<b>AGI-Core</b>' });
  const page = await opened({}, { token: technician, room: 'nasty' });
  await page.waitForSelector('.row.agi');
  assert.deepEqual(await texts(page), [nasty]);
  assert.equal(await page.textContent('.row.agi .name bdi'), '<b>AGI-Core</b>');
  assert.deepEqual(await page.$$eval('.row a', (links) => links.map((link) => [link.href, link.rel, link.target])), [['https://example.org/a?b=1&c=2', 'noopener noreferrer nofollow', '_blank']]);
  assert.equal(await page.$$eval('.row img, .row script', (found) => found.length), 0);
  await closeSound(page);
});

test('older messages come when scrolling up, without a jump', { timeout: 60_000 }, async () => {
  for (let number = 1; number <= 130; number += 1) await send(server, technician, { room: 'long', text: `Mesazhi ${number} ${'fjalë '.repeat(number % 17)}` });
  const page = await opened({}, { token: technician, room: 'long' });
  await page.waitForFunction(() => document.querySelectorAll('.row.bubble').length === 50);
  for (const count of [100, 130]) {
    const top = await page.evaluate(() => {
      const scroller = document.querySelector('.messages');
      scroller.scrollTop = 100;
      const first = Array.from(document.querySelectorAll('.row.bubble')).find((row) => row.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top);
      first.dataset.watched = 'yes';
      return first.getBoundingClientRect().top;
    });
    await page.waitForFunction((wanted) => document.querySelectorAll('.row.bubble').length === wanted, count);
    const now = await page.$eval('[data-watched]', (row) => {
      delete row.dataset.watched;
      return row.getBoundingClientRect().top;
    });
    assert.ok(Math.abs(now - top) <= 1, `it jumped from ${top} to ${now}`);
  }
  const shown = await texts(page);
  assert.deepEqual(shown.map((text) => Number(text.split(' ')[1])), Array.from({ length: 130 }, (_, index) => index + 1));
  const other = await RoomClient.join(server, 'long', mint({ sub: 'client-1', role: 'admin' }));
  await other.ask({ text: 'a new one' }, 'message');
  await page.waitForSelector('.latest.counted');
  assert.equal((await page.textContent('.latest')).trim(), '1 new message');
  await page.click('.latest');
  await page.waitForSelector('.latest', { state: 'hidden' });
  other.leave();
  await closeSound(page);
});

test('a message that is refused can be discarded or sent again', { timeout: 60_000 }, async () => {
  const page = await opened({}, { token: mint({ sub: 'client-9', role: 'client' }), room: 'refusals' });
  await connected(page);
  await page.evaluate(() => {
    const original = WebSocket.prototype.send;
    let spoilt = false;
    WebSocket.prototype.send = function send(data) {
      const frame = JSON.parse(data);
      if (frame.text && !spoilt) {
        spoilt = true;
        frame.role = 'technician'; // which a client may not
      }
      original.call(this, JSON.stringify(frame));
    };
  });
  await write(page, 'më dërgo');
  await page.waitForSelector('.row[data-state=failed] .failure');
  assert.match(await page.textContent('.failure'), /You may not write here/);
  await page.click('.failure button:has-text("Send again")');
  await page.waitForSelector('.row.own[data-state=sent]');
  assert.equal(await page.$$eval('.failure', (found) => found.length), 0);
  await closeSound(page);
});

test('the field keeps lines with Shift+Enter and refuses more than 16 KiB', { timeout: 60_000 }, async () => {
  const page = await opened({}, { token: technician, room: 'composer' });
  await connected(page);
  await page.type('#message', 'një');
  await page.keyboard.press('Shift+Enter');
  await page.type('#message', 'dy');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.row.own[data-state=sent]');
  assert.deepEqual(await texts(page), ['një\ndy']);
  await page.fill('#message', 'ë'.repeat(8193));
  assert.equal(await page.textContent('.counter'), '2 bytes too long');
  assert.ok(await page.isDisabled('.send'));
  await page.fill('#message', 'ë'.repeat(8192));
  await page.click('.send');
  await page.waitForFunction(() => document.querySelectorAll('.row.own[data-state=sent]').length === 2);
  await closeSound(page);
});

for (const width of [320, 1280]) {
  test(`nothing overflows at ${width} px, whatever is said`, { timeout: 60_000 }, async () => {
    const wide = `wide-${width}`;
    await send(server, technician, { room: wide, text: 'x'.repeat(600), sender: 'n'.repeat(120) });
    await send(server, technician, { room: wide, text: `https://example.org/${'long/'.repeat(60)}` });
    const page = await opened({ viewport: { width, height: 640 } }, { token: technician, room: wide });
    await page.waitForFunction(() => document.querySelectorAll('.row.bubble').length === 2);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert.ok(await page.evaluate(() => Array.from(document.querySelectorAll('.row .bubble')).every((bubble) => bubble.getBoundingClientRect().right <= innerWidth && bubble.scrollWidth <= bubble.clientWidth + 1)));
    await closeSound(page);
  });
}
