/** Texts for PostgreSQL that are the same whatever it is set to do with backslashes. */

/** The text in a tag that is not in it: one with more `x` than any in the text. */
export function dollarQuoted(text: string): string {
  let longest = -1;
  if (text.includes(TAG))
    for (const [tag] of text.matchAll(LIKE_THE_TAG)) longest = Math.max(longest, tag.length - TAG.length);
  const tag = `${TAG}${'x'.repeat(longest + 1)}$`;
  return tag + text + tag;
}

const TAG = '$dc';
const LIKE_THE_TAG = /\$dcx*/g;
