import { sessionJson } from './sessions.mjs';
import { isStaff, mayEnter } from './store.mjs';
import { verifyToken } from './tokens.mjs';

const maxLimit = 200;
const maxBody = 1_000_000;

/** The routes of the chat API that the benchmark uses, over node:http alone: no framework is faster. */
export function serveRest(store, secret) {
  return (request, response) => {
    const url = request.url;
    if (url === '/health') return answer(response, 200, { ok: true });
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const user = verifyToken(request.headers.authorization?.slice('Bearer '.length) ?? request.headers['x-auth-token'], secret);
    if (!user) return refuse(response, 401, 'unauthorized');
    if (request.method === 'GET' && path.startsWith('/api/chat/messages/')) {
      const parameters = new URLSearchParams(query < 0 ? '' : url.slice(query + 1));
      return page(store, response, user, decodeURIComponent(path.slice('/api/chat/messages/'.length)), parameters);
    }
    if (request.method === 'POST' && path === '/api/chat/sessions')
      return readBody(request, response, (body) => create(store, response, user, body));
    refuse(response, 404, 'not_found');
  };
}

function page(store, response, user, address, parameters) {
  const limit = Number(parameters.get('limit') ?? 50);
  const before = parameters.get('before_seq');
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) return refuse(response, 400, 'bad_request');
  const session = store.sessions.get(address);
  if (!session || !mayEnter(user, session)) return refuse(response, 403, 'forbidden');
  const { messages, hasMore } = store.page(session, before ? Number(before) : session.lastSeq + 1, limit);
  answer(response, 200, { messages, has_more: hasMore });
}

function create(store, response, user, wanted) {
  if (!Array.isArray(wanted.participants)) return refuse(response, 400, 'bad_request');
  const participants = isStaff(user) ? wanted.participants : [...new Set([...wanted.participants, user.sub])];
  store.create({ ...wanted, type: wanted.type ?? 'support', participants }, (error, session) => {
    if (error) return refuse(response, 503, 'unavailable');
    answer(response, 201, { session: sessionJson(store, session, user) });
  });
}

function readBody(request, response, use) {
  const chunks = [];
  let size = 0;
  request.on('data', (chunk) => {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
  });
  request.on('end', () => {
    if (size > maxBody) return refuse(response, 413, 'too_large');
    let body;
    try {
      body = JSON.parse(Buffer.concat(chunks));
    } catch {
      return refuse(response, 400, 'bad_request');
    }
    use(body);
  });
}

function answer(response, status, value) {
  const body = JSON.stringify(value);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const refuse = (response, status, error) => answer(response, status, { error, message: error });
