// GET /api/chat/search against a real server: what is found, by whom, page by page, after kill -9, and whatever is asked.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';

import { mint, request, Server } from './lib/server.mjs';

const unlimited = { 'rate-messages': 0, 'rate-connects': 0, 'allow-visitors': 1 };
const staff = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Arta' });
const ana = mint({ sub: 'client-007', role: 'client', name: 'Ana' });
const bea = mint({ sub: 'client-008', role: 'client' });

const server = await Server.start({ flags: unlimited });

const search = (token, query) => request(server, `/api/chat/search?${new URLSearchParams(query)}`, { token });
async function found(token, query) {
  const { status, body } = await search(token, query);
  assert.equal(status, 200, JSON.stringify(body));
  return body.results.map((result) => result.message.content).sort();
}
async function say(token, room, content, more = {}) {
  const { status, body } = await request(server, '/api/chat/messages', { token, method: 'POST', json: { session_id: room, content, ...more } });
  assert.equal(status, 201, JSON.stringify(body));
  return body.message;
}

await say(ana, 'room-ana', 'Përshëndetje! Sensori Gamma nuk punon.');
await say(bea, 'room-bea', 'Përshëndetje! Çelësi humbi.');
await say(staff, 'room-ana', 'U rregullua sensori.');

test('a hit says what was found, and where', async () => {
  const { status, body } = await search(staff, { q: 'gamma pershendetje' });
  assert.equal(status, 200);
  assert.equal(body.next_cursor, null);
  assert.equal(body.indexing, false);
  assert.equal(body.results.length, 1);
  const [hit] = body.results;
  assert.equal(hit.message.content, 'Përshëndetje! Sensori Gamma nuk punon.');
  assert.deepEqual(hit.session, { id: hit.message.session_id, room: 'room-ana', title: null, contact: { user_id: 'client-007', user_name: 'Ana', role: 'client', online: false } });
  assert.equal(hit.excerpt, hit.message.content);
  assert.deepEqual(hit.highlights.map(([start, length]) => hit.excerpt.slice(start, start + length)), ['Përshëndetje', 'Gamma']);
});

test('everybody finds what they may see, and no more', async () => {
  assert.equal((await found(staff, { q: 'përshëndetje' })).length, 2);
  assert.deepEqual(await found(ana, { q: 'pershendetje' }), ['Përshëndetje! Sensori Gamma nuk punon.']);
  assert.deepEqual(await found(bea, { q: 'PERSH' }), ['Përshëndetje! Çelësi humbi.']);
  assert.deepEqual(await found(mint({ sub: 'nobody', role: 'client' }), { q: 'pershendetje' }), []);
  assert.deepEqual(await found(mint({ sub: 'reader-1', role: 'reader' }), { q: 'pershendetje' }), []);
  assert.deepEqual(await found(mint({ sub: 'tech-2', role: 'technician', rooms: ['room-b*'] }), { q: 'pershendetje' }), ['Përshëndetje! Çelësi humbi.']);
  assert.deepEqual(await found(mint({ sub: 'client-007', role: 'client', rooms: ['elsewhere'] }), { q: 'pershendetje' }), []);
});

test('a session that one may not see is answered as one that is not there', async () => {
  assert.deepEqual(await found(ana, { q: 'sensori', session_id: 'room-ana' }), ['Përshëndetje! Sensori Gamma nuk punon.', 'U rregullua sensori.']);
  const others = await search(ana, { q: 'celesi', session_id: 'room-bea' });
  const nowhere = await search(ana, { q: 'celesi', session_id: randomUUID() });
  assert.equal(others.status, 403);
  assert.deepEqual([others.status, others.body], [nowhere.status, nowhere.body]);
  assert.equal((await search(staff, { q: 'x', session_id: 'room-nowhere' })).status, 404);
});

test('an edited message is found by its new text, a deleted one not at all', async () => {
  const edited = await say(ana, 'room-ana', 'kodi alfa');
  const deleted = await say(ana, 'room-ana', 'kodi beta');
  assert.equal((await found(ana, { q: 'kodi' })).length, 2);
  assert.equal((await request(server, `/api/chat/messages/${edited.id}`, { token: ana, method: 'PATCH', json: { content: 'kodi gama' } })).status, 200);
  assert.equal((await request(server, `/api/chat/messages/${deleted.id}`, { token: ana, method: 'DELETE' })).status, 200);
  assert.deepEqual(await found(ana, { q: 'kodi' }), ['kodi gama']);
  assert.deepEqual(await found(ana, { q: 'alfa' }), []);
  assert.deepEqual(await found(staff, { q: 'beta' }), []);
});

test('pages go on without a gap or a double', async () => {
  await Promise.all(Array.from({ length: 53 }, (_, i) => say(bea, 'room-pages', `faqja ${i}`)));
  const all = [];
  let cursor;
  do {
    const { status, body } = await search(bea, { q: 'faqja', limit: 10, ...(cursor && { cursor }) });
    assert.equal(status, 200);
    all.push(...body.results.map((result) => result.message.content));
    cursor = body.next_cursor;
  } while (cursor);
  assert.equal(all.length, 53);
  assert.equal(new Set(all).size, 53);
});

test('times bound what is found', async () => {
  const message = await say(ana, 'room-ana', 'koha');
  assert.equal((await found(ana, { q: 'koha', from: message.created_at })).length, 1);
  assert.equal((await found(ana, { q: 'koha', to: message.created_at })).length, 0);
  assert.equal((await found(ana, { q: 'koha', from: '2020-01-01T00:00:00+02:00', to: '2100-01-01T00:00:00Z' })).length, 1);
});

test('what is no request is refused by the name of its part', async () => {
  const refused = async (query, field) => {
    const { status, body } = await search(staff, query);
    assert.deepEqual([status, body.error, body.field], [400, 'bad_request', field], JSON.stringify(query));
  };
  await refused({}, 'q');
  await refused({ q: ' ' }, 'q');
  await refused({ q: 'x'.repeat(257) }, 'q');
  await refused({ q: 'a\u0000b' }, 'q');
  await refused({ q: Array.from({ length: 17 }, (_, i) => `w${i}`).join(' ') }, 'q');
  await refused({ q: 'x', limit: 0 }, 'limit');
  await refused({ q: 'x', limit: 101 }, 'limit');
  await refused({ q: 'x', limit: 'many' }, 'limit');
  await refused({ q: 'x', from: 'yesterday' }, 'from');
  await refused({ q: 'x', to: '2025-13-01T00:00:00Z' }, 'to');
  await refused({ q: 'x', cursor: 'x' }, 'cursor');
  await refused({ q: 'x', cursor: Buffer.alloc(40, 255).toString('base64url') }, 'cursor');
  await refused({ q: 'x', session_id: '../..' }, 'session_id');
  assert.equal((await search(undefined, { q: 'x' })).status, 401);
});

test('no text of a query is syntax', async () => {
  await say(ana, 'room-ana', 'siguria');
  for (const q of ['"', "'", '*', 'siguria" OR "x', 'NEAR(siguria)', 'words:siguria', '{words} : siguria', '-siguria', '^siguria', "'); DROP TABLE chat_messages; --", 'siguria & !x', 'siguria:*', '(((((', '%', '_', '\\', '\ud83d\ude80', '‮siguria'])
    assert.equal((await search(ana, { q })).status, 200, q);
  assert.deepEqual(await found(ana, { q: 'siguria' }), ['siguria']);
});

test('searching too fast is refused, and says when to come back', async (t) => {
  const slow = await Server.start({ flags: { 'rate-messages': '4/8' } });
  t.after(() => slow.stop());
  const answers = [];
  for (let i = 0; i < 4; i += 1) answers.push(await request(slow, '/api/chat/search?q=x', { token: staff }));
  const refused = answers.find((answer) => answer.status === 429);
  assert.ok(refused, JSON.stringify(answers.map((answer) => answer.status)));
  assert.equal(refused.body.error, 'rate_limited');
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.equal((await request(slow, '/api/chat/search?q=x', { token: ana })).status, 200);
});

test('after kill -9 everything is found that was acknowledged', async (t) => {
  const other = await Server.start({ flags: unlimited });
  t.after(() => other.stop());
  const post = (text) => request(other, '/chat/send', { token: ana, method: 'POST', json: { room: 'killed', text } });
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => post(`vrasje r${round} n${i}`)));
    acknowledged += answers.filter((answer) => answer.status === 200).length;
    await other.kill();
    await other.launch();
  }
  assert.equal(acknowledged, 300);
  const all = new Set();
  let cursor;
  do {
    const { body } = await request(other, `/api/chat/search?${new URLSearchParams({ q: 'vrasje', limit: 100, ...(cursor && { cursor }) })}`, { token: ana });
    body.results.forEach((result) => all.add(result.message.content));
    cursor = body.next_cursor;
  } while (cursor);
  assert.equal(all.size, 300);
});
