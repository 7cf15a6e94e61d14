// The few HTTP requests of the page. Paths are relative to it, so that it also works below a proxy's folder.

const timeoutMs = 15_000;

/** A refusal of the server (`status`, `code`), or no answer at all (`status` 0). */
export class HttpError extends Error {
  constructor(status, code, message, retryAfterMs = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

export const urlOf = (path) => new URL(path, document.baseURI);

async function request(path, options) {
  let response;
  try {
    response = await fetch(urlOf(path), { ...options, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(timeoutMs) });
  } catch (reason) {
    throw new HttpError(0, 'unreachable', String(reason));
  }
  let body = null;
  try {
    body = await response.json();
  } catch {
    // A proxy's page, or an answer cut short: the status says enough.
  }
  if (response.ok && body !== null) return body;
  const status = response.ok ? 0 : response.status;
  const retryAfterMs = 1000 * (Number(response.headers.get('retry-after')) || 0);
  throw new HttpError(status, body?.error ?? 'unreadable', body?.message, retryAfterMs);
}

/** \return `{token, user, room, expires_at}` */
export function startVisit(details) {
  return request('api/chat/visitor', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(details),
  });
}

const asked = (token, path, { method = 'GET', json, keepalive = false } = {}) => request(path, {
  method,
  keepalive,
  headers: { 'x-auth-token': token, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
  body: json === undefined ? undefined : JSON.stringify(json),
});

const inPath = encodeURIComponent;

/** `{session}`: among others its `members`, with how far each has read. */
export const session = (token, room) => asked(token, `api/chat/sessions/${inPath(room)}`);

/** `{messages, has_more}`, oldest first. \param which `{limit, before}` or `{limit, after_change}` */
export async function messages(token, room, which) {
  const page = await asked(token, `api/chat/messages/${inPath(room)}?${new URLSearchParams(which)}`);
  return { messages: page.messages.map(roomMessage), hasMore: page.has_more };
}

export async function editMessage(token, uuid, content) {
  return roomMessage((await asked(token, `api/chat/messages/${inPath(uuid)}`, { method: 'PATCH', json: { content } })).message);
}

/** \param keepalive  the request goes on although the page is closed */
export async function deleteMessage(token, uuid, keepalive = false) {
  return roomMessage((await asked(token, `api/chat/messages/${inPath(uuid)}`, { method: 'DELETE', keepalive })).message);
}

/** `{results: [{message, excerpt, highlights}], next_cursor}` */
export async function search(token, room, q, cursor = null) {
  const query = new URLSearchParams({ q, session_id: room, limit: '20' });
  if (cursor) query.set('cursor', cursor);
  const found = await asked(token, `api/chat/search?${query}`);
  return { results: found.results.map((result) => ({ ...result, message: roomMessage(result.message) })), nextCursor: found.next_cursor };
}

/** A message of the chat API as the room protocol has it, and its `change`. */
function roomMessage(message) {
  const { number, content, created_at: ts, reply_to: reply } = message;
  return {
    id: number, message_id: message.id, room: message.room, seq: message.seq, type: message.type, role: message.role,
    sender: message.sender, sender_name: message.sender_name, text: content ?? '', ts, client_msg_id: message.client_msg_id,
    reply_to: reply ? { id: reply.number, sender_name: reply.sender_name, excerpt: reply.excerpt } : null,
    edited_at: message.edited_at, deleted_at: message.deleted_at, change: message.change,
  };
}

/** Where the room's WebSocket is; messages after the id `after` come first. */
export function socketUrl(token, room, after) {
  const url = urlOf(`chat/ws/${encodeURIComponent(room)}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('token', token);
  url.searchParams.set('after', String(after));
  return url.href;
}
