// Every pair of text and ground that the page uses is readable: WCAG AA, 4.5 : 1, in light and in dark.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const css = readFileSync(new URL('../../resources/page/page.css', import.meta.url), 'utf8');
const tokensOf = (block) => Object.fromEntries(Array.from(block.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g), ([, name, value]) => [name, value]));
const roots = Array.from(css.matchAll(/:root\s*\{([^}]*)\}/g), ([, block]) => tokensOf(block));

const pairs = [
  ...['background', 'surface', 'raised'].flatMap((ground) => [['text', ground], ['muted', ground]]),
  ['accent', 'surface'], ['accent', 'background'], ['accent', 'raised'], ['on-accent', 'accent'], ['on-danger', 'danger'],
  ['danger', 'background'], ['danger', 'surface'], ['warning', 'surface'], ['warning', 'raised'], ['success', 'surface'],
  ...['own', 'client', 'technician', 'admin', 'agi'].flatMap((bubble) => [[`${bubble}-text`, bubble], [`${bubble}-meta`, bubble]]),
];
const hues = Array.from(css.matchAll(/\.hue\d \{ background: (#[0-9A-Fa-f]{6})/g), ([, value]) => value);

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

for (const [name, tokens] of [['light', roots[0]], ['dark', roots[1]]]) {
  test(`${name}: text on its ground`, () => {
    for (const [text, ground] of pairs) {
      assert.ok(tokens[text] && tokens[ground], `${text} or ${ground} is no colour`);
      const ratio = contrast(tokens[text], tokens[ground]);
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });
}

test('initials on the eight hues', () => {
  assert.equal(hues.length, 8);
  for (const hue of hues) assert.ok(contrast('#FFFFFF', hue) >= 4.5, hue);
});

test('light and dark define the same colours', () => {
  assert.deepEqual(Object.keys(roots[0]).sort(), Object.keys(roots[1]).sort());
});
