/** The targets: what must hold in one run of the benchmark on two cores. Ratios and sizes only, no times. */
import { INCREMENTAL } from './groups';
import { DATABASES, type Database, type GoesOn, type Measured } from './order';
import { inGroup, type Medians, type Results } from './samples';

export interface Target {
  text: string;
  /** The measured number, and whether it is good enough; undefined when it was not measured. */
  verdict(results: Results): { measured: string; holds: boolean } | undefined;
}

const MEGABYTE = 1e6;
const MILLION = '1,048,576';
const HUNDRED_THOUSAND = '100,000';
const TWO_MILLION = '2,000,000';
const TWENTY_REPORTS = '100,000 20 times';

const report = (contender: string, group: string, format = 'Json', rows = group) =>
  inGroup(group, `${contender} ${format} ${rows.replaceAll(',', '')}`);
const ours = (group: string, format?: string, rows?: string) => report('node', group, format, rows);
const core = (group: string, format?: string) => report('core', group, format);
const intoDatabase = (into: Database) => inGroup(into, `node Json 100000 ${into}`);
const into3000 = (into: Database) => inGroup(into, `row Json 3000 ${into}`);
const aMillionInto = (into: Database) => inGroup(`${into} million`, `node Json 1000000 ${into}`);
const ofFile = (contender: string, format: string) => inGroup('files', `${contender} ${format} 1000000 file`);
const goingOn = (how: GoesOn) => inGroup(INCREMENTAL, `node Json 1000000 ${how}`);
const small = (contender: string, atOnce: number) => inGroup('10', `${contender} Json 10 ${atOnce} at a time`);

export const targets: Target[] = [
  atMost(
    '1,048,576 rows, Json: time, `body.json()` = 1',
    0.65,
    [ours(MILLION), report('body.json()', MILLION)],
    'time',
  ),
  below('1,048,576 rows, Json: memory growth in MB', 80, ours(MILLION), ({ growth }) => growth / MEGABYTE),
  below('1,048,576 rows, Json: longest stall in ms', 25, ours(MILLION), ({ stall }) => stall),
  atMost('1,048,576 rows, Csv: time, our Json = 1', 1.1, [ours(MILLION, 'Csv'), ours(MILLION)], 'time'),
  atMost('1,048,576 rows, Xml: time, our Json = 1', 1.8, [ours(MILLION, 'Xml'), ours(MILLION)], 'time'),
  atMost(
    '2,000,000 rows in one report: memory growth, in reports of 100,000 = 1',
    1,
    [ours(TWO_MILLION), ours(TWO_MILLION, 'Json', TWENTY_REPORTS)],
    'growth',
  ),
  faster('100,000 rows, Json: times as fast as core', 2.5, [ours(HUNDRED_THOUSAND), core(HUNDRED_THOUSAND)]),
  faster('100,000 rows, Csv: times as fast as core', 3, [ours(HUNDRED_THOUSAND, 'Csv'), core(HUNDRED_THOUSAND, 'Csv')]),
  faster('100,000 rows, Xml: times as fast as core', 10, [
    ours(HUNDRED_THOUSAND, 'Xml'),
    core(HUNDRED_THOUSAND, 'Xml'),
  ]),
  atMost(
    '100,000 rows, Json: memory growth, core = 1',
    0.5,
    [ours(HUNDRED_THOUSAND), core(HUNDRED_THOUSAND)],
    'growth',
  ),
  atMost('100,000 rows, Json: stall, core = 1', 0.1, [ours(HUNDRED_THOUSAND), core(HUNDRED_THOUSAND)], 'stall'),
  faster('10 rows, one by one: times the requests of core', 1.9, [small('node', 1), small('core', 1)]),
  faster('10 rows, 8 at a time: times the requests of core', 2.5, [small('node', 8), small('core', 8)]),
  ...['Csv', 'Json', 'Xml'].flatMap((format) => [
    atMost(
      `1,000,000 rows into a file, ${format}: processor time, \`body.pipe(file)\` = 1`,
      4,
      [ofFile('node', format), ofFile('pipe', format)],
      'processor',
    ),
    below(
      `1,000,000 rows into a file, ${format}: memory growth in MB`,
      80,
      ofFile('node', format),
      ({ growth }) => growth / MEGABYTE,
    ),
  ]),
  atMost(
    '1,000,000 rows, incremental, all sent: processor time, without = 1',
    1.15,
    [goingOn('all'), goingOn('report')],
    'processor',
  ),
  atMost(
    '1,000,000 rows, incremental, remembered: processor time, without = 1',
    2.5,
    [goingOn('new'), goingOn('report')],
    'processor',
  ),
  atMost(
    '1,000,000 rows, incremental, none new: processor time, without = 1',
    2,
    [goingOn('new again'), goingOn('report')],
    'processor',
  ),
  below(
    '1,000,000 rows, incremental, none new: memory growth in MB',
    150,
    goingOn('new again'),
    ({ growth }) => growth / MEGABYTE,
  ),
  atMost(
    '1,000,000 rows of a list, all added: processor time, without = 1',
    2.5,
    [goingOn('changes'), goingOn('list')],
    'processor',
  ),
  below(
    '1,000,000 rows of a list, none changed: memory growth in MB',
    150,
    goingOn('changes again'),
    ({ growth }) => growth / MEGABYTE,
  ),
  below('1,000,000 rows, incremental, remembered: MB on the disk', 18, goingOn('new'), ({ disk }) => disk / MEGABYTE),
  ...DATABASES.flatMap((into) => [
    {
      text: `100,000 rows into ${into}: times as fast as a message for each record, at least 25`,
      verdict: ({ medians }: Results) => {
        const [rows, all] = [medians.get(into3000(into)), medians.get(intoDatabase(into))];
        return judge(rows && all && rows.time / 3000 / (all.time / 100_000), (measured) => measured >= 25);
      },
    },
    below(`1,000,000 rows into ${into}: longest stall in ms`, 50, aMillionInto(into), ({ stall }) => stall),
    atMost(
      `1,000,000 rows into ${into}: memory growth, of 100,000 = 1`,
      1.5,
      [aMillionInto(into), intoDatabase(into)],
      'growth',
    ),
  ]),
  {
    text: 'requests of several instances with shared slots, one process = 1, at least 0.85',
    verdict: ({ sharings }) => {
      const [alone, shared] = [sharings.get('alone'), sharings.get('slots')];
      return judge(alone && shared && alone.time / shared.time, (measured) => measured >= 0.85);
    },
  },
  {
    text: 'editor start, the same number of empty types = 1, at most 1.1',
    verdict: ({ starts }) => {
      const [ours, empty] = [starts.get('ours'), starts.get('empty')];
      return judge(ours && empty && ours.editor / empty.editor, (measured) => measured <= 1.1);
    },
  },
];

function atMost(text: string, most: number, [one, other]: [string, string], of: keyof Measured): Target {
  return {
    text: `${text}, at most ${most}`,
    verdict: ({ medians }) => judge(ratio(medians, one, other, of), (measured) => measured <= most),
  };
}

function faster(text: string, least: number, [one, other]: [string, string]): Target {
  return {
    text: `${text}, at least ${least}`,
    verdict: ({ medians }) => judge(ratio(medians, other, one, 'time'), (measured) => measured >= least),
  };
}

function below(text: string, limit: number, name: string, of: (measured: Measured) => number): Target {
  return {
    text: `${text}, under ${limit}`,
    verdict: ({ medians }) => {
      const measured = medians.get(name);
      return judge(measured && of(measured), (number) => number < limit);
    },
  };
}

function ratio(medians: Medians, one: string, other: string, of: keyof Measured): number | undefined {
  const [above, under] = [medians.get(one), medians.get(other)];
  return above && under ? above[of] / under[of] : undefined;
}

/** Judged as it is printed: with two decimals, or one from 10 on. */
function judge(measured: number | undefined, isGood: (measured: number) => boolean) {
  if (measured === undefined) return undefined;
  const text = measured.toFixed(measured < 10 ? 2 : 1);
  return { measured: text, holds: isGood(Number(text)) };
}
