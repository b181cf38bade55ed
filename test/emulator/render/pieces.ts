/** The bytes of an answer in pieces of about 64 KiB, made only when they are asked for. */
import type { Answer } from '../answers/answer';
import { seriesPieces } from './series-pieces';
import type { TextFormat } from './text-format';

/** Characters collected before a piece is handed on. */
const PIECE = 65_536;

export function* pieces(answer: Answer, format: TextFormat): Generator<Buffer> {
  if (answer.series) {
    yield* seriesPieces(answer.series, answer.columns, format);
    return;
  }
  let text = format.head;
  let first = true;
  for (const row of answer.rows()) {
    text += first ? format.row(row) : format.between + format.row(row);
    first = false;
    if (text.length < PIECE) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  text += format.tail;
  if (text.length > 0) yield Buffer.from(text, 'utf8');
}
