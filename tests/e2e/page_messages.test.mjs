// What a user does with messages on the page: answers, edits, deletes, searches, and sees who has read what.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { connected, launchBrowser, newPage, texts, write } from './lib/browser.mjs';
import { CutProxy } from './lib/cutproxy.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const technician = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Drita Hoxha' });
const colleague = mint({ sub: 'tech-ops-2', role: 'technician', name: 'Besnik' });
const customer = mint({ sub: 'client-007', role: 'client', name: 'Arta' });

let browser;
let server;

before(async () => {
  browser = await launchBrowser();
  server = await Server.start({ flags: { 'rate-messages': 0 } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function opened(token, room, options = {}, at = server) {
  const page = await newPage(browser, options);
  await page.goto(`${at.url}/#${new URLSearchParams({ token, room })}`);
  await connected(page);
  return page;
}

async function closeSound(...pages) {
  for (const page of pages) {
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
}

const row = (page, text) => page.locator('.row.bubble', { has: page.locator('.body', { hasText: text }) }).last();
const settled = (page, count) => page.waitForFunction((wanted) => document.querySelectorAll('.row.bubble').length === wanted && !document.querySelector('.row[data-state=waiting]'), count);
const shows = (page, selector, text) => page.waitForFunction(([where, wanted]) => Array.from(document.querySelectorAll(where)).some((element) => element.textContent === wanted), [selector, text]);
const menuItems = (page) => page.$$eval('[role=menuitem]', (items) => items.map((item) => item.textContent));

async function openMenu(page, text) {
  await row(page, text).hover();
  await row(page, text).locator('[data-do=menu]').click();
}

async function choose(page, text, item) {
  await openMenu(page, text);
  await page.click(`[role=menuitem]:has-text("${item}")`);
}

async function say(token, room, text, more = {}) {
  const { status, body } = await send(server, token, { room, text, ...more });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const alter = async (token, method, message, json) => {
  const { status, body } = await request(server, `/api/chat/messages/${message.message_id}`, { token, method, json });
  assert.equal(status, 200, JSON.stringify(body));
};

test('an answer quotes its original, and leads to it however far up it is', { timeout: 90_000 }, async () => {
  await say(customer, 'replies', 'Pyetja e parë: sensori Gamma');
  for (let number = 1; number <= 260; number += 1) await say(technician, 'replies', `Mesazhi ${number}`);
  const page = await opened(customer, 'replies');
  await settled(page, 50);
  await row(page, 'Mesazhi 259').hover();
  await row(page, 'Mesazhi 259').locator('[data-do=reply]').click();
  await shows(page, '.strip b', 'Reply to Drita Hoxha');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.strip', { state: 'hidden' });

  await page.focus('.messages');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('r');
  await shows(page, '.strip span', 'Mesazhi 259');
  await page.keyboard.type('po, ky');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.row.own[data-state=sent] .quote');
  assert.equal(await row(page, 'po, ky').locator('.quote').textContent(), 'Drita HoxhaMesazhi 259');

  const first = (await request(server, '/api/chat/messages/replies?after_seq=0&limit=1', { token: customer })).body.messages[0];
  await say(technician, 'replies', 'përgjigje', { reply_to: first.number });
  await row(page, 'përgjigje').locator('.quote').click();
  await page.waitForSelector('.row.flash');
  assert.equal(await page.textContent('.row.flash .body'), 'Pyetja e parë: sensori Gamma');
  assert.ok(await page.$eval('.row.flash', (found) => found === document.activeElement && found.getBoundingClientRect().top >= 0));
  assert.equal((await texts(page)).length, 263);
  await closeSound(page);
});

test('an answer written offline keeps its original over a reload', { timeout: 60_000 }, async () => {
  const proxy = await CutProxy.before(server);
  await say(technician, 'offline', 'pyetje', {});
  const page = await opened(technician, 'offline', {}, proxy);
  await settled(page, 1);
  await choose(page, 'pyetje', 'Reply');
  proxy.fail('refuse');
  await page.waitForSelector('.bar:not([hidden])');
  await write(page, 'përgjigje');
  await page.waitForSelector('.row[data-state=waiting] .quote');
  proxy.restore();
  await page.reload();
  await settled(page, 2);
  assert.equal(await row(page, 'përgjigje').locator('.quote span').textContent(), 'pyetje');
  await page.context().close();
  await proxy.close();
});

test('the last message is edited from the empty field, everybody sees it, and a draft survives it', { timeout: 60_000 }, async () => {
  const page = await opened(customer, 'edits');
  const staff = await opened(technician, 'edits');
  await write(page, 'Sensori Gama');
  await settled(staff, 1);
  await write(staff, 'Cili?');
  await settled(page, 2);

  await page.focus('#message');
  await page.keyboard.press('ArrowUp');
  await shows(page, '.strip b', 'Edit message');
  assert.equal(await page.inputValue('#message'), 'Sensori Gama');
  await page.fill('#message', 'Sensori Gamma');
  await page.keyboard.press('Enter');
  for (const one of [page, staff]) {
    await shows(one, '.row .body', 'Sensori Gamma');
    await one.waitForSelector('.edited');
  }
  assert.match(await page.getAttribute('.edited', 'title'), /^Edited /);

  await page.fill('#message', 'një draft');
  await choose(page, 'Sensori Gamma', 'Edit');
  assert.equal(await page.inputValue('#message'), 'Sensori Gamma');
  await page.keyboard.press('Escape');
  assert.equal(await page.inputValue('#message'), 'një draft');
  await openMenu(page, 'Cili?');
  assert.deepEqual(await menuItems(page), ['Reply', 'Copy the text']);
  await page.keyboard.press('Escape');
  await openMenu(staff, 'Sensori Gamma');
  assert.deepEqual(await menuItems(staff), ['Reply', 'Copy the text', 'Delete']);
  await closeSound(page, staff);
});

test('after 15 minutes nothing of a customer\'s own can be changed', { timeout: 60_000 }, async () => {
  await say(customer, 'aged', 'e vjetër');
  const page = await newPage(browser);
  await page.route('**/api/chat/messages/aged?*', async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    for (const message of body.messages) message.created_at = new Date(Date.parse(message.created_at) - 15 * 60_000).toISOString();
    await route.fulfill({ response, json: body });
  });
  await page.goto(`${server.url}/#${new URLSearchParams({ token: customer, room: 'aged' })}`);
  await settled(page, 1);
  await openMenu(page, 'e vjetër');
  assert.deepEqual(await menuItems(page), ['Reply', 'Copy the text', 'Who has read it']);
  await page.keyboard.press('Escape');
  await page.focus('#message');
  await page.keyboard.press('ArrowUp');
  assert.ok(await page.isHidden('.strip'));
  await closeSound(page);
});

test('an edit that is refused says why; one that did not arrive goes out later', { timeout: 60_000 }, async () => {
  const page = await opened(customer, 'refused-edits');
  await write(page, 'origjinali');
  await page.waitForSelector('.row.own[data-state=sent]');
  await page.route('**/api/chat/messages/*', (route) => (route.request().method() === 'PATCH' ? route.fulfill({ status: 403, json: { error: 'forbidden', message: 'Too late.' } }) : route.continue()));
  await choose(page, 'origjinali', 'Edit');
  await page.fill('#message', 'tjetër');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.failure');
  assert.match(await page.textContent('.failure span'), /^The change is not saved\. It is too old/);
  await page.click('.failure button:has-text("Discard the change")');
  await shows(page, '.row .body', 'origjinali');
  await page.unrouteAll();

  await page.route('**/api/chat/messages/*', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await choose(page, 'origjinali', 'Edit');
  await page.fill('#message', 'më vonë');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.failure');
  await page.unrouteAll();
  await page.click('.failure button:has-text("Save again")');
  await page.waitForSelector('.edited');
  assert.deepEqual(await texts(page), ['më vonë']);
  await closeSound(page);
});

test('a deletion can be undone for a while, then everybody sees that something was there', { timeout: 60_000 }, async () => {
  const page = await opened(customer, 'deletions');
  const staff = await opened(technician, 'deletions');
  for (const text of ['e para', 'e dyta', 'e treta']) await write(page, text);
  await settled(staff, 3);
  await choose(staff, 'e dyta', 'Reply');
  await write(staff, 'për të dytën');
  await settled(page, 4);

  let asked = 0;
  page.on('request', (sent) => (asked += sent.method() === 'DELETE' ? 1 : 0));
  await choose(page, 'e para', 'Delete');
  await page.click('.row.gone [data-do=undo]');
  assert.ok((await texts(page)).includes('e para'));

  await row(page, 'e dyta').focus();
  await page.keyboard.press('Delete');
  await page.waitForSelector('.row.gone [data-do=undo]');
  assert.equal(asked, 0, 'it was sent while it could still be undone');
  await staff.waitForSelector('.row.gone');
  assert.equal(asked, 1);
  assert.equal(await staff.textContent('.row.gone .deleted'), 'Message deleted');
  await shows(staff, '.quote span', 'Message deleted');
  assert.deepEqual(await texts(staff), ['e para', 'e treta', 'për të dytën']);

  await choose(page, 'e treta', 'Delete');
  await page.goto('about:blank'); // nothing can be undone any more
  await staff.waitForFunction(() => document.querySelectorAll('.row.gone').length === 2);
  await closeSound(page, staff);
});

test('what was edited and deleted while the page was away is right afterwards', { timeout: 60_000 }, async () => {
  const proxy = await CutProxy.before(server);
  const messages = [];
  for (let number = 0; number < 5; number += 1) messages.push(await say(technician, 'away', `mesazhi ${number}`));
  const page = await opened(colleague, 'away', {}, proxy);
  await settled(page, 5);
  proxy.fail('refuse');
  await page.waitForSelector('.bar:not([hidden])');
  await alter(technician, 'PATCH', messages[1], { content: 'ndryshuar' });
  await alter(technician, 'DELETE', messages[2]);
  await say(technician, 'away', 'i ri');
  proxy.restore();
  await shows(page, '.row .body', 'ndryshuar');
  await page.waitForSelector('.row.gone');
  await settled(page, 6);
  assert.deepEqual(await texts(page), ['mesazhi 0', 'ndryshuar', 'mesazhi 3', 'mesazhi 4', 'i ri']);
  await page.context().close();
  await proxy.close();
});

test('the ticks say who has read, also after a reload', { timeout: 60_000 }, async () => {
  const page = await opened(customer, 'readers');
  await write(page, 'a e lexoni?');
  await page.waitForSelector('.row.own[data-state=sent]');
  const [one, other] = await Promise.all([technician, colleague].map((token) => RoomClient.join(server, 'readers', token)));
  await page.waitForSelector('.row.own[data-state=delivered]');
  const { id } = (await request(server, '/chat/history?room=readers', { token: technician })).body[0];
  one.send({ type: 'read', up_to: id });
  await page.waitForSelector('.ticks[title="Read by Drita Hoxha"]');
  other.send({ type: 'read', up_to: id });
  await page.waitForFunction(() => /^Read by (Drita Hoxha and Besnik|Besnik and Drita Hoxha)$/.test(document.querySelector('.ticks')?.title));
  one.leave();
  other.leave();
  await page.reload();
  await page.waitForSelector('.row.own[data-state=read]');
  await page.click('.ticks');
  assert.deepEqual((await page.$$eval('[role=dialog] li', (names) => names.map((name) => name.textContent))).sort(), ['Besnik', 'Drita Hoxha']);
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role=dialog].popup', { state: 'detached' });
  await choose(page, 'a e lexoni?', 'Who has read it');
  await page.waitForSelector('[role=dialog].popup');
  await closeSound(page);
});

test('search finds words of this conversation, marks them and leads to them', { timeout: 90_000 }, async () => {
  await say(customer, 'searched', 'Përshëndetje nga fillimi');
  for (let number = 1; number <= 130; number += 1) await say(customer, 'searched', `Mesazhi ${number}`);
  await say(technician, 'elsewhere', 'Përshëndetje nga dikush tjetër');
  const page = await opened(customer, 'searched');
  await settled(page, 50);
  await page.keyboard.press('Control+Shift+F');
  assert.equal(await page.textContent('.search .status'), 'Type a word, or its beginning.');
  await page.keyboard.type('pershen');
  await shows(page, '.search .status', '1 message');
  assert.match(await page.textContent('.hit mark'), /^Përshën/);
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.$eval('.hit', (hit) => hit === document.activeElement));
  await page.keyboard.press('Enter');
  await page.waitForSelector('.row.flash');
  assert.equal(await page.textContent('.row.flash .body'), 'Përshëndetje nga fillimi');

  await page.fill('.search input', 'mesazhi');
  await shows(page, '.search .status', '20 or more messages');
  await page.click('[data-action=moreFound]');
  await shows(page, '.search .status', '40 or more messages');
  await page.fill('.search input', '"*) OR <b>');
  await page.waitForFunction(() => /^(No message has|\d+ )/.test(document.querySelector('.search .status').textContent) && !document.querySelectorAll('.hit').length);
  await page.fill('.search input', 'hapësirë');
  await shows(page, '.search .status', 'No message has “hapësirë”. Try fewer or shorter words.');

  await page.route('**/api/chat/search*', (route) => route.abort());
  await page.fill('.search input', 'fillimi');
  await page.waitForSelector('.search .status.bad');
  await page.unrouteAll();
  await page.click('[data-action=searchAgain]');
  await shows(page, '.search .status', '1 message');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.search', { state: 'hidden' });
  assert.ok(await page.$eval('#message', (field) => field === document.activeElement));
  await closeSound(page);
});

test('all of it by touch, on 320 px, in both directions', { timeout: 60_000 }, async () => {
  await say(customer, 'touch', 'Një mesazh i imi për të provuar');
  await say(technician, 'touch', `${'gjatë '.repeat(60)}fund`);
  for (const dir of ['ltr', 'rtl']) {
    const page = await opened(customer, 'touch', { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
    await settled(page, 2);
    await page.evaluate((value) => (document.documentElement.dir = value), dir);
    await row(page, 'Një mesazh').locator('.bubble').tap();
    assert.deepEqual(await menuItems(page), ['Reply', 'Copy the text', 'Who has read it', 'Edit', 'Delete']);
    const inside = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && Array.from(document.querySelectorAll('.popup, .strip, .search, .search input, .hit'))
      .every((element) => !element.getClientRects().length || (element.getBoundingClientRect().left >= 0 && element.getBoundingClientRect().right <= innerWidth)));
    assert.ok(await inside(), `${dir}: the menu`);
    await page.tap('[role=menuitem]:has-text("Reply")');
    await page.waitForSelector('.strip:not([hidden])');
    assert.ok(await inside(), `${dir}: the strip`);
    await page.tap('.strip button');
    await page.tap('[data-action=search]');
    await page.fill('.search input', 'fund');
    await page.waitForSelector('.hit');
    assert.ok(await inside(), `${dir}: the search`);
    await page.tap('.hit');
    await page.waitForSelector('.row.flash');
    await closeSound(page);
  }
});

test('everything to press has a name', { timeout: 60_000 }, async () => {
  const { id } = await say(customer, 'names', 'e imja');
  await say(technician, 'names', 'e juaja', { reply_to: id });
  const page = await opened(customer, 'names');
  await settled(page, 2);
  await page.keyboard.press('Control+Shift+F');
  await openMenu(page, 'e imja');
  const nameless = await page.$$eval('#chat button, #chat input, #chat textarea, .popup button', (found) => found
    .filter((element) => element.getClientRects().length && !(element.getAttribute('aria-label') || element.textContent.trim())).map((element) => element.outerHTML));
  assert.deepEqual(nameless, []);
  await closeSound(page);
});
