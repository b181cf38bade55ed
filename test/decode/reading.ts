/** Reads whole answers with the readers, for the tests of this folder. */
import type { Column } from '../../nodes/catalogue/schema';
import { createReader, type ReaderOptions, type RecordFormat } from '../../nodes/decode/create-reader';
import { DataConnectError, type ErrorCode } from '../../nodes/errors';
import type { ColumnInfo, DataRecord } from '../../nodes/record';

export const formats: RecordFormat[] = ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv'];

export function column(name: string, type: Column['type'] = 'string', more: Partial<Column> = {}): Column {
  return { name, type, description: '', ...more };
}

export type Reading = Partial<ReaderOptions> & {
  /** Sizes of the chunks, used over and over; one chunk where left out. */
  splits?: readonly number[];
};

export interface Read {
  records: DataRecord[];
  columns: ColumnInfo[];
}

export function read(format: RecordFormat, body: string | Buffer, { splits, ...options }: Reading = {}): Read {
  const reader = createReader(format, {
    columns: [],
    csv: { delimiter: ',', headers: true },
    context: { host: 'dataconnect.test', path: '/report' },
    ...options,
  });
  const records: DataRecord[] = [];
  for (const chunk of chunksOf(Buffer.from(body as string), splits)) records.push(...reader.write(chunk));
  records.push(...reader.end());
  return { records, columns: reader.columns() };
}

export function records(format: RecordFormat, body: string | Buffer, reading?: Reading): DataRecord[] {
  return read(format, body, reading).records;
}

/** For `assert.throws`: an error of the code whose text matches. */
export function failure(code: ErrorCode, text: RegExp = /./): (error: unknown) => boolean {
  return (error) => {
    if (!(error instanceof DataConnectError)) throw error;
    return error.code === code && text.test(error.message);
  };
}

export function* chunksOf(body: Buffer, splits: readonly number[] = [body.length]): Generator<Buffer> {
  let at = 0;
  for (let index = 0; at < body.length; index++) {
    const size = Math.max(1, splits[index % splits.length]!);
    yield body.subarray(at, at + size);
    at += size;
  }
}

/** Read byte by byte from the smallest piece on, so that every boundary is met. */
export const tiny = { value: 2 ** 26, record: 2 ** 27, nesting: 100, columns: 16_384, piece: 1 };
