/** The SQL of one record as the run will write it: the dialog calls what the run calls. */
import { DataConnectError } from '../../errors';
import type { SqlBatch, SqlMessage, SqlOrder } from '../../output/sql/sql-order';
import { writeSql } from '../../output/sql/write-sql';
import type { FieldProblem } from '../../parameters/problem';
import type { DataRecord, Value } from '../../record';
import type { SqlSettings } from '../../stored/stored-sql';
import { element } from '../element';
import type { KnownRecords } from '../packed-columns';
import type { Words } from '../words';
import { SOME_PERIOD, sqlErrorText } from './check-sql';

export class SqlPreview {
  readonly element: HTMLElement;
  readonly #text = element('pre', { class: 'dataconnect-sql', tabindex: '0' });
  readonly #note = element('div', { class: 'dataconnect-note', role: 'status' });
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
    const title = element('h4', { class: 'dataconnect-title', text: words('sql.preview') });
    this.#text.setAttribute('aria-label', words('sql.preview'));
    this.element = element('div', {}, title, this.#note, this.#text);
  }

  /**
   * @param records undefined where nothing is known of them
   * @param endpoint what people call the endpoint that they come from; undefined where there is none
   */
  show(
    { settings, faults }: { settings: SqlSettings; faults: readonly FieldProblem[] },
    records: KnownRecords | undefined,
    endpoint: string | undefined,
  ): void {
    if (faults.length > 0) {
      this.#say(this.#words('sql.preview-waiting'), '');
      return;
    }
    try {
      const { text, set } = writeSql(settings, sampleBatch(settings, records));
      const about = records ? 'sql.preview-of' : 'sql.preview-without';
      this.#say(this.#words(about, { endpoint }), [text, ...besides(text, set)].join('\n'));
    } catch (error) {
      if (!(error instanceof DataConnectError)) throw error;
      this.#say(sqlErrorText(error, this.#words), '', true);
    }
  }

  #say(note: string, text: string, isWrong = false): void {
    this.#note.textContent = note;
    this.#note.classList.toggle('dataconnect-error', isWrong);
    this.#text.textContent = text;
    this.#text.hidden = text === '';
  }
}

/** One record as the documentation shows it; a made-up one of the columns that the person named, and another, else. */
function sampleBatch({ key, dateColumn }: SqlOrder, records: KnownRecords | undefined): SqlBatch {
  const named = Object.fromEntries(key.map((name, index): [string, Value] => [name, index + 1]));
  const sample: DataRecord = records ? { ...records.sample } : { ...named, Column: 'text' };
  // Also where the documentation shows none, or another one; a column that is not there is the run's error, too.
  for (const name of key) if (sample[name] === null) sample[name] = 1;
  if (dateColumn !== '' && (!records || Object.hasOwn(sample, dateColumn))) sample[dateColumn] = SOME_PERIOD.from;
  return { records: [sample], columns: records?.columns, first: true, period: SOME_PERIOD };
}

/** What the message has beside the text. */
function besides(text: string, set: SqlMessage['set']): string[] {
  const others = Object.entries(set).filter(([, value]) => value !== text && JSON.stringify(value) !== '[]');
  return others.map(([name, value]) => `-- msg.${name} = ${JSON.stringify(value)}`);
}
