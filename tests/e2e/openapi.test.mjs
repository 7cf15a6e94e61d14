// The API reference and the server say the same: each route is called with real data, each answer is validated with no member
// allowed that the reference does not name, and each member that the reference names is seen at least once.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { ChatClient } from './lib/chat.mjs';
import { mint, request, Server } from './lib/server.mjs';

const server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'allow-visitors': 1 } });
const tech = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Arta' });
const admin = mint({ sub: 'admin-1', role: 'admin' });
const ana = mint({ sub: 'client-007', role: 'client', name: 'Ana' });

const reference = (await request(server, '/api/openapi.json')).body;

/** \a schema with every object closed, but where it is said to be open. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!schema || typeof schema !== 'object') return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, key === 'examples' || key === 'const' || key === 'enum' ? value : closed(value)]));
  if (copy.properties && copy.additionalProperties === undefined) copy.additionalProperties = false;
  return copy;
}

const strict = closed(reference);
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, validateFormats: false, allowUnionTypes: true, discriminator: false });
ajv.addVocabulary(['components']);
ajv.addSchema({ $id: 'reference', components: strict.components });
const resolve = (schema) => (schema?.$ref ? schema.$ref.slice(2).split('/').reduce((node, key) => node[key], strict) : schema);
const validators = new Map();
function validate(schema, value, what) {
  const text = JSON.stringify(schema).replaceAll('"#/', '"reference#/');
  if (!validators.has(text)) validators.set(text, ajv.compile(JSON.parse(text)));
  const validator = validators.get(text);
  assert.ok(validator(value), `${what}: ${ajv.errorsText(validator.errors)}\n${JSON.stringify(value).slice(0, 1500)}`);
}

/** Notes which members of \a schema the value shows, as schema objects. */
const seen = new Map();
function note(schema, value) {
  const plain = resolve(schema);
  if (!plain || value === null || value === undefined) return;
  for (const option of plain.oneOf ?? []) note(option, value);
  if (plain.items && Array.isArray(value)) value.forEach((each) => note(plain.items, each));
  if (!plain.properties || typeof value !== 'object') return;
  if (!seen.has(plain)) seen.set(plain, { members: new Set(), filled: new Set() });
  for (const [name, member] of Object.entries(plain.properties)) {
    if (!(name in value)) continue;
    seen.get(plain).members.add(name);
    if (value[name] !== null && !(Array.isArray(value[name]) && value[name].length === 0)) seen.get(plain).filled.add(name);
    note(member, value[name]);
  }
}

const called = new Map();
/** Calls the route `method path` of the reference, and checks that it says what came. */
async function call(method, path, { parameters = {}, query, json, token = tech, status, ...more } = {}) {
  const operation = strict.paths[path]?.[method];
  assert.ok(operation, `${method} ${path} is in the reference`);
  const address = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parameters[name]));
  for (const name of Object.keys(query ?? {})) assert.ok([...(operation.parameters ?? [])].some((each) => each.in === 'query' && each.name === name), `${path}: ${name} is in the reference`);
  if (json && status < 300) validate(operation.requestBody.content['application/json'].schema, json, `the body of ${method} ${path}`);
  if (json && status < 300) note(operation.requestBody.content['application/json'].schema, json);
  const answer = await request(server, `${address}${query ? `?${new URLSearchParams(query)}` : ''}`, { method: method.toUpperCase(), json, token, ...more });
  assert.equal(answer.status, status, `${method} ${address}: ${JSON.stringify(answer.body)}`);
  const response = resolve(operation.responses[status]);
  assert.ok(response, `${method} ${path} may answer ${status}`);
  const type = answer.headers.get('content-type')?.split(';')[0];
  assert.ok(response.content[type], `${method} ${path} answers ${status} as ${type}`);
  if (type === 'application/json') {
    validate(response.content[type].schema, answer.body, `${method} ${path} ${status}`);
    note(response.content[type].schema, answer.body);
  }
  for (const name of Object.keys(response.headers ?? {})) assert.ok(answer.headers.get(name), `${name} of ${method} ${path} ${status}`);
  if (!called.has(`${method} ${path}`)) called.set(`${method} ${path}`, new Set());
  called.get(`${method} ${path}`).add(String(status));
  return answer.body;
}

test('the reference is an OpenAPI document whose parts all exist', () => {
  assert.equal(reference.openapi, '3.1.0');
  const ids = new Set();
  const walk = (node) => {
    if (!node || typeof node !== 'object') return;
    if (node.$ref) assert.ok(node.$ref.startsWith('#/') && resolve(node), node.$ref);
    Object.values(node).forEach(walk);
  };
  walk(reference);
  const schemes = Object.keys(reference.components.securitySchemes);
  for (const [path, item] of Object.entries(reference.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (method === 'parameters') continue;
      assert.ok(operation.summary && operation.operationId && !ids.has(operation.operationId), `${method} ${path}`);
      ids.add(operation.operationId);
      assert.ok(operation.tags.every((tag) => reference.tags.some((each) => each.name === tag)));
      for (const [name] of path.matchAll(/\{(\w+)\}/g)) assert.ok([...(item.parameters ?? []), ...(operation.parameters ?? [])].some((each) => each.in === 'path' && `{${each.name}}` === name), path);
      for (const need of operation.security ?? reference.security) assert.ok(Object.keys(need).every((name) => schemes.includes(name)));
    }
  }
  for (const [name, schema] of Object.entries(strict.components.schemas)) for (const example of schema.examples ?? []) validate({ $ref: `#/components/schemas/${name}` }, example, `the example of ${name}`);
});

test('every answer is as the reference says', async () => {
  // Somebody is online and types, so that all figures have something to tell.
  const live = await ChatClient.join(server, ana, 'support-ACME-42');

  await call('get', '/health', { status: 200, token: null });
  await call('get', '/api/health', { status: 200, token: null });
  await call('get', '/api/openapi.json', { status: 200, token: null });
  await call('get', '/', { status: 200, token: null });
  await call('get', '/metrics', { status: 200, token: admin });
  await call('get', '/metrics', { status: 403 });
  await call('get', '/metrics', { status: 401, token: null });

  await call('post', '/api/chat/visitor', { json: { name: 'Vizitor', email: 'v@example.org', page: 'https://example.org/', locale: 'sq' }, status: 201, token: null });
  await call('post', '/api/chat/visitor', { json: { name: 7 }, status: 400, token: null });

  // The room's short form.
  const first = await call('post', '/chat/send', { json: { room: 'support-ACME-42', text: 'Përshëndetje! Sensori Gamma nuk punon.', client_msg_id: randomUUID() }, status: 200, token: ana });
  const answered = await call('post', '/chat/send', { json: { room: 'support-ACME-42', text: 'Po e shoh.', reply_to: first.id, role: 'system', sender: 'AGI-Core', client_msg_id: 'c-1' }, status: 200 });
  await call('post', '/chat/send', { json: { room: 'support-ACME-42', text: 'tjetër', client_msg_id: 'c-1' }, status: 409 });
  await call('post', '/chat/send', { json: { room: 'support-ACME-42' }, status: 400 });
  await call('post', '/chat/send', { json: { room: 'support-ACME-42', text: 'x'.repeat(20_000) }, status: 413 });
  await call('post', '/chat/send', { json: { room: 'other', text: 'x' }, status: 401, token: null });
  await call('get', '/chat/history', { query: { room: 'support-ACME-42', limit: 10 }, status: 200 });
  await call('get', '/chat/history', { query: { room: 'support-ACME-42', after: first.id }, status: 200 });
  await call('get', '/chat/history', { query: { room: 'support-ACME-42', before: answered.id }, status: 200 });
  await call('get', '/chat/history', { query: { room: 'nowhere' }, status: 404 });
  await call('get', '/chat/history', { query: { room: 'nowhere' }, status: 403, token: ana });
  await call('get', '/chat/history', { query: { room: 'x', limit: 0 }, status: 400 });
  await call('get', '/chat/ws/{room}', { parameters: { room: 'support-ACME-42' }, status: 426 });

  // Sessions.
  const { session } = await call('post', '/api/chat/sessions', { json: { participants: ['client-007', 'tech-ops-1'], type: 'booking', booking_id: 'BK-2025-118', title: 'Sensori', room: 'support-BK' }, status: 201 });
  await call('post', '/api/chat/sessions', { json: { room: 'support-BK' }, status: 409 });
  await call('post', '/api/chat/sessions', { json: { type: 'none' }, status: 400 });
  await call('post', '/api/chat/sessions', { body: 'x', headers: { 'content-type': 'text/plain' }, status: 415 });
  await call('post', '/api/chat/sessions', { json: {}, status: 401, token: null });
  const id = { parameters: { id: session.id } };

  // Messages.
  const { message } = await call('post', '/api/chat/messages', { json: { session_id: 'support-BK', type: 'text', content: 'Sensori Gamma?', metadata: { a: 1 }, client_msg_id: 'm-1' }, status: 201, token: ana });
  await call('post', '/api/chat/messages', { json: { session_id: 'support-BK', type: 'text', content: 'Sensori Gamma?', metadata: { a: 1 }, client_msg_id: 'm-1' }, status: 200, token: ana });
  const reply = (await call('post', '/api/chat/messages', { json: { session_id: 'support-BK', content: 'Gamma, po.', reply_to_message_id: message.id, role: 'system', sender: 'AGI-Core' }, status: 201 })).message;
  await call('post', '/api/chat/messages', { json: { session_id: 'support-BK' }, status: 400 });
  await call('post', '/api/chat/messages', { json: { session_id: 'support-BK', content: 'x' }, status: 403, token: mint({ sub: 'other', role: 'client' }) });
  await call('patch', '/api/chat/messages/{id}', { parameters: { id: message.id }, json: { content: 'Sensori Gamma!', metadata: { b: 2 } }, status: 200, token: ana });
  await call('patch', '/api/chat/messages/{id}', { parameters: { id: message.id }, json: {}, status: 400, token: ana });
  await call('patch', '/api/chat/messages/{id}', { parameters: { id: randomUUID() }, json: { content: 'x' }, status: 404 });
  await call('get', '/api/chat/messages/{id}/versions', { parameters: { id: message.id }, status: 200 });
  await call('get', '/api/chat/messages/{id}/versions', { parameters: { id: 'x y' }, status: 400 });
  await call('put', '/api/chat/messages/{id}/read', { ...id, json: { up_to_message_id: reply.id }, status: 200, token: ana });
  await call('put', '/api/chat/messages/{id}/read', { ...id, json: { up_to_message_id: 'x' }, status: 400, token: ana });
  await call('get', '/api/chat/messages/{id}', { ...id, query: { limit: 5, offset: 0 }, status: 200 });
  await call('get', '/api/chat/messages/{id}', { ...id, query: { before: reply.id }, status: 200 });
  await call('get', '/api/chat/messages/{id}', { ...id, query: { after_seq: 0 }, status: 200 });
  await call('get', '/api/chat/messages/{id}', { ...id, query: { after_change: 0 }, status: 200 });
  await call('get', '/api/chat/messages/{id}', { parameters: { id: 'nowhere' }, status: 404 });

  await call('get', '/api/chat/search', { query: { q: 'gamma', limit: 1, session_id: session.id, from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }, status: 200 });
  const page = await call('get', '/api/chat/search', { query: { q: 'gamma', limit: 1 }, status: 200 });
  await call('get', '/api/chat/search', { query: { q: 'gamma', limit: 1, cursor: page.next_cursor }, status: 200 });
  await call('get', '/api/chat/search', { query: { q: '' }, status: 400 });

  await call('delete', '/api/chat/messages/{id}', { parameters: { id: reply.id }, status: 200 });
  await call('delete', '/api/chat/messages/{id}', { parameters: { id: message.id }, status: 403, token: mint({ sub: 'other', role: 'client' }) });
  await call('get', '/chat/history', { query: { room: 'support-BK' }, status: 200 });

  await call('patch', '/api/chat/sessions/{id}', { ...id, json: { status: 'closed', title: 'Sensori Gamma', type: 'support', assignee: 'tech-ops-1', labels: ['sensor'], priority: 'high' }, status: 200 });
  await call('patch', '/api/chat/sessions/{id}', { ...id, json: {}, status: 400 });
  await call('patch', '/api/chat/sessions/{id}', { ...id, json: { priority: 'high' }, status: 403, token: mint({ sub: 'other', role: 'client' }) });
  await call('patch', '/api/chat/messages/{id}', { parameters: { id: message.id }, json: { content: 'x' }, status: 409, token: ana });
  await call('get', '/api/chat/sessions/{id}', { ...id, status: 200 });
  await call('get', '/api/chat/sessions/{id}', { parameters: { id: 'nowhere' }, status: 404 });
  const sessions = await call('get', '/api/chat/sessions', { query: { limit: 1 }, status: 200 });
  await call('get', '/api/chat/sessions', { query: { limit: 1, cursor: sessions.next_cursor }, status: 200 });
  await call('get', '/api/chat/sessions', { query: { status: 'active', type: 'support', q: 'acme' }, status: 200, token: ana });
  await call('get', '/api/chat/sessions', { query: { status: 'none' }, status: 400 });

  // Long polling, for which there are libraries.
  const begun = await call('get', '/socket.io/', { query: { EIO: 4, transport: 'polling' }, status: 200, token: null });
  const { sid } = JSON.parse(begun.slice(1));
  await call('post', '/socket.io/', { query: { EIO: 4, transport: 'polling', sid }, body: '41', status: 200, token: null });
  await call('get', '/socket.io/', { query: { EIO: 4, transport: 'polling', sid: 'nobody' }, status: 400, token: null });
  await call('post', '/socket.io/', { query: { EIO: 4, transport: 'none' }, body: '', status: 400, token: null });
  live.socket.close();
});

test('a foreign page is told as the reference says', async () => {
  for (const [method, path] of [['get', '/api/chat/sessions'], ['get', '/api/openapi.json'], ['get', '/socket.io/']]) {
    await call(method, path, { status: 403, headers: { origin: 'https://elsewhere.example' }, ...(path === '/socket.io/' && { query: { EIO: 4, transport: 'polling' } }) });
  }
});

test('every route of the reference was called, every member of it seen', () => {
  for (const [path, item] of Object.entries(strict.paths))
    for (const method of Object.keys(item).filter((each) => each !== 'parameters')) assert.ok(called.has(`${method} ${path}`), `${method} ${path}`);

  // What is null until later milestones, or what only a store that is lost would say.
  const alwaysNull = new Set(['attachment', 'bookings']);
  const reached = new Set();
  const missing = [];
  const visit = (name, schema) => {
    const plain = resolve(schema);
    if (!plain || reached.has(plain)) return;
    reached.add(plain);
    for (const option of plain.oneOf ?? []) visit(name, option);
    if (plain.items) visit(name, plain.items);
    for (const [member, part] of Object.entries(plain.properties ?? {})) {
      if (!seen.get(plain)?.members.has(member)) missing.push(`${name}.${member}`);
      else if (!seen.get(plain).filled.has(member) && !alwaysNull.has(member)) missing.push(`${name}.${member} (a value)`);
      visit(`${name}.${member}`, part);
    }
  };
  for (const [name, schema] of Object.entries(strict.components.schemas)) visit(name, schema);
  assert.deepEqual(missing, []);
});
