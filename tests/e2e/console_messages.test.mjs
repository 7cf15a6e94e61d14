// The console's real program, offscreen: what a technician finds, answers, changes and takes back, by the keyboard.

import assert from 'node:assert/strict';
import test from 'node:test';

import { Console } from './lib/console.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const room = 'support-ana';
const ana = mint({ sub: 'ana', role: 'client', name: 'Ana' });
const drita = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Drita Hoxha' });
const count = 260;
const said = Array.from({ length: count }, (_, number) => `line ${number}`);
said[203] = 'The pump in hall four stops: përshëndetje';
said[120] = 'a valve, rather old';
said[250] = 'the valve is new';

async function start() {
  const server = await Server.start({ flags: { 'rate-messages': 0 } });
  for (const text of said) assert.equal((await send(server, ana, { room, text })).status, 200);
  const customer = await RoomClient.join(server, room, ana);
  const console = await Console.start({ server, token: drita });
  await console.online();
  return { server, customer, console };
}

/** What the store holds, by its number. */
async function stored(server, seq) {
  const { body } = await request(server, `/api/chat/messages/${room}?limit=1&after_seq=${seq - 1}`, { token: drita });
  return body.messages[0];
}

test('finds a message among all, and others within the conversation', { timeout: 120_000 }, async () => {
  const { server, customer, console } = await start();
  await console.press('Ctrl+K');
  await console.type('p');
  await console.until((seen) => seen.texts.searchState === 'Two letters or more find messages.', 'that it is too short');
  await console.type('ershen');
  await console.until((seen) => seen.lists.hitList?.length === 1 && seen.lists.hitList[0].includes('The pump in hall four'), 'what was found');
  await console.press('Return');
  await console.shows(said[203]); // the conversation begins at the first unread one, 200 messages before

  await console.press('Ctrl+F');
  await console.until((seen) => seen.focus === 'findField', 'where to write what to find');
  await console.type('valve');
  await console.until((seen) => seen.texts.findCount === '1 of 2', 'how many were found');
  await console.shows(said[250]);
  await console.press('Return');
  await console.until((seen) => seen.texts.findCount === '2 of 2', 'the older one');
  await console.shows(said[120]);
  await console.press('Escape');
  await console.until((seen) => seen.focus === 'composerField' && !('findBar' in seen.texts), 'that it is closed');

  await console.press('Ctrl+K');
  await console.type('"nowhere* OR');
  await console.until((seen) => seen.texts.searchState === 'No message has these words.', 'that nothing was found');
  await server.kill();
  await console.offline();
  await console.type('x');
  await console.until((seen) => seen.texts.searchState?.includes('when the server is reached again'), 'that it cannot search now');
  await server.launch();
  await console.until((seen) => seen.texts.searchState === 'No message has these words.', 'that it has searched', 30_000);
  customer.leave();
  await Promise.all([console.stop(), server.stop()]);
});

test('replies, edits and deletes', { timeout: 120_000 }, async () => {
  const { server, customer, console } = await start();
  await console.open('Ana');
  await console.shows(said[0]); // the first unread one
  await console.press('Shift+Tab');
  await console.until((seen) => seen.focus === 'newMessagesButton', 'the way to the newest one');
  await console.press('Space');
  await console.until((seen) => seen.focus === 'conversation', 'the messages');
  await console.press('End');
  await console.shows(said.at(-1));
  await console.press('R');
  await console.until((seen) => seen.texts.replyName === 'Reply to Ana' && seen.focus === 'composerField', 'what is answered');
  await console.write('Which one?');
  const answer = await customer.waitFor(({ type, data }) => type === 'message' && data.text === 'Which one?');
  assert.equal(answer.data.reply_to.excerpt, said.at(-1));
  await console.untilRows((rows) => rows.at(-1).text === 'Which one?' && rows.at(-1).tick !== 'Waiting to be sent', 'the answer');

  await console.press('Up');
  await console.until((seen) => 'editStrip' in seen.texts, 'that it is edited');
  await console.type(' The new one?');
  await console.press('Return');
  await customer.waitFor(({ type, data }) => type === 'message_updated' && data.text === 'Which one? The new one?');
  await console.untilRows((rows) => rows.at(-1).text === 'Which one? The new one?' && rows.at(-1).tick !== 'Waiting to be saved', 'the edited one');
  assert.notEqual((await stored(server, count + 1)).edited_at, null);
  customer.send({ type: 'read', up_to: answer.data.id });
  await console.untilRows((rows) => rows.at(-1).tick === 'Read', 'that it was read');

  await console.press('Shift+Tab');
  await console.press('End');
  await console.press('Delete');
  await console.until((seen) => seen.texts.undoSentence === '1 message deleted.', 'that it can be taken back');
  await console.untilRows((rows) => rows.at(-1).text === 'Message deleted', 'that it is gone');
  await console.press('Ctrl+Z');
  await console.untilRows((rows) => rows.at(-1).text === 'Which one? The new one?', 'that it is back');
  await console.press('Delete');
  await customer.waitFor(({ type }) => type === 'message_deleted', 'that it is deleted');
  await console.until((seen) => !('undoStrip' in seen.texts), 'that it cannot be taken back any more');
  assert.equal((await stored(server, count + 1)).content, '');

  const mine = await stored(server, count);
  assert.equal((await request(server, `/api/chat/messages/${mine.id}`, { token: ana, method: 'PATCH', json: { content: 'a customer’s edit' } })).status, 200);
  await console.shows('a customer’s edit');
  assert.equal((await request(server, `/api/chat/messages/${mine.id}`, { token: ana, method: 'DELETE' })).status, 200);
  await console.untilRows((rows) => rows.slice(-2).every(({ text }) => text === 'Message deleted'), 'that both are gone');
  customer.leave();
  await Promise.all([console.stop(), server.stop()]);
});

test('closes a session and opens it again', { timeout: 60_000 }, async () => {
  const { server, customer, console } = await start();
  await console.open('Ana');
  const status = async () => (await request(server, `/api/chat/sessions/${room}`, { token: drita })).body.session.status;
  const chooseFirst = async () => {
    await console.click('sessionMenuButton');
    await console.press('Down');
    await console.press('Return');
  };
  await chooseFirst();
  await console.until((seen) => seen.lists.sessionList?.[0]?.includes('closed'), 'that it is closed');
  assert.equal(await status(), 'closed');
  await chooseFirst();
  await console.until((seen) => !seen.lists.sessionList?.[0]?.includes('closed'), 'that it is open');
  assert.equal(await status(), 'active');
  customer.leave();
  await Promise.all([console.stop(), server.stop()]);
});
