/** Bytes of one charset -> bytes of UTF-8, as they arrive. */
import { TextDecoder } from 'node:util';
import { textOfOneByte, type UpperHalf } from './one-byte';

export interface Decoder {
  /** @throws CharsetError for bytes that are not of the charset */
  write(bytes: Buffer): Buffer;
  /** @throws CharsetError when the last character is not complete */
  end(): void;
}

/** Bytes are not of the charset that they were decoded as. */
export class CharsetError extends Error {
  /** @param isCut whether the bytes stop inside a character */
  constructor(
    readonly charset: string,
    readonly isCut: boolean,
  ) {
    super(charset);
  }
}

/** A charset of one byte a character. */
export class OneByteDecoder implements Decoder {
  constructor(
    readonly name: string,
    private readonly upperHalf: UpperHalf,
  ) {}

  write(bytes: Buffer): Buffer {
    const text = textOfOneByte(bytes, this.upperHalf);
    if (text.includes('\ufffd')) throw new CharsetError(this.name, false);
    return Buffer.from(text);
  }

  end(): void {}
}

/** All that `TextDecoder` knows. */
export class TextBytesDecoder implements Decoder {
  readonly #decoder: TextDecoder;

  constructor(readonly name: string) {
    this.#decoder = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  }

  write(bytes: Buffer): Buffer {
    return Buffer.from(this.#decode(bytes, true));
  }

  end(): void {
    this.#decode(Buffer.alloc(0), false);
  }

  #decode(bytes: Buffer, more: boolean): string {
    try {
      return this.#decoder.decode(bytes, { stream: more });
    } catch {
      throw new CharsetError(this.name, !more);
    }
  }
}

const UNIT = 4;
const LAST_CODE_POINT = 0x10ffff;

/** UTF-32, which `TextDecoder` does not know. */
export class Utf32Decoder implements Decoder {
  #rest = Buffer.alloc(0);

  constructor(readonly name: 'utf-32le' | 'utf-32be') {}

  write(bytes: Buffer): Buffer {
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % UNIT);
    this.#rest = Buffer.from(all.subarray(whole));
    let text = '';
    for (let at = 0; at < whole; at += UNIT) text += this.#character(all, at);
    return Buffer.from(text);
  }

  end(): void {
    if (this.#rest.length > 0) throw new CharsetError(this.name, true);
  }

  #character(bytes: Buffer, at: number): string {
    const code = this.name === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    if (code > LAST_CODE_POINT || isSurrogate) throw new CharsetError(this.name, false);
    return String.fromCodePoint(code);
  }
}
