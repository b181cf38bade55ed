/** Turns a question into an answer: from a resolver that knows the endpoint, else by what its columns are called. */
import type { Column } from '../../../nodes/catalogue';
import type { World } from '../world';
import type { Answer, Row, Value } from './answer';
import { availability, byLocation } from './availability';
import { bridgeAnswer } from './bridge';
import { rowOf } from './column-value';
import { filtered } from './filters';
import { type Grouping, group, subjectsOf } from './gather';
import { type Plan, planFor } from './kind-of';
import { lateAnswer } from './late-rows';
import { LISTS, type NamedRow } from './lists';
import type { Question } from './question';
import { seriesAnswer } from './series';
import { type Caller, relationshipRows, requestLogRows, sessionRow, trafficCountRow, VERSION } from './service-answers';
import type { Subject } from './subject';
import { undocumentedColumns } from './undocumented-columns';

/** @throws BadRequest when a parameter cannot be understood */
export function resolve(question: Question, caller: Caller | undefined): Answer {
  const { columns, variant } = columnsFor(question);
  const dial = question.dials.rows[question.endpoint.id];
  if (dial) {
    const series = seriesAnswer(question, dial, columns, () => unfiltered(question, columns, variant));
    const late = question.dials.late[question.endpoint.id];
    return late ? lateAnswer(series, late, question.dials) : series;
  }

  const bridge = bridgeAnswer(question);
  if (bridge) return bridge;
  const named = namedRows(question, caller);
  if (named) return { ...ofNamedRows(named.rows, columns), ...(named.single && { single: true }) };
  return ofSubjects(question, columns, variant);
}

/** The columns of a request: those of the variant its parameters pick, else the endpoint's own. */
function columnsFor({ endpoint, parameters }: Question): { columns: readonly Column[]; variant: string | undefined } {
  const chosen = endpoint.variants?.find(
    (candidate) => parameters.text(candidate.parameter)?.toLowerCase() === String(candidate.value).toLowerCase(),
  );
  const documented = chosen?.columns ?? endpoint.columns;
  const columns = documented.length > 0 ? documented : undocumentedColumns(endpoint.id);
  const withoutLocation = endpoint.id === 'availability' && !byLocation(parameters);
  return {
    columns: withoutLocation ? columns.filter((column) => column.name !== 'LocationId') : columns,
    variant: chosen && String(chosen.value),
  };
}

function namedRows(
  question: Question,
  caller: Caller | undefined,
): { rows: readonly NamedRow[]; single?: true } | undefined {
  const { id } = question.endpoint;
  if (id === 'version') return { rows: [VERSION], single: true };
  if (id === 'availability') return { rows: availability(question) };
  if (caller && id === 'session') return { rows: [sessionRow(caller)], single: true };
  if (caller && id === 'session-abandon') return { rows: [{ Message: 'The session has ended.' }], single: true };
  if (caller && /-relationships$/.test(id)) return { rows: relationshipRows(caller) };
  if (caller && id === 'request-log') return { rows: requestLogRows(caller) };
  if (caller && id === 'import-traffic-count') return { rows: [trafficCountRow(question, caller)] };
  const list = LISTS[id];
  return list && { rows: list(question) };
}

function ofNamedRows(rows: readonly NamedRow[], columns: readonly Column[]): Answer {
  const cellOf = (row: NamedRow, column: Column): Value => row[column.name] ?? null;
  return {
    columns,
    count: rows.length,
    rows: () => rows.map((row): Row => columns.map((column) => cellOf(row, column))),
  };
}

function ofSubjects(question: Question, columns: readonly Column[], variant: string | undefined): Answer {
  const plan = planFor(question.endpoint, columns, variant);
  const kept = filtered(planned(question.world, plan), question);
  const by = askedBy(question, plan) ?? plan.by;
  const asOf = question.parameters.instant('DateAsOf', question.dials);
  const subjects = by ? group(kept, by).map((subject) => ({ ...subject, asOf })) : kept;
  return { columns, count: subjects.length, rows: () => lazily(subjects, columns) };
}

function askedBy({ parameters }: Question, { asked }: Plan): Grouping | undefined {
  return asked?.by[parameters.text(asked.parameter)?.toLowerCase() ?? ''];
}

/** Subjects of an endpoint without filters: what made-up rows repeat. */
function unfiltered(question: Question, columns: readonly Column[], variant: string | undefined): readonly Subject[] {
  const { endpoint, world } = question;
  if (endpoint.id === 'availability') return subjectsOf(world, 'stock');
  if (endpoint.id in LISTS) return subjectsOf(world, 'product');
  const plan = planFor(endpoint, columns, variant);
  const subjects = planned(world, plan);
  return plan.by ? group(subjects, plan.by) : subjects;
}

function planned(world: World, { kind, under, discounted }: Plan): readonly Subject[] {
  const subjects = subjectsOf(world, kind);
  if (under) return subjects.filter(({ category }) => category?.number.startsWith(under));
  return discounted ? subjects.filter(({ line }) => line && line.unitCents < line.listCents) : subjects;
}

function* lazily(subjects: readonly Subject[], columns: readonly Column[]): Iterable<Row> {
  for (const subject of subjects) yield rowOf(subject, columns);
}
