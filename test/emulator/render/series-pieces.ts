/**
 * Writes made-up rows without making them: each template is rendered once, and for each row its bytes are copied and
 * the digits of key and date are put in place. A million rows take a fraction of a second, so that the emulator is
 * never what a benchmark waits for.
 */
import type { Column } from '../../../nodes/catalogue';
import type { Row, Series, Value } from '../answers/answer';
import { FIRST_KEY } from '../answers/series';
import { DAY } from '../world/clock';
import type { TextFormat } from './text-format';

/** Bytes of a piece; rows are not split over pieces. */
const PIECE = 131_072;

/** Bytes of the first piece: small answers are the whole of it, and cost little. */
const FIRST_PIECE = 8192;

/** Places to be overwritten, of the lengths that keys and dates have. No value of the world contains them. */
const KEY_MARK = 987_654_321;
const DATE_MARK = '1111-11-11T11:11:11.111';

interface Stencil {
  bytes: Buffer;
  /** Offset of the 9 digits of the key; -1 where there is none. */
  key: number;
  /** Offset of the date; -1 where there is none. */
  date: number;
}

export function* seriesPieces(series: Series, columns: readonly Column[], format: TextFormat): Generator<Buffer> {
  const stencils: Stencil[] = [];
  const withTime = series.dateColumn !== undefined && columns[series.dateColumn]?.format === 'date-time';
  const between = Buffer.byteLength(format.between);
  const dates = new DateWriter(withTime);

  const head = Buffer.from(format.head, 'utf8');
  const tail = Buffer.from(format.tail, 'utf8');
  let piece = Buffer.allocUnsafe(Math.max(FIRST_PIECE, head.length));
  let length = head.copy(piece);
  let first = true;
  for (const number of series.numbers()) {
    const turn = number % series.templates.length;
    stencils[turn] ??= stencilOf(series.templates[turn] as Row, series, columns, format);
    const stencil = stencils[turn] as Stencil;
    const skipped = first ? between : 0;
    if (length + stencil.bytes.length > piece.length) {
      yield piece.subarray(0, length);
      piece = Buffer.allocUnsafe(Math.max(PIECE, stencil.bytes.length));
      length = 0;
    }
    stencil.bytes.copy(piece, length, skipped);
    const start = length - skipped;
    if (stencil.key >= 0) writeDigits(piece, start + stencil.key, FIRST_KEY + number, 9);
    if (stencil.date >= 0) dates.write(piece, start + stencil.date, series.dateOf(number));
    length += stencil.bytes.length - skipped;
    first = false;
  }
  const fits = length + tail.length <= piece.length;
  if (fits) length += tail.copy(piece, length);
  if (length > 0) yield piece.subarray(0, length);
  if (!fits) yield tail;
}

/** The bytes of one template with what goes between rows in front. */
function stencilOf(template: Row, series: Series, columns: readonly Column[], format: TextFormat): Stencil {
  const row: Value[] = [...template];
  const withTime = series.dateColumn !== undefined && columns[series.dateColumn]?.format === 'date-time';
  const dateMark = withTime ? DATE_MARK : DATE_MARK.slice(0, 10);
  if (series.keyColumn !== undefined)
    row[series.keyColumn] = columns[series.keyColumn]?.type === 'integer' ? KEY_MARK : String(KEY_MARK);
  if (series.dateColumn !== undefined) row[series.dateColumn] = dateMark;
  const bytes = Buffer.from(format.between + format.row(row), 'utf8');
  return {
    bytes,
    key: series.keyColumn === undefined ? -1 : bytes.indexOf(String(KEY_MARK)),
    date: series.dateColumn === undefined ? -1 : bytes.indexOf(dateMark),
  };
}

/** Writes `1111-11-11T11:11:11.111`; the day's text is made once per day. */
class DateWriter {
  #day = Number.NaN;
  #dayText = Buffer.alloc(0);

  constructor(readonly withTime: boolean) {}

  write(target: Buffer, offset: number, instant: number): void {
    const day = Math.floor(instant / DAY);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayText = Buffer.from(new Date(day * DAY).toISOString().slice(0, 10), 'latin1');
    }
    this.#dayText.copy(target, offset);
    if (!this.withTime) return;
    const time = instant - day * DAY;
    const seconds = Math.floor(time / 1000);
    const minutes = Math.floor(seconds / 60);
    writeDigits(target, offset + 11, Math.floor(minutes / 60), 2);
    writeDigits(target, offset + 14, minutes % 60, 2);
    writeDigits(target, offset + 17, seconds % 60, 2);
    writeDigits(target, offset + 20, time % 1000, 3);
  }
}

function writeDigits(target: Buffer, offset: number, number: number, digits: number): void {
  let rest = number;
  for (let index = offset + digits - 1; index >= offset; index--) {
    const next = Math.floor(rest / 10);
    target[index] = 48 + rest - next * 10;
    rest = next;
  }
}
