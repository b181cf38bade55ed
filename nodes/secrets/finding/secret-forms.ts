/** In which letters a secret may be written down, beside the escapes that `unescape.ts` undoes. */

/** As it is, in Base64 wherever it stands in the encoded text, in hexadecimal, with plus signs for spaces. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = [0, 1, 2].map((before) => base64Inside(bytes, before));
  const hex = bytes.toString('hex');
  return [
    ...new Set([
      secret,
      secret.replaceAll(' ', '+'),
      bytes.toString('base64'),
      bytes.toString('base64').replace(/={1,2}$/, ''),
      bytes.toString('base64url'),
      ...base64,
      ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
      hex,
      hex.toUpperCase(),
    ]),
  ];
}

/**
 * The Base64 characters that stand for these bytes alone, wherever they lie in a longer text such as `user:password`.
 * @param before how many bytes of a group of three come before them
 */
function base64Inside(secret: Buffer, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), secret]);
  const firstOwn = Math.ceil((before * 8) / 6);
  const lastOwn = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(firstOwn, lastOwn);
}

/** Shorter secrets, words and numbers stand in data by chance. */
const LONG_ENOUGH = 8;
const LONG_IN_ANY_CASE = 20;

/**
 * Whether a text that holds this secret can only have it from the service: data is changed for such a secret alone.
 * A word, a number, a date or an amount may be somebody's password, and stands in reports all the same.
 */
export function isTelling(secret: string): boolean {
  if (secret.length < LONG_ENOUGH || isNumberOrDate(secret)) return false;
  return secret.length >= LONG_IN_ANY_CASE || !/^(\p{L}[\p{Ll}\p{M}]*|\p{Lu}*)([\s_-]\p{L}+)*$/u.test(secret);
}

function isNumberOrDate(text: string): boolean {
  return /^[\d\s:.,/+TZ-]*$/.test(text);
}
