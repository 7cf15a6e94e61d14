// Headless Chromium, started once a file.

import { chromium } from 'playwright-core';

export async function launchBrowser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: process.env.ULTRACOM_CHROMIUM ?? '/usr/bin/chromium', headless: true, args });
}

/** A page in a browser profile of its own. What goes wrong inside it is collected in `page.problems`. */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 960, height: 720 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_CONNECTION|WebSocket connection|Failed to load resource/.test(message.text())) page.problems.push(message.text());
  });
  return page;
}

export async function write(page, text) {
  await page.fill('#message', text);
  await page.press('#message', 'Enter');
}

export const texts = (page) => page.$$eval('.row.bubble .body', (rows) => rows.map((row) => row.textContent));

export async function startVisit(page, server, name) {
  await page.goto(`${server.url}/`);
  await page.fill('#start [name=name]', name);
  await page.click('#start [type=submit]');
  await connected(page);
  return page.textContent('.about .room');
}

export async function connected(page) {
  await page.waitForSelector('.state[data-state=online]');
}
