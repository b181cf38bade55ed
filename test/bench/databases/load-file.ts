/** A file of the report's records, as COPY of PostgreSQL and LOAD DATA of MariaDB read it when they are told nothing. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { makePlan } from '../../../nodes/extract/make-plan';
import { run } from '../../../nodes/extract/run';
import { RunFacts } from '../../../nodes/extract/run-progress';
import type { Value } from '../../../nodes/record';
import { clientFor, orderFor, shared } from '../../extract/run-against';
import { INVOICES, type ServerAddress } from '../server-protocol';
import { columns } from './report-table';

/** A million records are rendered first. */
const LONG = { connect: 5000, firstByte: 1_000_000, idle: 60_000, total: 2_000_000 };

/** Writes what the server answers now. */
export async function writeLoadFile(file: string, server: ServerAddress): Promise<void> {
  const written = createWriteStream(file, { mode: 0o644 });
  const { plan } = makePlan(orderFor(INVOICES.id, { Response: 'Json', ...INVOICES.parameters }));
  await run(plan, clientFor(server, { timeouts: LONG }), {
    shared,
    signal: new AbortController().signal,
    facts: new RunFacts(),
    take: async ({ records }) => {
      const lines = records.map((record) => `${columns.map(({ name }) => cell(record[name] ?? null)).join('\t')}\n`);
      if (!written.write(lines.join(''))) await once(written, 'drain');
    },
  });
  written.end();
  await finished(written);
}

function cell(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPED[character]!);
}

const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
