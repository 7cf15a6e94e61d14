// What is measured, against whom, and what must be reached.

const inRooms = ['--members', '10'];
const socketIo = ['--protocol', 'socketio'];

/**
 * The runs of each scenario. `repeats: 1` where a window is long enough to be its own average.
 * \a quick: shorter windows, for a look; its figures are too noisy to judge by.
 */
export function scenarios(quick) {
  const seconds = (full, short) => String(quick ? short : full);
  const closedLoop = ['--warmup', seconds(0.5, 0.3), '--seconds', seconds(4, 1.5)];
  return [
    {
      name: 'idle', repeats: 1, servers: quick ? ['ours'] : ['ours', 'peer'],
      args: ['idle', '--rooms', '40', ...inRooms, '--connections', '10000', '--idle-seconds', seconds(50, 25),
        '--load-seconds', seconds(25, 6)],
    },
    {
      name: 'connect', servers: ['ours', 'peer', 'limit'],
      args: ['connect', '--rooms', seconds(500, 200), ...inRooms, '--window', '64'],
    },
    {
      name: 'rooms', servers: ['ours', 'peer', 'gather'],
      args: ['rooms', '--rooms', '5', ...inRooms, '--window', '4', ...closedLoop],
    },
    { name: 'fanout-200', servers: ['ours', 'peer', 'limit'], args: ['fanout', '--members', '200', ...closedLoop] },
    { name: 'fanout-2000', servers: ['ours', 'limit'], args: ['fanout', '--members', '2000', ...closedLoop] },
    {
      name: 'fanout-200x8', servers: ['ours', 'peer', 'gather', 'limit'],
      args: ['fanout', '--members', '200', '--window', '8', ...closedLoop],
    },
    {
      name: 'sio-connect', servers: ['ours', 'peer'],
      args: ['connect', ...socketIo, '--rooms', seconds(500, 200), ...inRooms, '--window', '64'],
    },
    {
      name: 'sio-rooms', servers: ['ours', 'peer'],
      args: ['rooms', ...socketIo, '--rooms', '5', ...inRooms, '--window', '4', ...closedLoop],
    },
    {
      name: 'sio-fanout-200', servers: ['ours', 'peer'],
      args: ['fanout', ...socketIo, '--members', '200', ...closedLoop],
    },
    {
      name: 'sio-fanout-1000', servers: ['ours', 'peer'],
      args: ['fanout', ...socketIo, '--members', '1000', ...closedLoop],
    },
    {
      name: 'sio-latency', servers: ['ours', 'peer'],
      args: ['latency', ...socketIo, '--rooms', '5', ...inRooms, '--rate', '1000', ...closedLoop],
    },
    {
      name: 'polling', servers: ['ours', 'peer'],
      args: ['rooms', '--protocol', 'polling', '--rooms', '5', ...inRooms, '--window', '4', ...closedLoop],
    },
    {
      name: 'rest-messages', servers: ['ours', 'peer'],
      args: ['pages', ...socketIo, '--rooms', '10', ...inRooms, '--messages', '200', '--window', '32', ...closedLoop],
    },
  ];
}

const kib = 1024;
const perDelivery = 'cpu_us_per_delivery';
const us = (value) => `${value.toFixed(2)} µs`;
const perSecond = (value) => `${Math.round(value)}/s`;
const milliseconds = (value) => `${value.toFixed(2)} ms`;
const percent = (value) => `${(100 * value).toFixed(2)} %`;

/**
 * The lines of the table. Each compares a figure of `ours` with the same one of `against` (or takes it as it is) and,
 * if it has a target, says whether it is reached: `atMost` or `atLeast`.
 */
export const lines = [
  { scenario: 'idle', title: '10,000 idle connections: CPU of one core', figure: 'idle_cpu_share', show: percent, atMost: 0.03 },
  { scenario: 'idle', title: '10,000 idle connections: memory each', figure: 'memory_bytes_per_connection',
    show: (value) => `${(value / kib).toFixed(1)} KiB`, atMost: 24 * kib },
  { scenario: 'idle', title: '400 messages/s among 10,000: CPU against alone', figure: 'load_cpu_share_among_idle',
    againstFigure: 'load_cpu_share_alone', show: percent, atMost: 1.3 },
  { scenario: 'connect', title: 'connect and join', figure: 'joins_per_second', against: 'peer', show: perSecond, atLeast: 3 },
  { scenario: 'connect', title: 'connect and join, CPU each', figure: 'cpu_us_per_join', against: 'peer', show: us },
  { scenario: 'rooms', title: '50 in 5 rooms, window 4: acknowledged', figure: 'acknowledged_per_second', against: 'peer',
    show: perSecond, atLeast: 2 },
  { scenario: 'rooms', title: '50 in 5 rooms, window 4: CPU a delivery', figure: perDelivery, against: 'peer', show: us, atMost: 0.4 },
  { scenario: 'rooms', title: '… acknowledged', figure: 'acknowledged_per_second', against: 'gather', show: perSecond },
  { scenario: 'rooms', title: '… CPU a delivery', figure: perDelivery, against: 'gather', show: us },
  { scenario: 'fanout-200', title: 'one at a time to 200: CPU a delivery', figure: perDelivery, against: 'limit', show: us, atMost: 1.4 },
  { scenario: 'fanout-200', title: '… ', figure: perDelivery, against: 'peer', show: us },
  { scenario: 'fanout-2000', title: 'one at a time to 2,000: CPU a delivery', figure: perDelivery, against: 'limit', show: us, atMost: 1.8 },
  { scenario: 'fanout-200x8', title: '8 in flight to 200: CPU a delivery', figure: perDelivery, against: 'peer', show: us, atMost: 0.2 },
  { scenario: 'fanout-200x8', title: '… ', figure: perDelivery, against: 'gather', show: us },
  { scenario: 'fanout-200x8', title: '… ', figure: perDelivery, against: 'limit', show: us },
  { scenario: 'sio-connect', title: 'Socket.IO: connect and join', figure: 'joins_per_second', against: 'peer', show: perSecond, atLeast: 8 },
  { scenario: 'sio-connect', title: '… CPU each', figure: 'cpu_us_per_join', against: 'peer', show: us },
  { scenario: 'sio-rooms', title: 'Socket.IO: 50 in 5 sessions, window 4: CPU a delivery', figure: perDelivery, against: 'peer',
    show: us, atMost: 0.4 },
  { scenario: 'sio-rooms', title: '… acknowledged', figure: 'acknowledged_per_second', against: 'peer', show: perSecond, atLeast: 2 },
  { scenario: 'sio-fanout-200', title: 'Socket.IO: one at a time to 200: CPU a delivery', figure: perDelivery, against: 'peer',
    show: us, atMost: 0.45 },
  { scenario: 'sio-fanout-1000', title: 'Socket.IO: one at a time to 1,000: CPU a delivery', figure: perDelivery, against: 'peer',
    show: us, atMost: 0.65 },
  { scenario: 'sio-latency', title: 'Socket.IO: 1,000 messages/s: 99 % there within', figure: 'latency_ms_p99', against: 'peer',
    show: milliseconds, atMost: 0.5 },
  { scenario: 'sio-latency', title: '… half within', figure: 'latency_ms_p50', against: 'peer', show: milliseconds },
  { scenario: 'polling', title: 'Long polling: 50 in 5 sessions, window 4: deliveries a CPU second', figure: 'deliveries_per_cpu_second',
    against: 'peer', show: perSecond, atLeast: 3 },
  { scenario: 'polling', title: '… acknowledged', figure: 'acknowledged_per_second', against: 'peer', show: perSecond },
  { scenario: 'rest-messages', title: 'GET messages?limit=50', figure: 'requests_per_second', against: 'peer', show: perSecond, atLeast: 6 },
  { scenario: 'rest-messages', title: '… CPU each', figure: 'cpu_us_per_request', against: 'peer', show: us },
];

/** For the test of the benchmark itself: correctness, no figures. */
const smokeArgs = ['smoke', '--rooms', '5', '--members', '6', '--messages', '300', '--window', '7'];
export const smoke = [
  { server: 'limit', args: smokeArgs },
  { server: 'ours', args: smokeArgs },
  { server: 'ours', args: [...smokeArgs, ...socketIo] },
  { server: 'ours', args: [...smokeArgs, '--protocol', 'polling'] },
];
