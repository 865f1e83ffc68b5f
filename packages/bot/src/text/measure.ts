/**
 * Lengths and boundaries as Mattermost and its readers see them: the server counts Unicode code points, a reader sees
 * grapheme clusters, JavaScript counts UTF-16 units. Called by the splitter; it never changes a text.
 */

const HIGH_SURROGATE = /[\uD800-\uDBFF]/;
const LOW_SURROGATE = /[\uDC00-\uDFFF]/;

/**
 * How long Mattermost thinks a text is, in Unicode code points.
 *
 * @example
 * codePoints("👍🏽"); // 2, though it is one sign to a reader and 4 units to JavaScript
 */
export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index = nextCodePoint(text, index)) count++;
  return count;
}

/** The index that lies `count` code points after `from`, or the end of the text. */
export function advance(text: string, from: number, count: number): number {
  let index = from;
  for (let left = count; left > 0 && index < text.length; left--) index = nextCodePoint(text, index);
  return index;
}

/**
 * The last index after `from` and not after `until` where a reader sees one sign end and the next begin; `from` when a
 * single sign fills the whole stretch.
 */
export function graphemeBoundary(text: string, from: number, until: number): number {
  if (until >= text.length) return text.length;
  // A few units beyond the cut let the segmenter see a sign that goes on there.
  const stretch = text.slice(from, until + 64);
  const sign = graphemes.segment(stretch).containing(until - from);
  return from + (sign?.index ?? 0);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function nextCodePoint(text: string, index: number): number {
  const pair = HIGH_SURROGATE.test(text.charAt(index)) && LOW_SURROGATE.test(text.charAt(index + 1));
  return index + (pair ? 2 : 1);
}
