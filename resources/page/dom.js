// Small helpers for building elements. Text from others reaches the page by textContent only.

const svgNamespace = 'http://www.w3.org/2000/svg';

/** make('button', {class: 'primary', type: 'submit', onclick}, 'Send', child…) */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Brings the icons into the page, so that none is missing once the server cannot be reached. */
export async function loadIcons(url) {
  const response = await fetch(url);
  const sprite = new DOMParser().parseFromString(await response.text(), 'image/svg+xml').documentElement;
  if (!response.ok || sprite.nodeName !== 'svg') return;
  sprite.setAttribute('class', 'sprite');
  sprite.setAttribute('aria-hidden', 'true');
  document.body.prepend(document.importNode(sprite, true));
}

/** An icon of icons.svg in the text's colour. Without a label it is only decoration. */
export function icon(name, label = null) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'icon');
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
    const title = document.createElementNS(svgNamespace, 'title');
    title.textContent = label;
    svg.append(title);
  } else {
    svg.setAttribute('aria-hidden', 'true');
  }
  const use = document.createElementNS(svgNamespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

const linkPattern = /https?:\/\/[^\s<>"'`]+/gi;

/** Text with its http(s) addresses as links. */
export function linked(value) {
  const parts = [];
  let from = 0;
  for (const match of value.matchAll(linkPattern)) {
    const address = match[0].replace(/[.,;:!?)\]}»”’]+$/u, '');
    let url;
    try {
      url = new URL(address);
    } catch {
      continue;
    }
    parts.push(value.slice(from, match.index));
    parts.push(make('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, address));
    from = match.index + address.length;
  }
  parts.push(value.slice(from));
  return parts;
}

/** Up to two initials of a name. */
export function initials(name) {
  const words = name.split(/[\s._:@-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => Array.from(word)[0].toUpperCase()).join('') || '?';
}

/** One of eight hues, always the same for an id. */
export function hueOf(id) {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)) >>> 0;
  return sum % 8;
}
