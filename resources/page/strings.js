// Every word that the page shows, and how it writes times.

export const text = {
  appName: 'UltraCom',
  skip: 'Skip to the message field',

  startTitle: 'Talk to us',
  startLead: 'Ask anything. You can close this page and come back: the conversation stays.',
  name: 'Name',
  email: 'E-mail',
  optional: 'optional',
  startButton: 'Start the conversation',
  starting: 'Starting…',
  haveToken: 'I work here and have a token',
  noToken: 'Start as a visitor instead',
  emailWrong: 'This does not look like an e-mail address.',
  visitorsOff: 'This server takes no visitors. Ask the support team for a link, or enter your token.',

  tokenTitle: 'Enter your token',
  tokenLead: 'A token says who you are. Make one with “ultracom-server token”, or ask your administrator.',
  token: 'Token',
  tokenButton: 'Continue',
  tokenEmpty: 'Paste the token first.',
  tokenMalformed: 'This is not a token. A token has three parts with a dot between them.',
  tokenOver: 'Your token has expired. Enter a new one to go on; what waits to be sent is kept.',
  tokenRefused: 'The server does not accept this token. It may have expired, or belong to another server.',

  visitOver: 'Your last conversation has expired. Start a new one to go on.',

  roomTitle: 'Open a room',
  roomLead: 'The customer sees the name of the room at the top of their page and can copy it for you.',
  room: 'Room',
  roomButton: 'Open',
  roomWrong: 'A room name has 1 to 128 letters, digits or . _ : -',
  recentRooms: 'Rooms you opened before',
  signedInAs: (name, role) => `Signed in as ${name}, ${role}`,
  signOut: 'Sign out',
  otherRoom: 'Other room',
  yourRoom: 'This conversation is called',

  copyRoom: 'Copy the room name',
  copied: 'Copied',
  copyFailed: 'Select it and copy it by hand',
  leave: 'Leave the conversation',
  leaveTitle: 'Leave this conversation?',
  leaveLead: 'You cannot come back to it from this browser. The support team keeps it.',
  leaveButton: 'Leave',
  stayButton: 'Stay',

  connecting: 'Connecting…',
  connected: 'Connected',
  reconnecting: 'Reconnecting…',
  stopped: 'Not connected',
  waiting: (n) => (n === 1 ? '1 message waits to be sent' : `${n} messages wait to be sent`),
  alone: 'Only you are here',
  others: (n) => (n === 1 ? '1 other person is here' : `${n} other people are here`),
  dismiss: 'Close this hint',
  retryNow: 'Retry now',

  emptyTitle: 'No messages yet',
  emptyVisitor: 'Write the first one. Somebody will answer here.',
  emptyStaff: 'Write the first one, or wait for the customer.',
  loadFailed: 'The conversation could not be loaded',
  loadFailedLead: 'The server does not answer. Your connection may be down, or the server restarts.',
  retry: 'Try again',
  forbiddenTitle: 'You may not open this room',
  forbiddenLead: 'It belongs to somebody else, or your token does not name it.',
  replaced: 'This conversation was opened elsewhere, and continues there.',

  messages: 'Messages',
  messageField: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  bytesLeft: (n) => `${n} bytes left`,
  bytesOver: (n) => `${n} bytes too long`,
  newMessages: (n) => (n === 1 ? '1 new message' : `${n} new messages`),
  toLatest: 'Go to the latest message',
  olderFailed: 'Older messages could not be loaded.',
  loadingOlder: 'Loading older messages…',
  originalMissing: 'This message is not here any more.',
  messageKeys: 'Arrow keys go from message to message. Enter opens what can be done with it, R replies, E edits, Delete deletes.',

  reply: 'Reply',
  replyTo: (name) => `Reply to ${name}`,
  cancelReply: 'Do not reply',
  toOriginal: 'Go to the original',
  edit: 'Edit',
  editing: 'Edit message',
  saveEdit: 'Save the change',
  cancelEdit: 'Leave it as it was',
  edited: 'edited',
  editedAt: (time) => `Edited ${time}`,
  remove: 'Delete',
  deleted: 'Message deleted',
  undo: 'Undo',
  restored: 'The message stays',
  copyText: 'Copy the text',
  more: 'More actions',
  moreOf: (name, time) => `More actions for the message of ${name}, ${time}`,
  editFailed: (why) => `The change is not saved. ${why}`,
  deleteFailed: (why) => `Not deleted. ${why}`,
  changeErrors: {
    bad_request: 'The server cannot read it.',
    forbidden: 'It is too old to be changed, or not yours.',
    not_found: 'The message is not there any more.',
    conflict: 'The conversation is closed, or the message was deleted.',
    too_large: 'It is too long.',
  },
  again: { send: 'Send again', edit: 'Save again', remove: 'Delete again' },
  drop: { send: 'Discard', edit: 'Discard the change', remove: 'Keep it' },

  whoRead: 'Who has read it',
  readBy: (names) => `Read by ${listed(names)}`,
  deliveredTo: (names) => `Delivered to ${listed(names)}`,
  readByTitle: 'Read by',
  deliveredToTitle: 'Delivered to',
  nobodyYet: 'Nobody has received it yet',

  searchHere: 'Search in this conversation',
  searchField: 'Search messages',
  closeSearch: 'Close the search',
  hits: 'Found messages',
  searchHint: 'Type a word, or its beginning.',
  searching: 'Searching…',
  found: (n, more) => (n === 1 ? '1 message' : `${n}${more ? ' or more' : ''} messages`),
  foundNothing: (q) => `No message has “${q}”. Try fewer or shorter words.`,
  searchFailed: (why) => `The search did not work. ${why}`,
  moreFound: 'Show more',

  you: 'You',
  automatic: 'automatic',
  roles: { client: 'customer', reader: 'reader', technician: 'technician', admin: 'admin', super_admin: 'super admin', system: 'automatic' },
  joined: (name) => `${name} joined`,
  left: (name) => `${name} left`,
  typing: (names) => {
    if (names.length === 1) return `${names[0]} is typing…`;
    if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
    return `${names.length} people are typing…`;
  },
  spoken: (name, body) => `${name}: ${body}`,

  stateWaiting: 'Waiting to be sent',
  stateSent: 'Sent',
  stateDelivered: 'Delivered',
  stateRead: 'Read',
  stateFailed: 'Not sent',

  closes: {
    4408: 'The connection was too slow for what it had to receive. It goes on from where it stopped.',
    4413: 'A message was too large for this server.',
    4429: 'Too much was sent at once. It goes on in a moment.',
    1001: 'The server is restarting.',
  },
  sendErrors: {
    bad_request: 'The server cannot read this message.',
    forbidden: 'You may not write here.',
    conflict: 'The conversation is closed.',
    too_large: 'This message is too long.',
    internal: 'The server failed to keep it.',
  },
  httpErrors: {
    0: 'The server does not answer. Check your connection and try again.',
    429: 'Too many tries. Wait a minute, then try again.',
    503: 'The server cannot answer now. Try again in a moment.',
  },
  httpOther: 'The server refused this.',
};

const locale = 'en-GB';
const listed = (names) => new Intl.ListFormat(locale).format(names);
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
const fullDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const everything = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const timeOf = (date) => clock.format(date);
export const wholeTime = (date) => everything.format(date);
export const dayKey = (date) => midnight(date);

/** "Today", "Yesterday", "Tuesday", "3 November", "3 November 2024". */
export function dayName(date, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(date);
  return (date.getFullYear() === now.getFullYear() ? dayOfYear : fullDay).format(date);
}

/** What to tell the user of a failed request. */
export function httpProblem(error) {
  return text.httpErrors[error.status] ?? error.message ?? text.httpOther;
}
