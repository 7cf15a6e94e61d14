// /metrics and /health: true figures, in the format that Prometheus reads.

import assert from 'node:assert/strict';
import test from 'node:test';

import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const admin = mint({ sub: 'admin-1', role: 'admin' });
const ana = mint({ sub: 'client-007', role: 'client' });

const server = await Server.start();

/** Reads the text format 0.0.4, strictly. \return Map of metric name to `{type, samples: Map of labels to value}` */
function parse(text) {
  assert.ok(text.endsWith('\n'), 'the last line ends');
  const metrics = new Map();
  let current;
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-z_:][a-z0-9_:]*) (\S.*)$/.exec(line);
    const type = /^# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge|histogram)$/.exec(line);
    const sample = /^([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_][a-z0-9_]*="(?:[^"\\]|\\["\\n])*")(?:,[a-z_][a-z0-9_]*="(?:[^"\\]|\\["\\n])*")*)\})? ([0-9.e+-]+)$/.exec(line);
    if (help) {
      assert.ok(!metrics.has(help[1]), `${help[1]} comes twice`);
      current = { name: help[1], type: null, samples: new Map() };
      metrics.set(help[1], current);
    } else if (type) {
      assert.equal(type[1], current.name);
      assert.equal(current.samples.size, 0);
      current.type = type[2];
    } else {
      assert.ok(sample, `no line of the format: ${line}`);
      const base = current.type === 'histogram' ? sample[1].replace(/_(bucket|sum|count)$/, '') : sample[1];
      assert.equal(base, current.name, 'samples follow their metric');
      assert.ok(current.type, `${base} has no type`);
      const key = `${sample[1].slice(base.length)}{${sample[2] ?? ''}}`;
      assert.ok(!current.samples.has(key), `${sample[1]}${key} comes twice`);
      assert.ok(Number.isFinite(Number(sample[3])), line);
      current.samples.set(key, Number(sample[3]));
    }
  }
  return metrics;
}

async function scrape() {
  const { status, body, headers } = await request(server, '/metrics', { token: admin });
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  return parse(body);
}

const value = (metrics, name, labels = '') => {
  const metric = metrics.get(name);
  assert.ok(metric, `${name} is missing`);
  const key = [...metric.samples.keys()].find((each) => each === `{${labels}}`);
  assert.ok(key, `${name}{${labels}} is missing: ${[...metric.samples.keys()]}`);
  return metric.samples.get(key);
};

async function until(condition) {
  for (let tries = 0; tries < 200; tries += 1) {
    const last = await condition();
    if (last) return last;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never became so');
}

test('names and units keep to the conventions', async () => {
  for (const { name, type } of (await scrape()).values()) {
    assert.match(name, /^(ultracom|process)_/);
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.doesNotMatch(name, /_(ms|milliseconds|kb|mb|percent)(_|$)/);
  }
});

test('histograms add up', async () => {
  await send(server, ana, { room: 'metrics', text: 'një' });
  let histograms = 0;
  for (const { name, type, samples } of (await scrape()).values()) {
    if (type !== 'histogram') continue;
    histograms += 1;
    const buckets = [...samples].filter(([key]) => key.startsWith('_bucket')).map(([key, count]) => [/le="([^"]+)"/.exec(key)[1], count]);
    assert.equal(buckets.at(-1)[0], '+Inf');
    const bounds = buckets.slice(0, -1).map(([bound]) => Number(bound));
    assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b), name);
    const counts = buckets.map(([, count]) => count);
    assert.deepEqual(counts, [...counts].sort((a, b) => a - b), `${name} is cumulative`);
    assert.equal(counts.at(-1), samples.get('_count{}'));
    assert.ok(samples.get('_sum{}') > 0);
  }
  assert.ok(histograms >= 2);
});

test('figures follow what happens', async () => {
  const before = await scrape();
  for (let i = 0; i < 3; i += 1) assert.equal((await send(server, ana, { room: 'metrics', text: `dy ${i}` })).status, 200);
  const client = await RoomClient.join(server, 'metrics', ana);
  client.send({ type: 'typing', is_typing: true });
  assert.equal((await send(server, 'no token', { room: 'metrics', text: 'x' })).status, 401);
  const after = await until(async () => {
    const metrics = await scrape();
    return value(metrics, 'ultracom_typing_sessions') === 1 && metrics;
  });
  const grown = (name, labels) => value(after, name, labels) - value(before, name, labels);
  assert.equal(grown('ultracom_messages_total'), 3);
  assert.equal(grown('ultracom_messages_received_total', 'protocol="rest"'), 3);
  assert.equal(grown('ultracom_connections', 'protocol="room"'), 1);
  assert.equal(value(after, 'ultracom_online_sessions'), 1);
  assert.equal(value(after, 'ultracom_sessions', 'status="active"'), 1);
  assert.ok(grown('ultracom_http_responses_total', 'code="200"') >= 4);
  assert.ok(value(after, 'ultracom_http_responses_total', 'code="401"') >= 1);
  assert.equal(value(after, 'ultracom_store_up'), 1);
  assert.ok(value(after, 'process_resident_memory_bytes') > 1e6);
  assert.ok(value(after, 'process_cpu_seconds_total') > 0);
  assert.ok(Math.abs(value(after, 'process_start_time_seconds') - Date.now() / 1000) < 300);
  assert.ok(value(after, 'process_open_fds') > 5);
  assert.ok(value(after, 'ultracom_event_loop_turns_total', 'shard="0"') > 0);
  await until(async () => value(await scrape(), 'ultracom_search_unindexed_messages') === 0);

  const spoken = await scrape();
  client.send({ text: 'tre' });
  await client.waitFor((frame) => frame.type === 'message' && frame.data.text === 'tre');
  const heard = await scrape();
  for (const name of ['received', 'sent']) assert.equal(value(heard, `ultracom_messages_${name}_total`, 'protocol="room"') - value(spoken, `ultracom_messages_${name}_total`, 'protocol="room"'), 1, name);
  client.send({ type: 'typing', is_typing: true });
  await until(async () => value(await scrape(), 'ultracom_typing_sessions') === 1);

  const health = (await request(server, '/health')).body;
  assert.equal(health.ok, true);
  assert.equal(health.status, 'healthy');
  assert.equal(health.chat_socket.active_connections, 1);
  assert.equal(health.chat_socket.active_sessions, 1);
  assert.equal(health.chat_socket.typing_sessions, 1);
  assert.ok(health.chat_socket.total_socket_connections >= 1);
  client.leave();
  await until(async () => (await request(server, '/api/health')).body.chat_socket.active_connections === 0);
});

test('they are for administrators', async () => {
  for (const role of ['client', 'reader', 'technician']) assert.equal((await request(server, '/metrics', { token: mint({ sub: 'x', role }) })).status, 403, role);
  for (const role of ['admin', 'super_admin']) assert.equal((await request(server, '/metrics', { token: mint({ sub: 'x', role }) })).status, 200, role);
  assert.equal((await request(server, '/metrics')).status, 401);
});
