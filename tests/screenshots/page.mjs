// Makes packaging/screenshots/page.png and page-dark.png from a running server: customer and technician side by side.
// Run by packaging/screenshots.sh, which names the programs in the environment.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { connected, launchBrowser, newPage, startVisit, write } from '../e2e/lib/browser.mjs';
import { mint, send, Server } from '../e2e/lib/server.mjs';

const folder = fileURLToPath(new URL('../../packaging/screenshots/', import.meta.url));
const size = { width: 620, height: 720 };
const technician = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Drita Hoxha' });

async function appears(page, count) {
  await page.waitForFunction((wanted) => document.querySelectorAll('.row.bubble').length === wanted, count);
}

async function conversation(server, browser, colorScheme) {
  const customer = await newPage(browser, { viewport: size, colorScheme });
  const room = await startVisit(customer, server, 'Arta Krasniqi');
  const staff = await newPage(browser, { viewport: size, colorScheme });
  await staff.goto(`${server.url}/#token=${technician}&room=${room}`);
  await connected(staff);
  const lines = [
    [customer, 'Përshëndetje! Sensori Gamma tregon vlera të çuditshme që nga mëngjesi.'],
    [customer, 'A mund ta kontrolloni?'],
    [null, 'ALERT: Temperatura në Gamma: 33.7°C'],
    [staff, 'Mirëdita Arta, po e shikoj tani.'],
    [staff, 'Ventilatori ishte bllokuar. E pastruam, vlerat bien brenda dhjetë minutash.'],
    [customer, 'Faleminderit! 23.4°C tani.'],
  ];
  for (const [index, [page, text]] of lines.entries()) {
    if (page) await write(page, text);
    else await send(server, technician, { room, text, role: 'system', sender: 'AGI-Core' });
    await Promise.all([appears(customer, index + 1), appears(staff, index + 1)]);
  }
  await customer.waitForFunction(() => !document.querySelector('.row.own:not([data-state=read])'));
  await staff.type('#message', 'Me kënaqësi');
  await customer.waitForFunction(() => document.querySelector('.typing').textContent !== '');
  const shots = [await customer.screenshot(), await staff.screenshot()];
  await customer.context().close();
  await staff.context().close();
  return shots;
}

/** Both pictures beside each other, put together by the browser that is there anyway. */
async function sideBySide(browser, shots, ground) {
  const page = await browser.newPage({ viewport: { width: 2 * size.width + 36, height: size.height + 24 } });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`).join('');
  await page.setContent(`<body style="margin:12px;display:flex;gap:12px;background:${ground}">${images}</body>`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const server = await Server.start({ flags: { 'allow-visitors': 1 } });
const browser = await launchBrowser();
mkdirSync(folder, { recursive: true });
for (const [colorScheme, name, ground] of [['light', 'page.png', '#C9CED8'], ['dark', 'page-dark.png', '#000000']]) {
  writeFileSync(`${folder}${name}`, await sideBySide(browser, await conversation(server, browser, colorScheme), ground));
}
await browser.close();
await server.stop();
