/** Bytes that are only read to be shown or searched, such as a service's error -> their text, never an error. */
import { isUtf8 } from 'node:buffer';
import { CharsetError } from './decoders';
import { withoutCutCharacter } from './evidence';
import { textOfOneByte, WINDOWS_1252 } from './one-byte';
import { ToUtf8 } from './to-utf8';

/**
 * @param bytes may stop inside a character, which is left out then
 * @param declared charset of the content type
 */
export function readableText(bytes: Buffer, declared: string | undefined): string {
  const utf8 = decoded(bytes, declared);
  return utf8 !== undefined && isUtf8(utf8) ? utf8.toString() : textOfOneByte(bytes, WINDOWS_1252);
}

function decoded(bytes: Buffer, declared: string | undefined): Buffer | undefined {
  const decoder = new ToUtf8(declared);
  const parts: Buffer[] = [];
  try {
    parts.push(decoder.write(bytes));
    parts.push(decoder.end());
  } catch (error) {
    if (!(error instanceof CharsetError)) throw error;
    if (!error.isCut) return undefined;
  }
  return withoutCutCharacter(Buffer.concat(parts));
}
