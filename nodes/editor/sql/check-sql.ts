/** The validator of Records to SQL, by the rules of a run: what is stored, and what no table can be made of. */
import { DataConnectError, type Fact, type Phrase } from '../../errors';
import type { SqlOrder } from '../../output/sql/sql-order';
import { writeSql } from '../../output/sql/write-sql';
import { migrate, sqlSteps } from '../../stored/migrations';
import type { StoredSql } from '../../stored/stored-sql';
import type { Validity } from '../check-node';
import type { EditorNode } from '../red';
import { problemText, type Words, wordsOf } from '../words';
import { judgeSqlDraft } from './sql-draft';

/** In the place of a period that only a run will know. */
export const SOME_PERIOD = { from: '2026-03-01', before: '2026-03-02' };

/** The validator of `table`, and of all settings beside it. */
export function checkSql(this: EditorNode, table: unknown, _options: object): Validity {
  const words = wordsOf(this);
  const faults: Parameters<typeof migrate>[2] = [];
  const stored: StoredSql | undefined = migrate({ ...this, table }, sqlSteps, faults);
  if (!stored) return faults.map((fault) => problemText(fault, words));
  const { settings, faults: wrong } = judgeSqlDraft(stored);
  if (wrong.length > 0) {
    return wrong.map((fault) => problemText(fault, words, words(`sql.${fault.facts.field}`)));
  }
  const problem = tableProblem(settings);
  return problem === undefined || [sqlErrorText(problem, words)];
}

/** What a run refuses whatever the records are: a name that is no name of the database's, say. */
function tableProblem(settings: SqlOrder): DataConnectError | undefined {
  const named = [...new Set([...settings.key, settings.dateColumn])].filter((name) => name !== '');
  const columns = named.map((name) => ({ name, type: 'string', source: 'data' }) as const);
  try {
    writeSql(settings, { records: [], columns, first: false, period: SOME_PERIOD });
    return undefined;
  } catch (error) {
    if (error instanceof DataConnectError) return error;
    throw error;
  }
}

/** The sentence of an error that the run would report. */
export function sqlErrorText({ code, facts }: DataConnectError, words: Words): string {
  const said = Object.entries(facts).map(([name, fact]): [string, Fact] => [
    name,
    isPhrase(fact) ? problemText({ kind: fact.phrase, facts: fact.facts ?? {} }, words) : fact,
  ]);
  return words(`errors.${code}`, Object.fromEntries(said));
}

function isPhrase(fact: Fact): fact is Phrase {
  return typeof fact === 'object' && 'phrase' in fact;
}
