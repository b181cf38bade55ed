/** Texts for PostgreSQL that are the same whatever it is set to do with backslashes. */

/** The text in a tag that is not in it. */
export function dollarQuoted(text: string): string {
  let tag = '$dc$';
  for (let number = 1; text.includes(tag.slice(0, -1)); number++) tag = `$dc${number}$`;
  return tag + text + tag;
}
